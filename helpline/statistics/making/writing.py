"""Writing made-up figures, so that they never stand beside real ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from helpline.kernel.errors import HelplineError
from helpline.statistics.dashboard.kept_months import keep_sums
from helpline.statistics.making import beside
from helpline.statistics.making.profiles import Around
from helpline.statistics.making.rows import COLUMNS, Sums, fact_rows
from helpline.statistics.models import (
    ArrivalTally,
    DailyCounter,
    DraftFact,
    EqualityTally,
    Fact,
    GuidanceTally,
    LoadTally,
    MadeUpData,
    MonthSums,
    RangTally,
    SurveyAnswer,
    SurveyDraft,
    TalkTally,
    WaitTally,
)
from helpline.statistics.month_versions import note_changed

# Every table in which figures of callers stand.
FIGURES: tuple[type[models.Model], ...] = (
    Fact, SurveyAnswer, DailyCounter, RangTally, GuidanceTally, WaitTally, EqualityTally, ArrivalTally,
    TalkTally, LoadTally,
)  # fmt: skip
DRAFTS: tuple[type[models.Model], ...] = (DraftFact, SurveyDraft)
AT_ONCE = 5_000


class RealFigures(HelplineError):
    """There are figures of real contacts; made-up ones are never put beside them."""

    code = "statistics.real_figures"
    status = 409
    message = (
        "This service has counted real contacts, and made-up figures never stand beside those. Use "
        "another service for training."
    )


class NotForTraining(HelplineError):
    """A service that takes callers is given made-up figures only where it is said to be for training."""

    code = "statistics.not_for_training"
    status = 409
    message = "This is a service: add --training where it is for training and takes no callers."


class DraftsLeft(HelplineError):
    """Contacts that closed beside made-up figures are not to be counted among real ones."""

    code = "statistics.drafts_left"
    status = 409
    message = "Contacts that were closed for training can still be corrected: clear a day after the last one."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be made: the same values make the same figures."""

    count: int
    seed: int
    months: list[date]
    around: Around


@transaction.atomic
def make(wanted: Wanted, *, training: bool) -> None:
    """Write made-up figures in place of made-up ones that are there. Raises RealFigures or NotForTraining."""
    if settings.HELPLINE_MODE == "service" and not training:
        raise NotForTraining
    if MadeUpData.objects.exists():
        # Drafts of contacts that closed meanwhile stay, and are counted nowhere.
        _empty()
    elif _is_there(*FIGURES, *DRAFTS):
        raise RealFigures
    MadeUpData.objects.create(facts=wanted.count, seed=wanted.seed, made_at=timezone.now())
    # Figures for training are no secret: they are to be the same again.
    rng, sums = Random(wanted.seed), Sums()  # noqa: S311
    _insert(Fact, COLUMNS, fact_rows(rng, wanted.count, wanted.months, wanted.around, sums))
    note_changed(wanted.months)
    survey = ("id", "month", "heard", "clearer", "likely")
    _insert(SurveyAnswer, survey, beside.survey_rows(rng, sums))
    _insert(WaitTally, ("month", "minutes", "answered", "number"), beside.wait_rows(sums))
    arrivals = ("month", "weekday", "hour", "number", "turned_away")
    _insert(ArrivalTally, arrivals, beside.arrival_rows(rng, sums))
    _insert(TalkTally, ("month", "at_once", "talks", "minutes"), beside.talk_rows(sums))
    _insert(RangTally, ("month", "answer", "number"), beside.rang_rows(rng, sums))
    _insert(DailyCounter, ("day", "kind", "number"), beside.counter_rows(rng, sums))
    guidance = ("month", "version", "kind", "name", "contacts", "times")
    _insert(GuidanceTally, guidance, beside.guidance_rows(rng, sums, wanted.around))
    equality = ("year", "question", "answer", "number", "key")
    _insert(EqualityTally, equality, beside.equality_rows(rng, sums))
    _insert(LoadTally, ("month", "band", "handlers"), beside.talk_load_rows(rng, sums))
    keep_sums(now=timezone.now())


@transaction.atomic
def clear() -> bool:
    """Delete made-up figures, if these are made up; return whether they were. Real ones are never touched.

    Raises DraftsLeft: a contact that closed for training would be counted as a real one.
    """
    if not MadeUpData.objects.exists():
        return False
    if _is_there(*DRAFTS):
        raise DraftsLeft
    _empty()
    return True


def _empty() -> None:
    for model in FIGURES:
        model._default_manager.all()._raw_delete(connection.alias)
    MonthSums.objects.all().delete()
    MadeUpData.objects.all().delete()


def _is_there(*tables: type[models.Model]) -> bool:
    return any(table._default_manager.exists() for table in tables)


def _insert(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows by the shortest way: COPY on PostgreSQL, one prepared statement elsewhere."""
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        left = iter(rows)
        while some := list(islice(left, AT_ONCE)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)  # noqa: S608
