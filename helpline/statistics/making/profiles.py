"""Made-up contacts that hang together: what a handler would have judged of one. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from helpline.statistics.making import likelihood as how
from helpline.statistics.noted import BEHAVIOURS, CUES, MARKER_FIELDS

# Whose own behaviour it is about is asked of readiness, behaviour and a plan.
OWN = ("person_using_abuse", "unclear_or_mutual")


@dataclass(frozen=True)
class Around:
    """What made-up contacts may name: areas with their nation, services (True: a programme), prompts."""

    areas: Sequence[tuple[str, str]]
    services: Sequence[tuple[str, bool]]
    prompts: Sequence[str]
    script: int


def pick(rng: Random, weights: how.Weights) -> Any:
    """Return one code as likely as its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def profile(rng: Random, around: Around) -> dict[str, Any]:
    """Return everything about one contact but when it was, where, and how long it waited."""
    about = pick(rng, how.ABOUT)
    channel = pick(rng, how.CHANNELS)
    answered = channel != "web_chat" or rng.random() < how.SHARE_ANSWERED
    said = {
        "about": about,
        "channel": channel,
        "language": pick(rng, how.LANGUAGES),
        "age_band": pick(rng, how.AGES),
        "gender": pick(rng, how.GENDERS[about]),
        "answered": answered,
    }
    if not answered:
        return said | {"outcome": "abandoned", "ended_by": "caller", "talk_band": "none"}
    return said | _talk(rng, pick(rng, how.CALLER_TYPES[about])) | _given(rng, around)


def _talk(rng: Random, caller_type: str | None) -> dict[str, Any]:
    level = pick(rng, how.LEVELS)
    talk = {
        "caller_type": caller_type,
        "level": level,
        "level_by": level and ("supervisor" if rng.random() < 0.07 else "handler"),
        "confidentiality_given": rng.random() < 0.94,
        "outcome": "ended_inappropriate"
        if caller_type == "inappropriate_contact"
        else pick(rng, how.OUTCOMES),
        "ended_by": pick(rng, how.ENDED_BY),
        "talk_band": pick(rng, how.TALKS),
        "relationship": pick(rng, how.RELATIONSHIPS),
        "relationship_status": pick(rng, how.STATUSES),
        "children": pick(rng, how.CHILDREN),
        "reason": pick(rng, how.REASONS),
        "prompted_by": pick(rng, how.PROMPTED_BY),
        "safeguarding": pick(rng, how.SAFEGUARDING),
        **_markers(rng, level),
    }
    return talk | (_own(rng) if caller_type in OWN else {})


def _markers(rng: Random, level: str | None) -> dict[str, str]:
    asked = [name for name in MARKER_FIELDS if rng.random() < how.MARKER_ASKED]
    return {name: "yes" if rng.random() < how.MARKER_YES[level] else "no" for name in asked}


def _own(rng: Random) -> dict[str, Any]:
    own = {
        "behaviours": sorted(rng.sample(list(BEHAVIOURS), rng.choice((0, 1, 1, 2, 2, 3, 4)))),
        "cues": sorted(rng.sample(list(CUES), rng.choice((0, 0, 1, 1, 2, 3, 4)))),
        "change_talk": pick(rng, how.CHANGE_TALK),
        "plan": pick(rng, how.PLANS),
    }
    if rng.random() < 0.55:
        before = round(rng.triangular(0, 10, 5))
        own |= {"readiness_before": before, "confidence": _scale(before + rng.choice((-3, -2, -1, 0, 1)))}
        own |= {"importance": _scale(before + rng.choice((0, 0, 1, 2)))}
        if rng.random() < 0.8:
            own["readiness_after"] = _scale(before + rng.choice((-1, 0, 0, 1, 1, 2, 3)))
    return own


def _scale(value: int) -> int:
    return max(0, min(10, value))


def _given(rng: Random, around: Around) -> dict[str, Any]:
    most = min(3, len(around.services))
    given = rng.sample(list(around.services), min(most, rng.choice((0, 0, 1, 1, 1, 2, 3))))
    return {
        "signposts": sorted(slug for slug, _ in given),
        "programme_given": any(is_programme for _, is_programme in given),
        "unmet_need": pick(rng, how.UNMET_NEEDS),
    }
