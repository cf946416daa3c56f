"""Whether somebody new may start: hours first, then whether anybody is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chat.errors import HoursClosed, IntakeFull
from chat.models import Contact, LineSettings, Presence
from chat.services.intake import intake, too_long
from chat.services.rates import forget_rates
from chat.services.waits import longest_likely_wait
from helpline.hours.rules import Schedule
from helpline.hours.services import publish_hours
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account
from helpline.statistics.models import DailyCounter
from tests.chat.acts import BOTH, is_there, starts
from tests.hours.schedules import ALWAYS, OFFICE

pytestmark = pytest.mark.django_db(databases=BOTH)
# A Friday; OFFICE is 09:00 to 17:00 on weekdays with the last intake at 16:30.
FRIDAY = datetime(2026, 11, 20, tzinfo=UTC)
MONDAY_NINE = "2026-11-23T09:00:00+00:00"


@pytest.fixture
def service(settings: Any) -> None:
    settings.HELPLINE_MODE = "service"


@pytest.fixture
def office(supervisor: Account) -> Schedule:
    publish_hours(schedule=OFFICE, by=supervisor)
    return OFFICE


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


def at(hours: int, minutes: int = 0, seconds: float = 0) -> datetime:
    return FRIDAY + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def counted() -> list[tuple[date, str, int]]:
    return list(DailyCounter.objects.order_by("day", "kind").values_list("day", "kind", "number"))


def test_the_demo_is_open_until_hours_are_set(db: None) -> None:
    assert (intake().name, intake().is_open) == ("open", True)


def test_a_service_without_hours_is_closed(service: None, ann: Account) -> None:
    with pytest.raises(HoursClosed) as refusal:
        starts()

    assert refusal.value.extra == {"opens_at": None}
    assert (Contact.objects.count(), ContactKey.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (at(8, 59, 59), "closed"),
        (at(9), "open"),
        (at(16, 29, 59), "open"),
        (at(16, 30), "closing"),
        (at(16, 59, 59), "closing"),
        (at(17), "closed"),
    ],
)
def test_hours_decide_to_the_second(moment: datetime, name: str, office: Schedule) -> None:
    assert intake(now=moment).name == name


@pytest.mark.parametrize(
    ("moment", "opens_at"),
    [
        (at(8, 59, 59), "2026-11-20T09:00:00+00:00"),
        (at(16, 30), MONDAY_NINE),
        (at(17), MONDAY_NINE),
        (at(36), MONDAY_NINE),
    ],
)
def test_before_closing_and_after_it_nobody_new_may_start(
    moment: datetime, opens_at: str, office: Schedule, clock: Any, content: None
) -> None:
    clock.move_to(moment)

    with pytest.raises(HoursClosed) as refusal:
        starts()

    assert (refusal.value.code, refusal.value.status) == ("hours.closed", 403)
    assert refusal.value.extra == {"opens_at": opens_at}
    assert Contact.objects.count() == 0
    assert counted() == [(moment.date(), "refused_closed", 1)]


def test_while_it_is_open_callers_start_and_nothing_is_counted(
    office: Schedule, clock: Any, content: None
) -> None:
    clock.move_to(at(16, 29, 59))

    assert starts().contact.state == "waiting"
    assert counted() == []


def test_the_demo_is_never_full(office: Schedule) -> None:
    assert intake(now=at(12)).name == "open"


def test_a_service_that_no_handler_ever_opened_is_full(service: None, office: Schedule, clock: Any) -> None:
    clock.move_to(at(12))

    with pytest.raises(IntakeFull) as refusal:
        starts()

    assert (refusal.value.code, refusal.value.status) == ("intake.full", 403)
    assert counted() == [(date(2026, 11, 20), "refused_full", 1)]


@pytest.mark.parametrize(("seconds", "name"), [(0, "open"), (599, "open"), (600, "full"), (3_600, "full")])
def test_without_a_handler_for_ten_minutes_a_service_is_full(
    seconds: int, name: str, service: None, office: Schedule, clock: Any, handler: Account
) -> None:
    clock.move_to(at(12))
    is_there(handler)

    assert intake(now=at(12, 0, seconds)).name == name


def test_one_of_several_handlers_is_enough_and_away_is_there(
    service: None, office: Schedule, ann: Account, ben: Account
) -> None:
    Presence.objects.update(seen_at=at(10), available=False)
    Presence.objects.filter(handler=ben).update(seen_at=at(11, 59))

    assert intake(now=at(12)).name == "open"


def test_closed_hours_are_told_before_that_nobody_is_there(service: None, office: Schedule) -> None:
    assert intake(now=at(20)).name == "closed"
    assert intake(now=at(16, 45)).name == "closing"


def test_refusals_are_counted_by_london_s_day(service: None, supervisor: Account, clock: Any) -> None:
    publish_hours(schedule=ALWAYS, by=supervisor)
    for moment in ("2026-06-30T22:59:59+00:00", "2026-06-30T23:00:00+00:00", "2026-06-30T23:30:00+00:00"):
        clock.move_to(datetime.fromisoformat(moment))
        with pytest.raises(IntakeFull):
            starts()

    assert counted() == [(date(2026, 6, 30), "refused_full", 1), (date(2026, 7, 1), "refused_full", 2)]


def test_the_wire_tells_the_times_of_today(office: Schedule) -> None:
    assert intake(now=at(12)).as_wire() == {
        "intake": "open",
        "open": True,
        "opens_at": None,
        "closes_at": "2026-11-20T17:00:00+00:00",
        "last_intake_at": "2026-11-20T16:30:00+00:00",
        "estimated_wait": None,
    }


def test_a_full_line_still_tells_when_it_closes(service: None, office: Schedule) -> None:
    wire = intake(now=at(12)).as_wire()

    assert (wire["intake"], wire["open"], wire["closes_at"]) == ("full", False, "2026-11-20T17:00:00+00:00")


# -- the wait that a newcomer would probably have -------------------------------------------


@pytest.fixture
def busy(service: None, office: Schedule, clock: Any, content: None, ann: Account) -> Callable[[int], None]:
    """Return a maker of a busy noon: three talks of 30 minutes are over, two go on, and so many wait."""

    def make(waiting: int) -> None:
        clock.move_to(at(11, 55))
        for number in range(3 + 2 + waiting):
            known = {"state": "closed", "taken_at": at(11, 20), "first_taken_at": at(11, 20)}
            known |= {"ended_at": at(11, 50), "joined_at": at(11, 19)}
            if number in {3, 4}:
                known = {"state": "talking", "handler": ann, "taken_at": at(11, 51)}
                known |= {"first_taken_at": at(11, 51), "joined_at": at(11, 50)}
            if number > 4:
                known = {"state": "waiting", "joined_at": at(11, 54)}
            Contact.objects.create(
                token_digest=str(number),
                consent_version=1,
                consented_at=at(11),
                about="unsure",
                rank=4,
                **known,
            )
        Presence.objects.update(seen_at=at(12), leased_until=at(12, 5))
        clock.move_to(at(12))
        forget_rates()

    return make


@pytest.mark.parametrize(("waiting", "name"), [(0, "open"), (60, "full"), (400, "full")])
def test_a_line_is_full_when_a_newcomer_would_wait_beyond_its_limit(
    waiting: int, name: str, busy: Callable[[int], None]
) -> None:
    busy(waiting)
    LineSettings.objects.create(version=1, most_wait_minutes=30)

    assert intake(now=at(12)).name == name
    if name == "full":
        with pytest.raises(IntakeFull):
            starts()


def test_the_limit_is_the_line_s_own(busy: Callable[[int], None]) -> None:
    busy(3)
    wait = longest_likely_wait()
    assert wait is not None
    minutes = wait // 60
    for most, name in ((minutes, "full"), (minutes + 1, "open")):
        LineSettings.objects.create(version=LineSettings.objects.count() + 1, most_wait_minutes=most)
        assert intake(now=at(12)).name == name


def test_a_line_is_full_when_a_newcomer_would_wait_beyond_the_close(
    busy: Callable[[int], None], supervisor: Account
) -> None:
    busy(3)
    wait = timedelta(seconds=longest_likely_wait() or 0)
    for left, name in ((wait, "open"), (wait - timedelta(seconds=1), "full")):
        assert too_long(at(12) + left, queue="main", now=at(12)) is (name == "full")


def test_where_nobody_can_tell_the_wait_the_line_is_open(
    service: None, office: Schedule, ann: Account, clock: Any, content: None
) -> None:
    clock.move_to(at(12))
    is_there(ann)
    for _ in range(5):
        starts()

    assert longest_likely_wait() is None
    assert intake(now=at(12)).name == "open"


def test_a_free_place_leaves_a_line_open_however_long_the_last_ones_waited(
    busy: Callable[[int], None], ben: Account
) -> None:
    busy(0)
    is_there(ben)
    forget_rates()
    LineSettings.objects.create(version=1, most_wait_minutes=5)

    assert longest_likely_wait() is None
    assert intake(now=at(12)).name == "open"


def test_a_long_wait_does_not_fill_the_demo(busy: Callable[[int], None], settings: Any) -> None:
    busy(60)
    settings.HELPLINE_MODE = "demo"

    assert intake(now=at(12)).name == "open"
