"""What a talk can have done, in words: nodes name these topics under `does`. Plain Python."""

from collections.abc import Collection, Mapping
from typing import Any

TOPICS = {
    "confidentiality": "Said the limits of confidentiality",
    "private": "Asked whether they can talk unseen",
    "safe_now": "Asked whether everyone is safe now",
    "danger": "Asked whether anyone has been hurt or is about to be",
    "emergency": "Said to ring 999",
    "caller_type": "Asked who is writing",
    "suicide": "Asked about suicide",
    "children": "Asked who the children are with and what happened to them",
    "children_impact": "Asked what it is like for the children",
    "partner_impact": "Asked what it is like for the other person",
    "severity": "Asked how serious it has been",
    "pattern": "Asked about day to day, beside the rows",
    "hurt_too": "Asked whether somebody hurts them",
    "importance": "Asked how important change is, 0 to 10",
    "confidence": "Asked how confident they are, 0 to 10",
    "warning_signs": "Asked for the early signs",
    "orders": "Asked about court orders and bail",
    "time_out": "Explained a time out",
    "tonight": "Made a plan for tonight",
    "area": "Asked for the area",
    "programme": "Gave a programme",
    "numbers": "Gave numbers to ring",
    "summary": "Summed up",
}

# What triage holds an answer to was asked, wherever in the script it was.
_BY_MARKER = {"suicidal": "suicide", "child_risk": "children", "imminent_intent": "danger"}
_BY_FIELD = {
    "confidentiality_given": "confidentiality",
    "readiness_before": "importance",
    "caller_type": "caller_type",
}


def answered_in(triage: Mapping[str, Any]) -> frozenset[str]:
    """Return the topics that triage answers; `triage` is as `triage.services.triage_of` gives it.

    A marker "not_asked" answers nothing; 0 on a ruler is an answer.
    """
    # Not by truth: 0 on a ruler was asked for and answered.
    fields = {
        t for name, t in _BY_FIELD.items() if triage.get(name) is not None and triage[name] is not False
    }
    markers = triage.get("markers", {})
    asked = {topic for name, topic in _BY_MARKER.items() if markers.get(name, "not_asked") != "not_asked"}
    return frozenset(fields | asked)


def in_words(topics: Collection[str]) -> list[dict[str, str]]:
    """Return what is done as the console says it: [{"topic", "label"}], in the order of a talk."""
    return [{"topic": topic, "label": label} for topic, label in TOPICS.items() if topic in topics]
