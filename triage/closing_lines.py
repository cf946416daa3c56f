"""The national lines that close every list of services, by who is asking. Plain Python."""

from triage.entries import EMERGENCY
from triage.wanted import Wanted

LINE_OF_NATION = {
    "England": "ndah",
    "Wales": "live-fear-free",
    "Scotland": "scotland-da",
    "Northern Ireland": "ni-da",
}
CHANGE_LINE = "respect-phoneline"


def closing_slugs(wanted: Wanted) -> list[str]:
    """Return the slugs of the lines that stand at the end of a list, the most fitting first.

    A line for people who are being hurt is never among those for a caller about their own behaviour; where
    danger is near, 999 comes first.
    """
    nation = next((place.nation for place in wanted.places), None)
    slugs: list[str] = []
    if wanted.is_under_18:
        slugs.append("childline")
    if not wanted.is_own_behaviour and not wanted.is_for_work:
        slugs += [LINE_OF_NATION[nation]] if nation else []
        slugs += ["mens-advice-line"] if wanted.audience == "M" and not wanted.is_under_18 else []
    if not wanted.is_under_18 and not wanted.is_hurt:
        slugs.append(CHANGE_LINE)
    if not wanted.is_for_work:
        slugs.append("samaritans")
    return [EMERGENCY, *slugs] if wanted.is_high_risk else [*slugs, EMERGENCY]
