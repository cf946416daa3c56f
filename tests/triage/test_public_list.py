"""The public list: what stands on it, in which order, for whom, and what never does."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import models

from triage.models import DirectoryEntry
from triage.services import approve_change, listing, public_languages, save_entry, set_active
from triage.services.public_list import PAGE
from triage.wanted import Wanted

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CHECKED = {"last_checked": date(2026, 11, 1), "check_due": date(2027, 5, 1)}
HURT = {
    "ndah",
    "live-fear-free",
    "scotland-da",
    "ni-da",
    "mens-advice-line",
    "galop",
    "rape-crisis",
    "karma-nirvana",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-27T12:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def public(make_entry):
    """Return a maker of entries that anybody may read."""
    return lambda slug="riverside", **fields: make_entry(slug, **{"name": slug, **CHECKED, **fields})


@pytest.fixture
def checked(loaded):
    """The real content, all checked and with a way to reach it, so that only the rules hide anything."""
    DirectoryEntry.objects.update(**CHECKED)
    DirectoryEntry.objects.filter(phone="").update(phone="0151 496 0123")
    DirectoryEntry.objects.filter(signpost="verify").update(signpost="yes")


def shown(page: int = 1, language: str = "en", **wanted: Any) -> dict[str, list[str]]:
    """Return the names by part of the list."""
    found = listing(Wanted(**wanted), language=language, page=page)
    return {group: [str(card["name"]) for card in cards] for group, cards in found.groups}


def names(**wanted: Any) -> set[str]:
    return {name for group in shown(**wanted).values() for name in group}


def slugs_of(found: set[str]) -> set[str]:
    return set(DirectoryEntry.objects.filter(name__in=found).values_list("slug", flat=True))


def test_local_comes_first_then_what_serves_the_nation_and_the_lines_close_it(public, loaded):
    public("b-local")
    public("a-national", areas=["England"])
    public("elsewhere", areas=["Leeds"])

    found = listing(Wanted(area="Wirral", about="own_behaviour"), language="en")

    assert found.places == ["Wirral"]
    assert shown(area="Wirral", about="own_behaviour")["local"] == ["b-local"]
    assert shown(area="Wirral", about="own_behaviour")["national"][0] == "a-national"
    assert [card["place"] for card in found.groups[0][1]] == ["In Wirral"]
    assert {str(line["name"]) for line in found.lines} >= {"Samaritans", "Police, ambulance"}
    assert (found.nothing_local, found.more) == (False, False)


def test_where_nothing_is_local_the_nearest_stands_there_and_says_so(public):
    public("in-sefton", areas=["Sefton"])
    public("online", areas=["online"])

    found = listing(Wanted(area="Wirral", about="own_behaviour"), language="en")

    assert found.nothing_local
    assert [(group, [(card["name"], card["place"]) for card in cards]) for group, cards in found.groups] == [
        ("nearest", [("in-sefton", "Not there, but near: serves Sefton")]),
        ("national", [("online", "Online, from anywhere")]),
    ]


def test_an_empty_directory_still_has_the_emergency_number(db):
    for wanted in (
        {},
        {"area": "Wirral"},
        {"about": "being_hurt"},
        {"about": "own_behaviour", "age_band": "13_15"},
    ):
        found = listing(Wanted(**wanted), language="cy")
        assert found.groups == []
        assert [line["phone"] for line in found.lines] == ["999"]


@pytest.mark.parametrize("place", [None, "Wirral", "Nottinghamshire", "Cardiff", "Croydon", "Leeds"])
@pytest.mark.parametrize("who", [{}, {"audience": "M"}, {"audience": "W"}, {"age_band": "13_15"}])
def test_whoever_asks_about_their_own_behaviour_sees_no_line_or_place_for_people_who_are_hurt(
    checked, place, who
):
    found = listing(Wanted(area=place, about="own_behaviour", **who), language="en")
    told = {str(card["name"]) for _, cards in found.groups for card in cards} | {
        str(line["name"]) for line in found.lines
    }
    hidden = DirectoryEntry.objects.filter(role="survivor_support").values_list("slug", flat=True)

    assert told
    assert slugs_of(told) & {*HURT, *hidden} == set()


@pytest.mark.parametrize("about", [None, "own_behaviour", "someone_else", "being_hurt"])
def test_what_is_for_agencies_courts_workers_or_survivors_alone_is_on_no_list(checked, about):
    closed = ("agency_only", "court_only", "professionals_only", "survivor_only", "no")
    hidden = set(DirectoryEntry.objects.filter(signpost__in=closed).values_list("slug", flat=True))
    areas = {area for areas in DirectoryEntry.objects.values_list("areas", flat=True) for area in areas}

    assert len(hidden) > 10
    for place in (None, *areas):
        found = listing(Wanted(area=place, about=about), language="en")
        assert slugs_of({str(card["name"]) for _, cards in found.groups for card in cards}) & hidden == set()


def test_somebody_who_is_hurt_is_shown_national_lines_alone(checked, public):
    public("local-refuge", role="survivor_support", areas=["Cardiff"])

    found = listing(Wanted(area="Cardiff", about="being_hurt"), language="en")
    young = listing(Wanted(about="being_hurt", age_band="13_15"), language="en")

    assert found.groups == []
    assert {str(line["phone"]) for line in found.lines} >= {"999", "0808 80 10 800"}
    assert "Respect Phoneline" not in {str(line["name"]) for line in found.lines}
    assert slugs_of({str(line["name"]) for line in found.lines}) == {
        "emergency", "live-fear-free", "mens-advice-line", "galop", "samaritans",
    }  # fmt: skip
    assert "childline" in slugs_of({str(line["name"]) for line in young.lines})


def test_a_list_is_shown_by_pages_that_hold_every_service_once(public):
    every = {f"s{number:02}" for number in range(PAGE * 2 + 3)}
    for slug in every:
        public(slug)

    pages = [listing(Wanted(area="Wirral"), language="en", page=page) for page in (1, 2, 3, 4)]
    found = [str(card["name"]) for each in pages for _, cards in each.groups for card in cards]

    assert sorted(found) == sorted(every)
    assert [each.more for each in pages] == [True, True, False, False]
    assert listing(Wanted(), language="en", page=10**6).page == 50


def test_it_changes_with_an_entry_and_with_the_day(public, supervisor, admin, clock):
    entry = public("riverside")
    assert names() == {"riverside"}
    waiting = save_entry(entry=entry, values={"name": "Hillside"}, checked=True, by=supervisor).waiting
    assert names() == {"riverside"}
    approve_change(change=waiting.pk, revision=waiting.revision, by=admin)
    assert names() == {"Hillside"}
    set_active(entry_id=entry.id, active=False, by=supervisor)
    assert names() == set()

    public("until-may")
    clock.move_to("2027-05-01T12:00Z")
    assert names() == {"until-may"}
    clock.move_to("2027-05-02T12:00Z")
    assert names() == set()


def test_form_and_language_and_people_are_asked_for(public):
    public("group", formats=["group"], audience=["M"])
    public("single", formats=["one_to_one"], audience=["W"], languages=["en", "cy"])

    assert names(formats=frozenset({"group"})) == {"group"}
    assert names(audience="W") == {"single"}
    assert shown(language="cy")["national"] == ["group", "single"]
    assert [
        str(card["name"])
        for _, cards in listing(Wanted(language="cy"), language="en").groups
        for card in cards
    ] == ["single", "group"]
    assert public_languages() == ["cy"]


def test_a_card_says_how_to_begin_in_codes_and_welsh_where_there_is_some(public):
    public(
        "self", routes=["self", "professional"], caller_text="Help.", caller_text_cy="Cymorth.", weeks_min=8
    )
    public("family", routes=["family_friend"])
    public("worker", routes=["professional"], signpost="with_care")
    public("unsaid")

    ((_, cards),) = listing(Wanted(), language="cy").groups
    by_name = {str(card["name"]): card for card in cards}

    assert {name: card["way_in"] for name, card in by_name.items()} == {
        "self": "self", "family": "family", "worker": "worker", "unsaid": "",
    }  # fmt: skip
    assert (by_name["self"]["about"], by_name["self"]["weeks"]) == ("Cymorth.", [8, None])
    assert [name for name, card in by_name.items() if card["care"]] == ["worker"]
    assert {card["checked"] for card in cards} == {date(2026, 11, 1)}


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_many_there_are(public, django_assert_num_queries, count):
    for number in range(count):
        public(f"s{number}")
    listing(Wanted(), language="en")

    # The state of the table, the rows of the page, the lines.
    with django_assert_num_queries(3):
        listing(Wanted(area="Wirral", about="own_behaviour"), language="en")


MARK = "Zqxmark"
STAFF_ALONE = (
    "description", "partner_support_text", "cautions", "contradictions", "phone_alternatives", "source",
    "source_notes", "editor_notes", "eligibility", "exclusions", "referral_routes", "accreditation_text",
)  # fmt: skip


def test_nothing_of_the_staff_s_stands_on_a_card(public):
    marks: dict[str, Any] = {}
    for name in STAFF_ALONE:
        field = DirectoryEntry._meta.get_field(name)
        text = isinstance(field, models.CharField | models.TextField)
        marks[name] = MARK if text else {"k": MARK} if name == "source_notes" else [MARK]
    public("riverside", caller_text=f"{MARK} seen", partner_support="yes", **marks)

    told = str(listing(Wanted(area="Wirral", about="own_behaviour"), language="en").groups)

    assert told.count(MARK) == told.count(f"{MARK} seen") == 1
