"""The nation of a council, a larger place or a nation, as a fact has it. Plain Python."""

from helpline.statistics.categories import NATIONS
from triage.areas import nation_of

_CODES = {name: code for code, name in NATIONS.items()}


def nation_code(area: str | None) -> str | None:
    """Return "england", "wales" ... of a place that callers may choose; None where nobody can tell."""
    return _CODES.get(nation_of(area) or "")
