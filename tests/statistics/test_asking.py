"""The one door: what it counts, what it writes down, and whom it keeps waiting."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpline.kernel.throttle import ProcessBuckets
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics import query_log
from helpline.statistics.asking import ask, ask_together
from helpline.statistics.batches import MOST_CELLS, batches, cells
from helpline.statistics.facts import draft_fact
from helpline.statistics.models import Fact, QueryLog
from helpline.statistics.questions import (
    Answer,
    DrillDownRefused,
    Period,
    PeriodNotClosed,
    Policy,
    Question,
)
from tests.statistics.conftest import CORRECTABLE_UNTIL, NOVEMBER, values

pytestmark = pytest.mark.django_db
MONTH = Period(NOVEMBER, "month")
POLICIES: tuple[Policy, ...] = ("internal", "release")
IN_DECEMBER = datetime(2026, 12, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with time_machine.travel(IN_DECEMBER, tick=False):
        yield


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    buckets = ProcessBuckets()
    monkeypatch.setattr(query_log, "_buckets", lambda: buckets)


def asked(*by: str, policy: Policy = "internal", period: Period = MONTH, where: Any = None) -> Answer:
    return ask(Question(period, by, where), policy=policy, by=None)


def shown(answer: Answer) -> dict[tuple[str, ...], int]:
    return {codes: number for codes, number in answer.cells.items() if number is not None}


def test_internal_figures_of_a_month_are_exact_and_count_drafts(sealed: Callable[..., None]) -> None:
    sealed(11, channel="phone")
    sealed(8)
    sealed(50, month=date(2026, 10, 1))
    draft_fact(contact=uuid4(), values=values(), correctable_until=CORRECTABLE_UNTIL)

    assert asked().total == 20
    assert asked("channel").cells == {("web_chat",): None, ("phone",): 11, ("email",): None}
    assert asked("answered").cells == {("yes",): None, ("no",): None}


def test_internal_figures_hide_what_is_small_and_what_would_tell_it(sealed: Callable[..., None]) -> None:
    sealed(20)
    sealed(9, channel="phone")
    sealed(3, channel="email")

    assert asked("channel").cells == {("web_chat",): 20, ("phone",): None, ("email",): None}


def test_released_figures_count_sealed_facts_of_the_whole_period_alone(sealed: Callable[..., None]) -> None:
    for month in (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)):
        sealed(100, month=month)
    sealed(40, month=date(2026, 6, 1))
    draft_fact(contact=uuid4(), values=values(), correctable_until=CORRECTABLE_UNTIL)

    total = asked(policy="release", period=Period.parse("2026-Q3")).total

    assert total is not None
    assert total in (295, 300, 305)


def test_a_period_is_closed_three_days_after_its_end_and_when_no_draft_is_left() -> None:
    with (
        time_machine.travel(datetime(2026, 12, 3, 23, 59, tzinfo=UTC)),
        pytest.raises(PeriodNotClosed) as refused,
    ):
        asked(policy="release")
    assert refused.value.extra == {"closes_on": "2026-12-04"}

    with time_machine.travel(datetime(2026, 12, 4, 0, 0, tzinfo=UTC)):
        assert asked(policy="release").total is None
        draft_fact(contact=uuid4(), values=values(), correctable_until=CORRECTABLE_UNTIL)
        with pytest.raises(PeriodNotClosed):
            asked(policy="release")
        asked(policy="release", period=Period.parse("2026-Q3"))


def test_internal_figures_of_a_quarter_carry_noise(sealed: Callable[..., None]) -> None:
    sealed(22)
    sealed(31, month=date(2026, 10, 1))
    quarter = asked(period=Period.parse("2026-Q4"))

    assert quarter.total in (50, 55)
    assert any("single months" in note for note in quarter.notes)


def test_a_figure_stays_the_same_however_often_it_is_asked(sealed: Callable[..., None]) -> None:
    sealed(37)
    sealed(43, channel="phone")

    assert len({tuple(asked("channel", policy="release").cells.items()) for _ in range(5)}) == 1


@pytest.mark.parametrize("policy", ["internal", "release"])
def test_a_drill_down_is_one_line_of_the_table_of_two(sealed: Callable[..., None], policy: Policy) -> None:
    for channel, number in (("web_chat", 10), ("email", 20), ("phone", 40)):
        for level in ("standard", "elevated", "urgent", "immediate"):
            sealed(number + len(level), channel=channel, level=level)

    whole = asked("channel", "level", policy=policy)
    line = asked("level", policy=policy, where=("channel", "phone"))

    assert shown(line)
    assert line.cells == {(level,): n for (channel, level), n in whole.cells.items() if channel == "phone"}
    assert line.total == whole.margins[0]["phone"]


@pytest.mark.parametrize("policy", ["internal", "release"])
@pytest.mark.parametrize(("phone", "chat"), [(4, 60), (60, 4), (0, 60), (60, 0)])
def test_a_drill_down_into_few_or_into_all_but_few_is_refused(
    sealed: Callable[..., None], policy: Policy, phone: int, chat: int
) -> None:
    sealed(phone, channel="phone")
    sealed(chat)

    with pytest.raises(DrillDownRefused):
        asked("level", policy=policy, where=("channel", "phone"))


def test_a_drill_down_into_an_area_that_is_not_there_looks_like_one_of_few(
    sealed: Callable[..., None],
) -> None:
    sealed(60, area="Leeds")
    sealed(3, area="Bradford")
    refusals = []

    for area in ("Bradford", "Nowhere"):
        with pytest.raises(DrillDownRefused) as refused:
            asked("level", policy="release", where=("area", area))
        refusals.append(refused.value.as_wire())

    assert refusals[0] == refusals[1]


@pytest.mark.parametrize("policy", ["internal", "release"])
def test_an_area_of_few_has_no_line_at_all(sealed: Callable[..., None], policy: Policy) -> None:
    sealed(60, area="Leeds")
    sealed(50, area="York")
    sealed(3, area="Bradford")
    sealed(2, area="Selby")

    for by in (("area",), ("area", "level"), ("level", "area")):
        answer = asked(*by, policy=policy)
        assert "Bradford" not in str((answer.cells, answer.margins))
    assert shown(asked("area", policy=policy)).keys() == {("Leeds",), ("York",)}


def test_the_rows_of_an_internal_table_are_the_same_whichever_way_round_it_is_asked(
    sealed: Callable[..., None],
) -> None:
    for channel, level, number in (
        ("phone", "standard", 30), ("phone", "urgent", 2), ("web_chat", "standard", 9),
        ("web_chat", "urgent", 12), ("email", "standard", 21), ("email", "urgent", 20),
    ):  # fmt: skip
        sealed(number, channel=channel, level=level)

    one, other = asked("channel", "level"), asked("level", "channel")

    assert one.cells == {(channel, level): n for (level, channel), n in other.cells.items()}
    assert one.margins == other.margins[::-1]


def test_an_empty_period_is_a_table_of_nothing_shown() -> None:
    for policy in ("internal", "release"):
        answer = asked("channel", "level", policy=policy, period=Period.parse("2024"))
        assert answer.total is None
        assert set(answer.cells.values()) == {None}


def test_each_question_takes_one_query_over_facts_and_one_to_write_it_down(
    sealed: Callable[..., None],
) -> None:
    sealed(30)
    with CaptureQueriesContext(connection) as queries:
        asked("channel", "level", policy="internal")

    statements = [query["sql"] for query in queries if "statistics_" in query["sql"]]
    assert len(statements) == 2
    assert sum("GROUP BY" in statement for statement in statements) == 1
    assert sum("INSERT" in statement for statement in statements) == 1


def test_the_questions_of_a_page_are_counted_in_one_statement_and_answered_as_if_asked_alone(
    sealed: Callable[..., None],
) -> None:
    for channel, number in (("web_chat", 10), ("email", 20), ("phone", 40)):
        for level in ("standard", "elevated", "urgent", "immediate"):
            sealed(number + len(level), channel=channel, level=level)
    questions = [
        Question(MONTH, ("level",)),
        Question(MONTH),
        Question(MONTH, ("channel", "level")),
        Question(MONTH, ("level",), ("channel", "phone")),
        Question(MONTH, ("level",)),
    ]
    for policy in POLICIES:
        alone = tuple(ask(question, policy=policy, by=None) for question in questions)
        with CaptureQueriesContext(connection) as queries:
            together = ask_together(questions, policy=policy, by=None)

        assert together == alone
        assert sum("GROUP BY" in query["sql"] for query in queries) == 1
    assert QueryLog.objects.count() == 20


def test_questions_of_several_periods_and_of_many_cells_are_counted_apart() -> None:
    october = Period.parse("2026-10")
    few = [Question(MONTH, ("level",)), Question(MONTH, ("channel", "level")), Question(MONTH)]
    many = Question(MONTH, ("area", "caller_type"))

    found = list(batches([*few, many, Question(october)]))

    assert len(found) == 3
    assert {question for batch in found for question in batch} == {*few, many, Question(october)}
    assert all(len({question.period for question in batch}) == 1 for batch in found)
    assert all(cells(batch) <= MOST_CELLS for batch in found)


# -- what is written down --------------------------------------------------------------------------


def ian() -> Account:
    return Account.objects.create_account(username="ian", password="x" * 12, role=Role.ANALYST)


def test_a_question_is_written_down_without_a_figure(sealed: Callable[..., None]) -> None:
    sealed(77)
    sealed(66, channel="phone")
    ask(Question(MONTH, ("level",), ("channel", "phone")), policy="release", by=ian())
    ask(Question(MONTH), policy="internal", by=None)

    lines = list(QueryLog.objects.order_by("pk").values_list("who", "policy", "period", "what", "at"))

    assert lines == [
        ("ian", "release", "2026-11", "by level where channel is phone", IN_DECEMBER),
        ("", "internal", "2026-11", "total", IN_DECEMBER),
    ]


def test_a_refused_drill_down_is_written_down_too(sealed: Callable[..., None]) -> None:
    sealed(3, channel="phone")
    with pytest.raises(DrillDownRefused):
        ask(Question(MONTH, ("level",), ("channel", "phone")), policy="release", by=ian())

    assert QueryLog.objects.get().what == "by level where channel is phone"


def test_what_was_asked_is_forgotten_after_a_year() -> None:
    asked()
    QueryLog.objects.create(
        at=timezone.now() - timedelta(days=366), who="ian", policy="release", period="2025", what="total"
    )

    assert query_log.forget_queries(now=timezone.now()) == 1
    assert QueryLog.objects.get().period == "2026-11"


def test_who_asks_for_very_much_has_to_wait_and_others_do_not() -> None:
    curious, other = (
        ian(),
        Account.objects.create_account(username="eve", password="x" * 12, role=Role.ANALYST),
    )
    question = Question(MONTH)
    for _ in range(query_log.PACE.burst):
        ask(question, policy="release", by=curious)

    with pytest.raises(query_log.TooManyQuestions) as refused:
        ask(question, policy="release", by=curious)

    assert refused.value.extra["retry_after_seconds"] > 0
    ask(question, policy="release", by=other)
    assert QueryLog.objects.filter(who="ian").count() == query_log.PACE.burst
    assert Fact.objects.count() == 0
