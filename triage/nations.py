"""Whose bank holidays may close a line, by the area that it names. Plain Python."""

from collections.abc import Callable, Iterator

from helpline.hours.rules import Nation
from triage.areas import nation_of
from triage.card_words import AREAS

_ENGLISH = {welsh: english for english, welsh in AREAS.items()}


def nations_of(area: str, own: Callable[[], Nation]) -> Iterator[Nation]:
    """Yield the nation of an area, else the service's own: a line of the UK is not shut by a day of another.

    `own` is asked only when somebody looks, and the area names no nation.
    """
    nation = nation_of(_ENGLISH.get(area, area))
    yield Nation[nation.upper().replace(" ", "_")] if nation else own()
