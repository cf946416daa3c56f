"""What the answers suggest: truth tables over the shipped instrument. A person sets the level."""

from itertools import combinations
from typing import Any

import pytest

from triage.instrument_file import parse_instrument
from triage.risk import LEVELS, MARKER_IDS, Instrument, Level, is_below, suggest
from triage.services.instruments import SHIPPED

INSTRUMENT = parse_instrument(SHIPPED.read_text(encoding="utf-8"), source="risk.yaml")
ALONE = {
    "imminent_intent": "immediate",
    "threat_to_kill": "immediate",
    "weapon_access": "urgent",
    "strangulation": "urgent",
    "separation": "elevated",
    "stalking": "urgent",
    "suicidal": "urgent",
    "child_risk": "urgent",
    "order_breach": "urgent",
    "escalation": "elevated",
    "substance_misuse": "elevated",
    "pregnancy": "elevated",
    "sexual_coercion": "urgent",
    "coercive_control": "elevated",
    "honour_based_abuse": "urgent",
}
RAISED = {
    ("suicidal", "separation"): "immediate",
    ("suicidal", "weapon_access"): "immediate",
    ("suicidal", "child_risk"): "immediate",
    ("stalking", "weapon_access"): "immediate",
    ("separation", "escalation"): "urgent",
    ("separation", "coercive_control"): "urgent",
    ("separation", "pregnancy"): "urgent",
    ("escalation", "pregnancy"): "urgent",
    ("escalation", "coercive_control"): "urgent",
    ("escalation", "substance_misuse"): "urgent",
}
ALL_NO = dict.fromkeys(MARKER_IDS, "no")


def suggested(*yes: str, others: str = "not_asked", known: frozenset[str] = frozenset()) -> Any:
    return suggest(INSTRUMENT, {m: "yes" if m in yes else others for m in MARKER_IDS}, known=known)


def higher(*levels: str) -> str:
    return min(levels, key=lambda level: LEVELS.index(Level(level)))


def test_fifteen_markers_are_asked_about_each_with_its_question() -> None:
    assert [marker.id for marker in INSTRUMENT.markers] == list(ALONE) == list(MARKER_IDS)
    assert all(marker.question.endswith("?") and marker.guidance for marker in INSTRUMENT.markers)


@pytest.mark.parametrize("others", ["no", "not_asked"])
@pytest.mark.parametrize(("marker", "level"), ALONE.items())
def test_what_each_marker_suggests_alone(marker: str, level: str, others: str) -> None:
    found = suggested(marker, others=others)

    assert found.level == level
    assert [(reason.kind, reason.ids, reason.level) for reason in found.reasons] == [
        ("marker", (marker,), level)
    ]


@pytest.mark.parametrize("pair", list(combinations(MARKER_IDS, 2)), ids=" and ".join)
def test_what_two_markers_suggest_together(pair: tuple[str, str]) -> None:
    raised = {frozenset(each): level for each, level in RAISED.items()}.get(frozenset(pair))
    found = suggested(*pair)

    assert found.level == (raised or higher(ALONE[pair[0]], ALONE[pair[1]]))
    assert [reason.ids for reason in found.reasons if reason.kind == "together"] == ([pair] if raised else [])
    # The most pressing reason comes first, and each marker keeps its own.
    assert found.reasons[0].level == found.level
    assert {reason.ids for reason in found.reasons if reason.kind == "marker"} == {(pair[0],), (pair[1],)}


@pytest.mark.parametrize("yes", [(), ("separation",), ("separation", "suicidal"), MARKER_IDS])
def test_what_they_say_is_a_floor_no_no_lowers_and_every_yes_raises_or_leaves(yes: tuple[str, ...]) -> None:
    asked_nothing_else, denied_all_else = suggested(*yes), suggested(*yes, others="no")
    assert denied_all_else.reasons == asked_nothing_else.reasons
    if yes:
        assert denied_all_else.level == asked_nothing_else.level
    for more in set(MARKER_IDS) - set(yes):
        assert not is_below(suggested(*yes, more, others="no").level, denied_all_else.level)


def test_a_no_to_the_questions_does_not_take_back_what_was_known() -> None:
    known = frozenset({"not_safe_now"})

    assert suggest(INSTRUMENT, ALL_NO, known=known).level == "immediate"


def test_where_nothing_was_asked_nothing_is_suggested() -> None:
    for answers in ({}, dict.fromkeys(MARKER_IDS, "not_asked")):
        found = suggest(INSTRUMENT, answers)
        assert (found.level, found.reasons, found.not_asked) == (None, (), MARKER_IDS)


def test_where_all_is_no_it_is_standard_without_a_reason() -> None:
    found = suggest(INSTRUMENT, ALL_NO)

    assert (found.level, found.reasons, found.not_asked) == ("standard", (), ())


def test_one_no_is_standard_and_says_what_was_not_asked() -> None:
    found = suggest(INSTRUMENT, {"stalking": "no"})

    assert found.level == "standard"
    assert found.not_asked == tuple(marker for marker in MARKER_IDS if marker != "stalking")


@pytest.mark.parametrize(
    ("known", "level"),
    [
        ({"not_safe_now"}, "immediate"),
        ({"under_18"}, "urgent"),
        ({"not_safe_now", "under_18"}, "immediate"),
        (set(), None),
    ],
)
def test_what_is_known_before_anything_was_asked(known: set[str], level: str | None) -> None:
    found = suggest(INSTRUMENT, {}, known=frozenset(known))

    assert found.level == level
    assert {reason.ids[0] for reason in found.reasons} == known
    assert {reason.kind for reason in found.reasons} <= {"known"}


def test_three_together_need_all_three() -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "[separation, escalation]", "[separation, escalation, substance_misuse]"
    )
    three: Instrument = parse_instrument(text, source="risk.yaml")

    def level(*yes: str) -> Level | None:
        return suggest(three, dict.fromkeys(yes, "yes")).level

    assert level("separation", "escalation") == "elevated"
    assert level("separation", "escalation", "substance_misuse") == "urgent"


@pytest.mark.parametrize("level", [None, *LEVELS])
@pytest.mark.parametrize("suggestion", [None, *LEVELS])
def test_which_levels_are_below_a_suggestion(level: Level | None, suggestion: Level | None) -> None:
    below = {
        ("urgent", "immediate"), ("elevated", "immediate"), ("standard", "immediate"),
        ("elevated", "urgent"), ("standard", "urgent"), ("standard", "elevated"),
    }  # fmt: skip

    assert is_below(level, suggestion) is ((level, suggestion) in below)


def test_the_levels_are_in_order_of_urgency() -> None:
    assert list(LEVELS) == ["immediate", "urgent", "elevated", "standard"]
