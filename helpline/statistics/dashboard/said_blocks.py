"""The blocks of what callers said: at the end, and when they came back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from helpline.statistics.answers import QUESTIONS, RANG
from helpline.statistics.charts.block import Block
from helpline.statistics.charts.figures import Number
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.parts import readiness_of
from helpline.statistics.dashboard.sums import noisy_sum
from helpline.statistics.models import RangTally, SurveyAnswer, SurveyDraft
from helpline.statistics.returns import rang_report
from helpline.statistics.surveys import survey_report

THIRDS = ("low", "middle", "high")


def survey(make: Maker, today: date) -> Block:
    """Return what callers said at the end: means of a settled month or, with noise, parts of the scale."""
    if make.has_noise:
        return _thirds(make)
    report = survey_report(month=make.period.start, today=today)
    if report.shown_from:
        return make.missing("survey", make.t("missing_until", day=make.t.day(report.shown_from)))
    if report.answered is None:
        return make.missing("survey")
    means = [_mean(report.means[question]) for question in QUESTIONS]
    series = [(make.t("survey_mean"), means)]
    return make.block("survey", "scale", _questions(make), series, few=True, note=make.t("survey_ends"))


def _questions(make: Maker) -> list[str]:
    return list(make.t.names("survey", QUESTIONS).values())


def _mean(words: str | None) -> Number | None:
    """Return a mean as a figure; "0.5 or less" stands as 0.5, and the note says so."""
    return None if words is None else Decimal(words.split()[0])


def _thirds(make: Maker) -> Block:
    """Return how many answered in which third of the scale: a mean of true answers would tell them."""
    months = make.period.months
    if SurveyDraft.objects.filter(month__in=months).exists():
        return make.missing("survey", sentence="survey_thirds_sentence")
    held = {question: _counted(question, months) for question in QUESTIONS}
    series = [
        (
            make.t(f"readiness_{third}"),
            [_noisy(make, f"{each}|{third}", held[each][third]) for each in QUESTIONS],
        )
        for third in THIRDS
    ]
    if all(figure is None for _, figures in series for figure in figures):
        return make.missing("survey", sentence="survey_thirds_sentence")
    return make.block("survey", "stacked", _questions(make), series, sentence="survey_thirds_sentence")


def _counted(question: str, months: Sequence[date]) -> dict[str, int]:
    thirds = dict.fromkeys(THIRDS, 0)
    answers = SurveyAnswer.objects.filter(month__in=months, **{f"{question}__isnull": False})
    for value, number in answers.values_list(question).annotate(Count("pk")).order_by():
        thirds[readiness_of(value)] += number
    return thirds


def rang(make: Maker, today: date) -> Block:
    """Return whether those who came back had rung."""
    labels = list(make.t.names("rang", RANG).values())
    if make.has_noise:
        rows = RangTally.objects.filter(month__in=make.period.months).values_list("answer")
        counts = dict(rows.annotate(Sum("number")))
        shown = [_noisy(make, f"rang|{answer}", counts.get(answer, 0)) for answer in RANG]
    else:
        report = rang_report(month=make.period.start, today=today)
        if report.shown_from:
            return make.missing("rang", make.t("missing_until", day=make.t.day(report.shown_from)))
        shown = list(report.answers.values())
    if all(figure is None for figure in shown):
        return make.missing("rang")
    return make.block("rang", "bars", labels, [(make.t("callers"), shown)])


def _noisy(make: Maker, of: str, number: int) -> int | None:
    return noisy_sum(number, of=f"{of}|{make.period.code}", kind=make.period.kind)
