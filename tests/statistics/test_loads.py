"""How talks are spread over handlers: by month, in bands, of nobody by name."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from chat.models import Contact
from chat.services.retention import let_go
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.dashboard.load_blocks import loads
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.facts import draft_fact
from helpline.statistics.load_bands import BANDS, band_of
from helpline.statistics.loads import fold_loads, tally_loads
from helpline.statistics.models import HandlerMonth, LoadTally
from helpline.statistics.questions import Period
from tests.chat.acts import BOTH, finishes, is_there, starts, takes
from tests.statistics.conftest import CORRECTABLE_UNTIL, values
from tests.statistics.test_dashboard_pages import table_of, text_of

pytestmark = pytest.mark.django_db(databases=BOTH)
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PAGE = "/supervision/figures/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def handlers(make_account: Callable[..., Account], talks: list[int], month: date = OCTOBER) -> None:
    """Have a new handler with each of these numbers of talks in a month."""
    for place, number in enumerate(talks):
        account = make_account(Role.HANDLER, f"h{month.month}x{place}")
        tally_loads([(account.pk, month)] * number)


def block_of(code: str, *, has_noise: bool) -> Any:
    return loads(Maker(Texts("en"), Period.parse(code), has_noise), NOW.date())


@pytest.mark.parametrize(
    ("talks", "band"),
    [(1, "1_9"), (9, "1_9"), (10, "10_29"), (30, "30_59"), (60, "60_more"), (900, "60_more")],
)
def test_a_number_of_talks_has_its_band(talks: int, band: str) -> None:
    assert band_of(talks) == band


def test_a_talk_counts_for_its_handler_until_the_month_is_closed_and_then_for_nobody(
    make_account: Callable[..., Account], clock: Any
) -> None:
    ann = is_there(make_account(Role.HANDLER, "ann"))
    for _ in range(2):
        finishes(takes(ann, starts().contact))
    # Of practice nothing is counted.
    practised = finishes(takes(ann, starts().contact))
    Contact.objects.filter(pk=practised.pk).update(practice=True)
    clock.shift(timedelta(days=2))
    let_go(now=NOW + timedelta(days=2))

    assert list(HandlerMonth.objects.values_list("handler", "month", "talks")) == [
        (ann.pk, date(2026, 11, 1), 2)
    ]
    assert fold_loads(now=datetime(2026, 12, 3, 12, tzinfo=UTC)) == 0
    assert fold_loads(now=datetime(2026, 12, 4, 12, tzinfo=UTC)) == 1
    assert not HandlerMonth.objects.exists()
    rows = LoadTally.objects.order_by("pk").values_list("band", "handlers")
    assert dict(rows) == {"1_9": 1, "10_29": 0, "30_59": 0, "60_more": 0}


def test_a_month_with_a_draft_waits_and_what_is_sealed_later_is_not_counted(
    make_account: Callable[..., Account],
) -> None:
    handlers(make_account, [3, 4])
    draft_fact(contact=uuid4(), values=values(month=OCTOBER), correctable_until=CORRECTABLE_UNTIL)
    assert fold_loads(now=NOW) == 0
    let_go(now=CORRECTABLE_UNTIL)
    assert fold_loads(now=NOW) == 2

    tally_loads([(make_account(Role.HANDLER, "late").pk, OCTOBER)])
    assert not HandlerMonth.objects.exists()
    assert LoadTally.objects.get(band="1_9").handlers == 2


def test_supervisors_see_the_spread_of_a_closed_month_and_no_name(
    make_account: Callable[..., Account], supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    handlers(make_account, [5] * 6 + [20] * 9 + [40] * 7 + [70] * 5)
    fold_loads(now=NOW)

    text = text_of(signed_in(supervisor), f"{PAGE}?period=2026-10")

    assert table_of(text, "loads") == {
        "1 to 9": ["6"], "10 to 29": ["9"], "30 to 59": ["7"], "60 or more": ["5"]
    }  # fmt: skip
    assert "h10x" not in text


@pytest.mark.parametrize(
    ("few", "shown"), [(0, [None, 9, 7, None]), (1, [None, 9, 7, None]), (4, [None, 9, 7, None])]
)
def test_fewer_than_five_handlers_are_not_shown_nor_what_tells_them(
    make_account: Callable[..., Account], few: int, shown: list[int | None]
) -> None:
    handlers(make_account, [5] * few + [20] * 9 + [40] * 7 + [70] * (6 if few != 4 else 5))
    fold_loads(now=NOW)

    assert list(block_of("2026-10", has_noise=False).figures.series[0].values) == shown


def test_a_month_that_goes_on_shows_no_load(
    make_account: Callable[..., Account], supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    handlers(make_account, [5] * 20, date(2026, 11, 1))

    text = text_of(signed_in(supervisor), f"{PAGE}?period=2026-11")

    assert "when all its talks are counted: from 4 December 2026." in text
    assert table_of(text, "loads") == {}


def test_a_closed_month_that_is_not_counted_yet_says_so(make_account: Callable[..., Account]) -> None:
    handlers(make_account, [5] * 20)

    assert "are being counted" in block_of("2026-10", has_noise=True).missing


def test_released_loads_have_noise_and_a_whole_that_nobody_stands_beside(
    make_account: Callable[..., Account],
) -> None:
    handlers(make_account, [5] * 43 + [20] * 31)
    handlers(make_account, [20] * 3, SEPTEMBER)
    fold_loads(now=NOW)

    (series,) = block_of("2026-10", has_noise=True).figures.series
    assert [value is None for value in series.values] == [False, False, True, True]
    assert abs(series.values[0] - 43) <= 4
    assert series.values[0] % 5 == series.values[1] % 5 == 0
    # All but a few of everybody would tell of those few.
    LoadTally.objects.filter(band="10_29").update(handlers=3)
    assert block_of("2026-10", has_noise=True).missing
    assert block_of("2026-09", has_noise=True).missing
    assert list(BANDS) == ["1_9", "10_29", "30_59", "60_more"]
