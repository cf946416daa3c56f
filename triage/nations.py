"""Whose bank holidays may close a line, by the area that it names. Plain Python."""

from helpline.hours.rules import Nation
from triage.areas import nation_of


def nations_of(area: str) -> list[Nation]:
    """Return the nation of an area, else all four: a line of the whole country may close on any of theirs."""
    nation = nation_of(area)
    return [Nation[nation.upper().replace(" ", "_")]] if nation else list(Nation)
