from datetime import date
from uuid import UUID

import pytest

from triage.answers import CALLER_TYPES
from triage.matching import (
    SIGNPOST_VALUES,
    Entry,
    NotForCallers,
    Unconfirmed,
    Unreachable,
    Withdrawn,
    entry_id,
    may_send,
    why_not,
)
from triage.ranking import Wanted, best_first, place_in

CHECKED = date(2026, 11, 20)
ANYBODY = {"yes", "with_care", "verify"}
WORKERS = ANYBODY | {"agency_only", "professionals_only"}
SURVIVORS = ANYBODY | {"survivor_only"}


def entry(**fields):
    values = {"slug": "riverside", "name": "Riverside", "signpost": "yes", "phone": "0151 496 0123"}
    return Entry(**{**values, "last_checked": CHECKED, "areas": ("Wirral",), **fields})


def test_ids_come_from_slugs_and_never_change():
    assert entry_id("respect-phoneline") == UUID("b381e219-679e-5064-9cfe-661a6fc7c1a1")


@pytest.mark.parametrize("signpost", SIGNPOST_VALUES)
@pytest.mark.parametrize("caller_type", [*CALLER_TYPES])
def test_who_may_be_given_what_by_the_handler_s_judgement(signpost, caller_type):
    allowed = {"frontline_worker": WORKERS, "victim_survivor": SURVIVORS}.get(caller_type, ANYBODY)

    refusal = why_not(entry(signpost=signpost), caller_type=caller_type)

    assert refusal == (None if signpost in allowed else "signpost.not_for_callers")


@pytest.mark.parametrize("signpost", SIGNPOST_VALUES)
@pytest.mark.parametrize("about", ["own_behaviour", "someone_else", "being_hurt", "work", "unsure", None])
def test_who_may_be_given_what_by_the_caller_s_own_words(signpost, about):
    allowed = {"work": WORKERS, "being_hurt": SURVIVORS}.get(about, ANYBODY)

    refusal = why_not(entry(signpost=signpost), about=about)

    assert refusal == (None if signpost in allowed else "signpost.not_for_callers")


def test_the_handler_s_judgement_counts_above_the_caller_s_words():
    survivors = entry(signpost="survivor_only")

    with pytest.raises(NotForCallers):
        may_send(survivors, caller_type="person_using_abuse", about="being_hurt")
    assert why_not(survivors, caller_type="victim_survivor", about="own_behaviour") is None


@pytest.mark.parametrize("way", ["phone", "text_number", "email", "website"])
def test_one_way_to_reach_it_is_enough(way):
    assert why_not(entry(**{"phone": "", way: "x"})) is None


def test_an_entry_without_a_way_to_reach_it_cannot_be_sent():
    with pytest.raises(Unreachable) as refusal:
        may_send(entry(phone=""))

    assert refusal.value.code == "signpost.unreachable"


def test_an_undated_entry_waits_for_its_confirmation():
    with pytest.raises(Unconfirmed) as refusal:
        may_send(entry(last_checked=None))

    assert refusal.value.code == "signpost.unconfirmed"


def test_a_check_counts_until_its_date_and_not_after_it():
    held = entry(check_due=date(2027, 5, 20))

    assert why_not(held, on=date(2027, 5, 20)) is None
    assert why_not(held, on=date(2027, 5, 21)) == "signpost.unconfirmed"
    # Half a year, where no date was worked out.
    assert why_not(entry(), on=date(2027, 5, 20)) is None
    assert why_not(entry(), on=date(2027, 5, 21)) == "signpost.unconfirmed"


@pytest.mark.parametrize("signpost", ["yes", "with_care", "verify"])
@pytest.mark.parametrize(
    ("routes", "closed"),
    [
        ((), False),
        (("self",), False),
        (("police", "via_professional"), False),
        (("court",), True),
        (("police", "multi_agency", "social_services"), True),
    ],
)
def test_where_agencies_alone_refer_no_caller_is_sent_whatever_an_editor_chose(signpost, routes, closed):
    refusal = "signpost.not_for_callers" if closed else None

    assert why_not(entry(signpost=signpost, routes=routes), about="own_behaviour") == refusal
    assert why_not(entry(signpost=signpost, routes=routes), about="work") is None


def test_999_waits_for_nobody():
    assert why_not(entry(slug="emergency", phone="999", last_checked=None)) is None


def test_an_entry_out_of_use_cannot_be_sent():
    with pytest.raises(Withdrawn):
        may_send(entry(is_active=False))


def test_confirming_is_asked_for_only_where_it_would_help():
    assert why_not(entry(signpost="no", phone="", last_checked=None)) == "signpost.not_for_callers"
    assert why_not(entry(phone="", last_checked=None)) == "signpost.unreachable"


def slugs(entries, **wanted):
    return [found.slug for found in best_first(entries, Wanted(**wanted))]


def test_the_closest_area_comes_first_and_other_areas_are_left_out():
    entries = [
        entry(slug="uk", areas=("UK",)),
        entry(slug="cardiff", areas=("Cardiff",)),
        entry(slug="merseyside", areas=("Merseyside",)),
        entry(slug="wirral"),
        entry(slug="england", areas=("England (local sites)",)),
    ]

    assert slugs(entries, area="Wirral") == ["wirral", "merseyside", "england", "uk"]


def test_all_words_must_stand_somewhere_and_the_name_counts_most():
    entries = [
        entry(slug="b", name="Bridge", description="A group for fathers"),
        entry(slug="a", name="Fathers' group"),
        entry(slug="c", name="Court", description="A group"),
    ]

    assert slugs(entries, words="group FATHERS") == ["a", "b"]


def test_an_audience_leaves_out_those_for_others_and_ranks_the_unknown_last():
    entries = [
        entry(slug="unsaid", name="A"),
        entry(slug="men", name="M", audience=("M",)),
        entry(slug="women", name="W", audience=("W", "C")),
    ]

    assert slugs(entries, audience="W") == ["women", "unsaid"]


@pytest.mark.parametrize(
    ("band", "expected"),
    [("under_13", []), ("13_15", ["lads"]), ("18_25", ["lads"]), ("26_40", []), ("over_60", [])],
)
def test_an_age_band_must_meet_the_ages_of_the_service(band, expected):
    assert slugs([entry(slug="lads", age_min=13, age_max=19)], age_band=band) == expected


def test_what_can_be_sent_or_confirmed_comes_before_what_cannot():
    entries = [
        entry(slug="court", name="A", signpost="court_only"),
        entry(slug="unconfirmed", name="C", last_checked=None),
        entry(slug="unreachable", name="B", phone=""),
        entry(slug="ready", name="D"),
    ]

    assert slugs(entries) == ["unconfirmed", "ready", "court", "unreachable"]


def test_a_caller_about_their_own_behaviour_finds_programmes_first():
    entries = [
        entry(slug="arts", name="A", role="recovery_support"),
        entry(slug="dapp", name="B", role="behaviour_change"),
    ]

    assert slugs(entries, about="own_behaviour") == ["dapp", "arts"]


def test_what_is_local_comes_before_nationwide_lines_even_where_callers_cannot_be_sent_there():
    entries = [
        entry(slug="line", name="A", areas=("UK",), role="helpline"),
        entry(slug="notts", name="B", areas=("Nottinghamshire", "Nottingham"), signpost="agency_only"),
    ]

    assert slugs(entries, area="Nottingham") == ["notts", "line"]
    assert slugs(entries) == ["line", "notts"]


@pytest.mark.parametrize(
    "wanted", [{"about": "own_behaviour"}, {"about": "unsure"}, {"caller_type": "person_using_abuse"}]
)
def test_help_to_change_comes_first_for_somebody_who_uses_abuse(wanted):
    entries = [
        entry(slug="childline", name="A", role="helpline"),
        entry(slug="dapp", name="C", role="behaviour_change"),
        entry(slug="respect-phoneline", name="B", role="helpline"),
        entry(slug="unreachable", name="D", role="behaviour_change", phone=""),
    ]

    found = slugs(entries, **wanted)

    assert set(found[:2]) == {"dapp", "respect-phoneline"}
    assert found[2:] == ["childline", "unreachable"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Leeds", "leeds"),
        ("men st  helens", "st helens"),
        ("north yorkshire", "north yorkshire"),
        ("men", None),
    ],
)
def test_an_area_is_found_among_the_words(words, place):
    assert place_in(words) == place


def test_who_wants_an_interpreter_finds_first_what_offers_one():
    group = entry(slug="group", name="A group", role="behaviour_change")
    alone = entry(
        slug="alone", name="One to one", role="behaviour_change", eligibility=("needs an interpreter",)
    )

    def found(*, interpreter: bool) -> list[str]:
        wanted = Wanted(about="own_behaviour", interpreter=interpreter)
        return [each.slug for each in best_first([group, alone], wanted)]

    assert found(interpreter=False) == ["group", "alone"]
    assert found(interpreter=True) == ["alone", "group"]
