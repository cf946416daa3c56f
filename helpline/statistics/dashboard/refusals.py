"""Why a period is not shown, in the words of a page of figures."""

from datetime import date

from helpline.kernel.errors import HelplineError
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.query_log import TooManyQuestions
from helpline.statistics.questions import PeriodNotClosed


def why(t: Texts, refused: HelplineError) -> str:
    """Return in this language why a period is not shown."""
    if isinstance(refused, PeriodNotClosed):
        return t("refused_open", day=t.day(date.fromisoformat(refused.extra["closes_on"])))
    return t("refused_pace") if isinstance(refused, TooManyQuestions) else t("refused_grid")
