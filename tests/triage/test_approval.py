"""Who may approve a change to the directory, and what waits: truth tables. No database."""

import pytest

from helpline.staff.roles import Permission, Role, role_may
from triage.approval import AT_ONCE, before, may_decide, waits
from triage.forms import EntryForm
from triage.oruk.fields import PUBLISHED

pytestmark = pytest.mark.once

# What callers are shown, or who is given the entry. Written out: a field that moves has to move here, too.
WAITS = {
    "name", "provider", "kind", "role", "caller_text", "caller_text_cy", "what_happens", "what_happens_cy",
    "areas", "audience", "age_min", "age_max", "phone", "text_number", "email", "website", "address",
    "hours_text", "formats", "duration", "weeks_min", "weeks_max", "session", "cost", "signpost", "routes",
    "referral_routes", "takes", "requires", "excludes", "eligibility", "exclusions", "risks", "languages",
    "accreditation", "accreditation_text", "partner_support", "check_months", "never_hides",
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "is_author", "may"),
    [
        ("handler", False, False), ("handler", True, False),
        ("supervisor", False, True), ("supervisor", True, False),
        ("analyst", False, False), ("analyst", True, False),
        ("admin", False, True), ("admin", True, False),
        ("nobody", False, False),
    ],
)  # fmt: skip
def test_who_may_approve_a_change(role: str, is_author: bool, may: bool) -> None:
    may_edit = role_may(role, Permission.MANAGE_DIRECTORY)

    assert may_decide(may_edit=may_edit, is_author=is_author) is may


def test_every_role_stands_in_the_table_above() -> None:
    assert {role.value for role in Role} == {"handler", "supervisor", "analyst", "admin"}


def test_every_field_of_the_form_waits_or_is_for_staff_alone() -> None:
    fields = set(EntryForm.Meta.fields)

    assert {field for field in fields if waits(field)} == WAITS
    assert fields - WAITS == AT_ONCE
    # The page says of these, and of no others, that they are in use at once.
    assert set(EntryForm.FOR_EDITORS) == AT_ONCE


def test_nothing_that_is_published_takes_effect_at_once() -> None:
    assert AT_ONCE.isdisjoint(PUBLISHED)


def test_a_field_that_nobody_decided_on_waits() -> None:
    assert waits("a_column_of_next_year")
    assert waits("is_active")


def test_what_was_before_several_changes_is_what_the_oldest_of_them_replaced() -> None:
    now = {"phone": "3", "cost": "free", "name": "B"}
    latest_first = [{"phone": ["2", "3"]}, {"phone": ["1", "2"], "name": ["A", "B"], "gone": [0, 1]}]

    assert before(now, latest_first) == {"phone": "1", "cost": "free", "name": "A"}
    assert before(now, latest_first[:1]) == {"phone": "2", "cost": "free", "name": "B"}
    assert before(now, []) == now
