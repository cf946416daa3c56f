"""What a handler may note of a contact is what a fact can hold, and what guidance and instrument name."""

from chat.nation_codes import nation_code
from helpline.statistics import noted
from helpline.statistics.categories import NATIONS
from scripts.cuebook import CUES
from triage import noted as triage_noted
from triage.areas import AREAS
from triage.areas import NATIONS as NAMED
from triage.risk import MARKER_IDS


def test_what_is_noted_is_what_a_fact_holds() -> None:
    assert {field: tuple(codes) for field, codes in noted.NOTED.items()} == triage_noted.NOTED
    assert tuple(noted.BEHAVIOURS) == triage_noted.BEHAVIOURS
    assert noted.NAMES.keys() == {*noted.NOTED, *triage_noted.SCALES, "behaviours"}


def test_markers_and_cues_are_those_that_handlers_see() -> None:
    assert tuple(noted.MARKERS) == MARKER_IDS
    assert set(noted.CUES) == set(CUES)


def test_every_area_lies_in_a_nation_that_a_fact_knows() -> None:
    assert {nation_code(area.name) for area in AREAS} == set(NATIONS)
    assert [nation_code(name) for name in NAMED] == list(NATIONS)
    assert nation_code("") is nation_code(None) is nation_code("Atlantis") is None
