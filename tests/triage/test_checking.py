from datetime import date

import pytest

from triage.checking import check_due, is_fresh, is_public
from triage.entries import Entry

CHECKED, TODAY = date(2026, 8, 31), date(2026, 11, 27)


def entry(**fields):
    values = {"slug": "riverside", "name": "Riverside", "signpost": "yes", "phone": "0151 496 0123"}
    return Entry(**{**values, "last_checked": CHECKED, "check_due": date(2027, 2, 28), **fields})


@pytest.mark.parametrize(
    ("checked", "months", "due"),
    [
        (None, None, None),
        (None, 3, None),
        (date(2026, 11, 27), None, date(2027, 5, 27)),
        (date(2026, 8, 31), None, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 24, date(2028, 11, 30)),
    ],
)
def test_the_next_check_is_so_many_months_on(checked, months, due):
    assert check_due(checked, months) == due


def test_a_check_counts_on_its_last_day():
    assert is_fresh(entry(), date(2027, 2, 28))
    assert not is_fresh(entry(), date(2027, 3, 1))
    assert not is_fresh(entry(last_checked=None), TODAY)


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({}, True),
        ({"signpost": "with_care"}, True),
        ({"check_due": date(2026, 11, 26)}, False),
        ({"last_checked": None, "check_due": None}, False),
        ({"last_checked": None, "check_due": None, "never_hides": True}, True),
        ({"never_hides": True, "signpost": "survivor_only"}, False),
        ({"signpost": "survivor_only"}, False),
        ({"signpost": "agency_only"}, False),
        ({"signpost": "court_only"}, False),
        ({"signpost": "professionals_only"}, False),
        ({"signpost": "verify"}, False),
        ({"signpost": "no"}, False),
        ({"routes": ("police", "court")}, False),
        ({"routes": ("police", "self")}, True),
        ({"phone": ""}, False),
        ({"is_active": False, "never_hides": True}, False),
    ],
)
def test_what_a_page_for_anybody_may_list(changed, shown):
    assert is_public(entry(**changed), TODAY) is shown
