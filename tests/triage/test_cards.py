import json
from contextlib import suppress
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from helpline.hours.codec import schedule_to_json
from helpline.hours.models import HoursVersion
from helpline.hours.rules import BankHolidayPolicy, Nation, Schedule
from helpline.kernel.errors import Forbidden
from triage.entries import entry_id
from triage.giving import NotForCallers, Unconfirmed, Unreachable, Withdrawn
from triage.models import DirectoryEntry
from triage.services import advice_cards, card, closing_cards, lines_now, record_signpost, signposts_of
from triage.services.entry_writing import EntryNotFound

pytestmark = pytest.mark.django_db

MARKER = "for editors only 4711"
CARD_FIELDS = {
    "id", "kind", "name", "provider", "phone", "text", "email", "website", "hours", "area", "about", "cost"
}  # fmt: skip
# These are left out where there is nothing of it.
SOMETIMES = {"whom_for", "address", "what_happens", "partners", "opening", "lang", "english"}


def slugs_of(cards):
    names = {
        str(entry_id(slug)): slug
        for slug in (*DirectoryEntry.objects.values_list("slug", flat=True), "emergency")
    }
    return [names[shown["id"]] for shown in cards]


def digits_of(cards):
    return json.dumps(cards).replace(" ", "")


def test_a_card_holds_what_a_caller_needs(make_entry):
    entry = make_entry(
        provider="Riverside Trust",
        email="hello@example.org",
        website="https://example.org",
        text_number="07700 900123",
        hours_text="Monday, 9am to 5pm",
        caller_text="A weekly group.",
        cost="free",
        last_checked=date(2026, 11, 1),
        areas=["Wirral", "online"],
        audience=["M"],
        age_min=18,
        address="1 High Street, Wirral",
        what_happens="You talk with somebody first.",
        partner_support="yes",
    )

    assert card(entry_id=entry.id, about="own_behaviour", caller_type=None) == {
        "id": str(entry.id),
        "kind": "programme",
        "name": "Riverside",
        "provider": "Riverside Trust",
        "phone": "0151 496 0123",
        "text": "07700 900123",
        "email": "hello@example.org",
        "website": "https://example.org",
        "hours": "Monday, 9am to 5pm",
        "area": "Wirral, online",
        "about": "A weekly group.",
        "cost": "free",
        "whom_for": "Men aged 18 and over",
        "address": "1 High Street, Wirral",
        "what_happens": "You talk with somebody first.",
        "partners": True,
        "opening": "Mo 09:00-17:00",
    }


def test_no_editors_field_reaches_a_card(make_entry):
    for_callers = {
        "name", "provider", "phone", "text_number", "email", "website", "hours_text", "areas",
        "caller_text", "cost", "what_happens", "address",
    }  # fmt: skip
    planted = {
        "cautions": [MARKER],
        "phone_alternatives": [{"number": MARKER}],
        "source_notes": {"hours_text": MARKER, "sources": [MARKER]},
        "description": MARKER,
        "contradictions": [MARKER],
        "partner_support_text": MARKER,
        "source": MARKER,
        "session": MARKER,
        "accreditation_text": MARKER,
        "editor_notes": MARKER,
        "referral_routes": [MARKER],
        "eligibility": [MARKER],
        "exclusions": [MARKER],
        "ages_text": MARKER,
        "duration": MARKER,
        "role": MARKER,
    }
    neutral = {
        "id", "slug", "kind", "age_min", "age_max", "signpost", "last_checked", "confirmed_by", "is_active",
        "updated_at", "edited_at", "formats", "weeks_min", "weeks_max", "routes", "takes", "requires",
        "excludes", "risks", "languages", "accreditation", "partner_support", "hours", "check_months",
        "check_due", "never_hides", "audience",
    }  # fmt: skip
    # For callers, on a card in Welsh.
    others = {"caller_text_cy", "what_happens_cy"}
    entry = make_entry(last_checked=date(2026, 11, 1), **planted)

    shown = card(entry_id=entry.id, about=None, caller_type=None)

    fields = {field.name for field in DirectoryEntry._meta.concrete_fields}
    assert fields == for_callers | others | set(planted) | neutral
    assert set(shown) == CARD_FIELDS
    assert CARD_FIELDS.isdisjoint(SOMETIMES)
    assert MARKER not in json.dumps(shown)


def test_a_refused_card_says_why(make_entry):
    entry = make_entry()

    with pytest.raises(Unconfirmed):
        card(entry_id=entry.id, about=None, caller_type=None)
    with pytest.raises(EntryNotFound):
        card(entry_id=uuid4(), about=None, caller_type=None)


REMARKS = ("seed", "confirm", "printed", "verify", "implied", "not stated", "(independent", "by context")


def every_card_for(*caller_types):
    DirectoryEntry.objects.update(last_checked=date(2026, 11, 1))
    cards = []
    for entry in DirectoryEntry.objects.all():
        for caller_type in caller_types:
            with suppress(Unreachable, NotForCallers, Withdrawn):
                cards.append(card(entry_id=entry.id, about=None, caller_type=caller_type))
    return cards


def test_no_card_holds_a_known_misprint_or_an_editor_s_remark(loaded):
    cards = every_card_for("person_using_abuse", "victim_survivor", "frontline_worker")

    # The 17 helplines and the six programmes with a number.
    assert len({shown["id"] for shown in cards}) == 23
    assert "08008024040" not in digits_of(cards)
    assert "08088010100" not in digits_of(cards)
    assert [remark for remark in REMARKS if remark in json.dumps(cards)] == []


def test_an_entry_that_gets_a_number_later_is_fit_for_a_card_too(loaded):
    DirectoryEntry.objects.filter(phone="").update(phone="0151 496 0123")

    to_callers = json.dumps(every_card_for("person_using_abuse", "victim_survivor"))
    to_workers = json.dumps(every_card_for("frontline_worker"))

    assert [remark for remark in REMARKS if remark in to_callers + to_workers] == []
    assert "erpetrator" not in to_callers


def test_the_respect_phoneline_has_its_right_number(loaded):
    DirectoryEntry.objects.update(last_checked=date(2026, 11, 1))

    shown = card(entry_id=entry_id("respect-phoneline"), about="own_behaviour", caller_type=None)

    assert shown["phone"] == "0808 802 4040"


def test_what_was_given_is_recorded_in_order_with_whether_it_was_checked(make_entry, handler):
    contact, other = uuid4(), uuid4()
    checked, unchecked = make_entry(last_checked=date(2026, 11, 1)), make_entry("hillside", name="Hillside")

    record_signpost(contact=contact, entry_id=checked.id, by=handler)
    record_signpost(contact=contact, entry_id=unchecked.id, by=handler)

    given = signposts_of(contact)
    assert [(one["slug"], one["confirmed"]) for one in given] == [("riverside", True), ("hillside", False)]
    assert given[0].keys() == {"entry", "slug", "kind", "name", "at", "confirmed"}
    assert signposts_of(other) == []


def test_an_analyst_records_nothing(make_entry, analyst):
    with pytest.raises(Forbidden):
        record_signpost(contact=uuid4(), entry_id=make_entry().id, by=analyst)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_what_was_given_costs_one_query(make_entry, handler, django_assert_num_queries, count):
    contact = uuid4()
    for number in range(count):
        record_signpost(contact=contact, entry_id=make_entry(f"riverside-{number}").id, by=handler)

    with django_assert_num_queries(1):
        assert len(signposts_of(contact)) == count


LINES = ["ndah", "mens-advice-line", "galop", "live-fear-free", "scotland-da", "ni-da"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"about": "own_behaviour", "safe_now": True, "age_band": "26_40"}, []),
        ({"about": "own_behaviour", "safe_now": None, "age_band": None}, []),
        ({"about": "own_behaviour", "safe_now": False, "age_band": None}, ["emergency"]),
        ({"about": "unsure", "safe_now": True, "age_band": "under_13"}, ["childline"]),
        ({"about": "unsure", "safe_now": True, "age_band": "13_15"}, ["childline"]),
        ({"about": "unsure", "safe_now": True, "age_band": "16_17"}, ["childline"]),
        ({"about": "unsure", "safe_now": True, "age_band": "18_25"}, []),
        ({"about": "being_hurt", "safe_now": True, "age_band": None}, LINES),
        ({"about": "being_hurt", "safe_now": True, "age_band": None, "area": "Wirral"}, LINES[:3]),
        (
            {"about": "being_hurt", "safe_now": True, "age_band": None, "area": "Cardiff"},
            ["live-fear-free", "mens-advice-line", "galop"],
        ),
        (
            {"about": "being_hurt", "safe_now": True, "age_band": None, "area": "Scotland"},
            ["scotland-da", "mens-advice-line", "galop"],
        ),
        (
            {"about": "being_hurt", "safe_now": False, "age_band": "16_17", "area": "Belfast"},
            ["emergency", "childline", "ni-da", "mens-advice-line", "galop"],
        ),
    ],
)
def test_advice_fits_what_the_caller_said(loaded, said, expected):
    assert slugs_of(advice_cards(**said)) == expected


def test_advice_is_given_though_nobody_checked_it_and_says_so_of_its_hours(loaded):
    cards = {
        shown["name"]: shown for shown in advice_cards(about="being_hurt", safe_now=False, age_band=None)
    }

    assert cards["Police, ambulance"]["phone"] == "999"
    assert cards["National Domestic Abuse Helpline (Refuge)"]["hours"] == "24 hours a day, every day"
    assert cards["Men's Advice Line (Respect)"]["hours"] == (
        "Listed as Monday and Wednesday, 9am to 8pm; Tuesday, Thursday and Friday, 9am to 5pm"
    )
    assert cards["National LGBT+ Domestic Abuse Helpline (Galop)"]["hours"] is None


def test_danger_is_answered_with_999_even_without_a_directory():
    cards = advice_cards(about="being_hurt", safe_now=False, age_band="13_15")

    assert [(shown["phone"], shown["hours"]) for shown in cards] == [("999", "24 hours a day, every day")]
    assert set(cards[0]) == CARD_FIELDS | {"opening", "open_now", "hours_now"}
    assert (cards[0]["open_now"], cards[0]["hours_now"]) == (True, "Open now, day and night")


def test_a_line_that_staff_took_out_of_use_is_not_advised(loaded):
    DirectoryEntry.objects.filter(slug__in=["childline", "emergency"]).update(is_active=False)

    assert slugs_of(advice_cards(about="unsure", safe_now=False, age_band="13_15")) == ["emergency"]


def test_when_the_service_closes_it_names_the_lines_that_are_there(loaded):
    assert slugs_of(closing_cards()) == [
        "emergency", "samaritans", "ndah", "mens-advice-line", "respect-phoneline"
    ]  # fmt: skip
    assert slugs_of(closing_cards(area="Swansea"))[2] == "live-fear-free"
    assert closing_cards()[-1]["phone"] == "0808 802 4040"
    assert closing_cards()[-1]["hours"] == "Listed as Monday to Friday, 9am to 5pm"


WEDNESDAY = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)


def test_lines_that_are_open_now_stand_first_and_say_until_when(loaded):
    DirectoryEntry.objects.update(last_checked=date(2026, 11, 1))

    shown = lines_now(at=WEDNESDAY)

    assert [(line["open_now"], line["hours_now"]) for line in shown] == [
        (True, "Open now, day and night"),
        (True, "Open now, day and night"),
        (True, "Open now, day and night"),
        (True, "Open now until 8 in the evening"),
        (False, "Opens tomorrow at 9 in the morning"),
    ]
    assert slugs_of(shown)[3:] == ["mens-advice-line", "respect-phoneline"]


def test_hours_that_nobody_checked_are_listed_and_unknown_ones_stand_between(loaded):
    DirectoryEntry.objects.filter(slug="samaritans").update(hours_text="evenings")

    shown = lines_now(at=WEDNESDAY, language="cy")

    assert slugs_of(shown) == ["emergency", "ndah", "mens-advice-line", "samaritans", "respect-phoneline"]
    assert [line["hours_now"] for line in shown][2:] == [
        "Ar agor nawr yn ôl y rhestr, tan 8 yr hwyr",
        "Edrychwch ar yr oriau. Listed as evenings",
        "Yn agor yfory am 9 y bore, yn ôl y rhestr",
    ]


def test_hours_that_staff_wrote_in_words_are_worked_out_too(loaded):
    DirectoryEntry.objects.filter(slug="respect-phoneline").update(
        hours_text="Monday to Friday, 10am to 7pm; closed on bank holidays", last_checked=date(2026, 11, 1)
    )

    assert "Open now until 7 in the evening" in [line["hours_now"] for line in lines_now(at=WEDNESDAY)]


def test_a_bank_holiday_of_its_own_nation_alone_makes_a_line_uncertain(make_entry):
    for slug, area in (("respect-phoneline", "England"), ("mens-advice-line", "Scotland")):
        make_entry(slug, name=slug, kind="helpline", areas=[area], hours_text="Monday to Friday, 9am to 5pm")
    st_andrews_day = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)

    shown = {line["name"]: line["open_now"] for line in lines_now(at=st_andrews_day)}

    assert (shown["respect-phoneline"], shown["mens-advice-line"]) == (True, None)


def test_cards_that_are_kept_say_nothing_of_now(loaded):
    assert all(set(line) <= CARD_FIELDS | SOMETIMES for line in closing_cards())


def test_advice_asks_for_the_lines_and_once_whose_bank_holidays_count(loaded, django_assert_num_queries):
    with django_assert_num_queries(2):
        advice_cards(about="being_hurt", safe_now=False, age_band="13_15")


SATURDAY, OFFICE_LINE = datetime(2026, 11, 28, 12, 0, tzinfo=UTC), "respect-phoneline"


def keep_the_days_of(nation):
    policy = BankHolidayPolicy(nation)
    HoursVersion.objects.create(number=1, schedule=schedule_to_json(Schedule(bank_holidays=policy)))


def said_of(slug, at, language="en"):
    return next(
        line["hours_now"] for line in lines_now(at=at, language=language) if slugs_of([line]) == [slug]
    )


@pytest.mark.parametrize("nation", [None, *Nation])
def test_a_line_of_the_uk_is_shut_by_the_days_of_the_services_own_nation_alone(loaded, nation):
    DirectoryEntry.objects.update(last_checked=date(2026, 11, 1))
    if nation:
        keep_the_days_of(nation)
    closes = {
        date(2026, 11, 30): {Nation.SCOTLAND},
        date(2027, 3, 17): {Nation.NORTHERN_IRELAND},
        date(2027, 7, 12): {Nation.NORTHERN_IRELAND},
        date(2026, 12, 25): set(Nation),
    }
    for day, nations in closes.items():
        own = nation or Nation.ENGLAND
        noon = datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)
        for slug in (OFFICE_LINE, "mens-advice-line"):
            uncertain = said_of(slug, noon).startswith("It is a bank holiday: the hours may differ")
            assert uncertain is (own in nations), (slug, day)
            uncertain = said_of(slug, noon, "cy").startswith("Mae'n ŵyl banc")
            assert uncertain is (own in nations), (slug, day)


@pytest.mark.parametrize(
    ("nation", "english", "welsh"),
    [
        (Nation.ENGLAND, "Opens on Monday at 9 in the morning", "Yn agor ddydd Llun am 9 y bore"),
        (
            Nation.SCOTLAND,
            "Opens on Tuesday at 9 in the morning. It may differ on a bank holiday",
            "Yn agor ddydd Mawrth am 9 y bore. Gall fod yn wahanol ar ŵyl banc",
        ),
    ],
)
def test_the_saturday_before_saint_andrews_day(loaded, nation, english, welsh):
    DirectoryEntry.objects.update(last_checked=date(2026, 11, 1))
    keep_the_days_of(nation)

    assert said_of(OFFICE_LINE, SATURDAY) == english
    assert said_of(OFFICE_LINE, SATURDAY, "cy") == welsh
