"""Writing down who asks what of the figures, and keeping somebody from asking everything."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from django.db.models import Count
from django.utils import timezone

from helpline.kernel.errors import HelplineError
from helpline.kernel.networks import shared_buckets
from helpline.kernel.throttle import Buckets, Rate
from helpline.staff.models import Account
from helpline.statistics.models import QueryLog
from helpline.statistics.questions import Period, Policy, Question

# An afternoon's work, a page of charts being several tables; then one in ten seconds. There are thousands of
# tables to lay side by side.
PACE = Rate(burst=300, per_second=0.1)
KEPT_DAYS = 365
SHOWN = 200


class TooManyQuestions(HelplineError):
    """This account has asked a great deal; `extra["retry_after_seconds"]` says when one more fits."""

    code = "statistics.too_many"
    status = 429
    message = (
        "You have asked for very many tables. Please wait a little: how many one person asks for is limited."
    )


@cache
def _buckets() -> Buckets:
    return shared_buckets()


def check_pace(account: Account, questions: int = 1) -> None:
    """Take so many questions of this account. Raises TooManyQuestions."""
    for _ in range(questions):
        if wait := _buckets().take(f"figures.{account.pk}", PACE):
            raise TooManyQuestions(retry_after_seconds=int(wait) + 1)


def write_down(questions: Iterable[Question], *, policy: Policy, by: Account | None) -> None:
    """Keep who asked what, and when; never what the answer was."""
    _write([(question.period, described(question)) for question in questions], policy, by)


def write_down_overview(period: Period, *, what: str, policy: Policy, by: Account | None) -> None:
    """Keep who looked at the overview of a period, or took it as a file, and when."""
    _write([(period, what)], policy, by)


def _write(asked: list[tuple[Period, str]], policy: Policy, by: Account | None) -> None:
    now, who = timezone.now(), "" if by is None else by.username
    QueryLog.objects.bulk_create([
        QueryLog(at=now, who=who, policy=policy, period=period.code, what=what) for period, what in asked
    ])  # fmt: skip


def write_down_page(what: str, *, period: str, by: Account) -> None:
    """Keep who looked at a page or took a file of internal figures that is no question: what, and of when."""
    QueryLog.objects.create(at=timezone.now(), who=by.username, policy="internal", period=period, what=what)


def described(question: Question) -> str:
    """Return a question in codes: "by outcome, level", "by level where outcome is referred_on", "total"."""
    where = "" if question.where is None else " where {} is {}".format(*question.where)
    return (f"by {', '.join(question.by)}" if question.by else "total") + where


def asked_lately(*, who: str = "", most: int = SHOWN) -> list[QueryLog]:
    """Return the last questions, the newest first, of everybody or of one account."""
    lines = QueryLog.objects.order_by("-at", "-pk")
    return list((lines.filter(who=who) if who else lines)[:most])


def most_curious(*, now: datetime, days: int = 30) -> list[tuple[str, int]]:
    """Return who asked in the last days, and how often, the most curious first."""
    lately = QueryLog.objects.filter(at__gte=now - timedelta(days=days)).exclude(who="")
    return list(lately.values_list("who").annotate(number=Count("pk")).order_by("-number", "who"))


def forget_queries(*, now: datetime) -> int:
    """Delete what was asked longer than KEPT_DAYS ago; return how many."""
    return QueryLog.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]
