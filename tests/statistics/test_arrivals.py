"""When contacts arrive: hours of weekdays in a month, and nothing that tells a day or a person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from chat.channels import Channel
from chat.errors import IntakeFull
from chat.models import Contact
from chat.services.ending import end_by_caller
from chat.services.practice import start_practice
from chat.services.recording import start_recording
from helpline.hours.rules import BankHolidayPolicy, HolidayMode, Nation, Schedule
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from helpline.statistics.arrivals import BANK_HOLIDAY, count_arrival, weekday_hour_table
from helpline.statistics.models import ArrivalTally
from tests.chat.acts import BOTH, starts
from tests.chat.conftest import content
from tests.hours.schedules import every_day

__all__ = ["content"]

pytestmark = pytest.mark.django_db(databases=BOTH)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
# A Friday, one o'clock in London; in June the clock there is an hour ahead of UTC.
FRIDAY = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
JUNE = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def tallied() -> list[tuple[Any, ...]]:
    rows = ArrivalTally.objects.order_by("month", "weekday", "hour")
    return list(rows.values_list("month", "weekday", "hour", "number", "turned_away"))


def test_a_contact_counts_in_its_hour_as_it_arrives_and_stays_counted_when_its_caller_leaves() -> None:
    with time_machine.travel(FRIDAY, tick=False) as clock:
        first = starts().contact
        clock.shift(timedelta(minutes=20))
        starts()
        end_by_caller(contact=first.pk)

    assert tallied() == [(NOVEMBER, 4, 13, 2, 0)]


def test_a_tally_knows_no_contact_and_no_day() -> None:
    fields = {field.name for field in ArrivalTally._meta.concrete_fields}

    assert fields == {"id", "month", "weekday", "hour", "number", "turned_away"}


def test_the_hour_is_that_of_the_clock_in_london() -> None:
    count_arrival(at=JUNE)

    assert tallied() == [(date(2026, 7, 1), 2, 0, 1, 0)]


def test_who_cannot_start_because_the_line_is_full_is_counted_apart(
    settings: Any, supervisor: Account
) -> None:
    settings.HELPLINE_MODE = "service"
    with time_machine.travel(FRIDAY, tick=False):
        publish_hours(schedule=Schedule(weekly=every_day("09:00", "17:00")), by=supervisor)
        with pytest.raises(IntakeFull):
            starts()

    assert tallied() == [(NOVEMBER, 4, 13, 0, 1)]
    assert not Contact.objects.exists()


def test_practice_and_a_phone_call_are_no_arrivals(content: None, make_account: Any) -> None:
    start_recording(channel=Channel.PHONE, about="own_behaviour", by=make_account("handler", "ann"))
    start_practice(caller="going_round_tonight", client_id=uuid4(), by=make_account("handler", "new"))

    assert Contact.objects.count() == 2
    assert tallied() == []


@pytest.mark.parametrize(
    ("nation", "place"),
    [
        (Nation.ENGLAND, (date(2026, 1, 1), BANK_HOLIDAY, 13)),
        (Nation.NORTHERN_IRELAND, (date(2026, 1, 1), BANK_HOLIDAY, 13)),
        (Nation.SCOTLAND, (date(2026, 4, 1), 0, 13)),
    ],
)
def test_bank_holidays_of_the_services_own_nation_are_one_sum_of_the_year(
    nation: Nation, place: tuple[date, int, int], supervisor: Account
) -> None:
    policy = BankHolidayPolicy(nation=nation, mode=HolidayMode.AS_USUAL)
    publish_hours(schedule=Schedule(weekly=every_day("09:00", "17:00"), bank_holidays=policy), by=supervisor)
    # Easter Monday is a bank holiday in all nations but Scotland.
    count_arrival(at=datetime(2026, 4, 6, 12, 0, tzinfo=UTC))

    assert tallied() == [(*place, 1, 0)]


def test_without_hours_the_bank_holidays_are_those_of_england() -> None:
    for day in (1, 25):
        count_arrival(at=datetime(2026, 12 if day == 25 else 1, day, 9, 0, tzinfo=UTC))

    assert tallied() == [(date(2026, 1, 1), BANK_HOLIDAY, 9, 2, 0)]


def test_a_table_of_the_week_hides_what_is_small_and_leaves_bank_holidays_out() -> None:
    for weekday, hour, number in [(0, 20, 9), (0, 21, 4), (4, 22, 3)]:
        ArrivalTally.objects.create(month=NOVEMBER, weekday=weekday, hour=hour, number=number)
    ArrivalTally.objects.create(month=DECEMBER, weekday=0, hour=20, number=6)
    ArrivalTally.objects.create(month=date(2026, 1, 1), weekday=BANK_HOLIDAY, hour=20, number=50)

    table = weekday_hour_table([NOVEMBER, DECEMBER, date(2026, 1, 1)])

    assert len(table.cells) == 7 * 24
    assert {cell: number for cell, number in table.cells.items() if number is not None} == {(0, 20): 15}
    assert table.total == 22
    assert weekday_hour_table([date(2025, 1, 1)]).total is None
