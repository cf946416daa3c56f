from datetime import date
from uuid import UUID

import pytest

from triage.answers import CALLER_TYPES
from triage.entries import SIGNPOST_VALUES, Entry, entry_id
from triage.giving import NotForCallers, Unconfirmed, Unreachable, Withdrawn, may_send, why_not

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


@pytest.mark.parametrize("signpost", SIGNPOST_VALUES)
def test_whoever_uses_abuse_is_sent_to_no_support_for_survivors_whatever_an_editor_chose(signpost):
    support = entry(signpost=signpost, role="survivor_support")

    for own in ({"about": "own_behaviour"}, {"about": "being_hurt", "caller_type": "person_using_abuse"}):
        assert why_not(support, **own) == "signpost.not_for_callers"


def test_somebody_who_is_hurt_or_unsure_may_be_sent_to_support():
    support = entry(role="survivor_support")

    for other in ({"about": "being_hurt"}, {"about": "own_behaviour", "caller_type": "victim_survivor"}, {}):
        assert why_not(support, **other) is None


@pytest.mark.parametrize("way", ["phone", "text_number", "email", "website", "address"])
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
