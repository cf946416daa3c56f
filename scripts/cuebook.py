"""The book of cues and risk markers: what they mean, how they sound, what a handler may answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from helpline.kernel.reading import Block, Keys, Notes, Words, check_ids_once, read_file

# The vocabulary of the guidance: patterns and figures know these labels by name.
CUES = (
    "denial", "minimisation", "justification", "partner_blame", "mutualising", "alcohol_stress_excuse",
    "loss_of_control", "victim_stance", "jealousy_entitlement", "threat_ultimatum", "self_harm",
    "child_at_risk", "remorse", "change_desire", "change_ability", "change_reason", "change_need",
    "change_commitment", "change_steps", "sustain_talk",
)  # fmt: skip
SAFETY_CUES = frozenset({"threat_ultimatum", "self_harm", "child_at_risk"})
ACTIONS = ("immediate", "immediate_if_plan", "urgent", "elevated", "safeguarding")


@dataclass(frozen=True)
class NearMiss:
    """A sentence that sounds like a cue, and the labels that it really has (often none)."""

    text: str
    why: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Replies:
    """How a handler may answer a cue: examples, never sent by themselves."""

    aim: str
    technique: str
    replies: tuple[str, ...]
    avoid: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """One label. `also` gives all the labels of those phrases that have more than this one."""

    id: str
    group: str
    definition: str
    distinguish: str
    phrases: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]]
    near_misses: tuple[NearMiss, ...]
    handler: Replies


@dataclass(frozen=True)
class Marker:
    """One risk marker: why it matters, how to ask, how it sounds, and what is usually due."""

    id: str
    why: str
    ask: str
    phrases: tuple[str, ...]
    near_misses: tuple[str, ...]
    default_action: str


@dataclass(frozen=True)
class CueBook:
    """All cues and risk markers of one file, by id, in its order."""

    source: str
    version: int
    cues: Mapping[str, Cue]
    markers: Mapping[str, Marker]


FILE_KEYS = Keys(
    required=("version", "labels", "cues", "risk_markers"),
    optional=("language", "licence", "conventions", "caller_type_openers"),
)
CUE_KEYS = Keys(
    required=("id", "group", "definition", "phrases", "near_misses", "handler"),
    optional=("distinguish", "also"),
)
MARKER_KEYS = Keys(required=("id", "why", "ask", "phrases", "near_misses", "default_action"))
LABELLED_KEYS = Keys(required=("text", "labels"))
NEAR_MISS_KEYS = Keys(required=("text", "why", "labels"))
HANDLER_KEYS = Keys(required=("aim", "technique", "replies", "avoid"))


def parse_cues(text: str, *, source: str) -> CueBook:
    """Read a cue file; `source` names it in messages. Raises ContentErrors with every mistake."""
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    cue_blocks = file.blocks("cues", "cue", CUE_KEYS)
    marker_blocks = file.blocks("risk_markers", "risk marker", MARKER_KEYS)
    cues = [_cue(block) for block in cue_blocks]
    markers = [_marker(block) for block in marker_blocks]
    _check_labels(file, [cue.id for cue in cues])
    check_ids_once(cue_blocks)
    check_ids_once(marker_blocks)
    version = file.integer("version")
    notes.check()
    return CueBook(
        source=source,
        version=version,
        cues=MappingProxyType({cue.id: cue for cue in cues}),
        markers=MappingProxyType({marker.id: marker for marker in markers}),
    )


def known_labels(block: Block, words: tuple[Words, ...]) -> tuple[str, ...]:
    """Return the labels as texts, noting each that no cue has."""
    for word in words:
        if word.text not in CUES:
            block.notes.wrong(word.line, f"{block.what}: there is no cue {word.text}")
    return tuple(word.text for word in words)


def _cue(block: Block) -> Cue:
    name = block.text("id")
    if name and name not in CUES:
        block.wrong("id", f"there is no cue {name}")
    phrases = _phrases(block)
    return Cue(
        id=name,
        group=block.text("group"),
        definition=block.text("definition"),
        distinguish=block.text("distinguish"),
        phrases=phrases,
        also=MappingProxyType(_also(block, name, phrases)),
        near_misses=_near_misses(block),
        handler=_replies(block),
    )


def _phrases(block: Block) -> tuple[str, ...]:
    words = block.words("phrases")
    seen: set[str] = set()
    for word in words:
        if word.text.casefold() in seen:
            block.notes.wrong(word.line, f"{block.what}: the phrase {word.text!r} is given twice")
        seen.add(word.text.casefold())
    if not words and "phrases" in block:
        block.wrong("phrases", "phrases is empty")
    return tuple(word.text for word in words)


def _also(block: Block, name: str, phrases: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = {}
    for entry in block.blocks("also", f"{block.what}: also", LABELLED_KEYS):
        text, labels = entry.text("text"), known_labels(entry, entry.words("labels"))
        if text not in phrases:
            entry.wrong("text", "text is none of the phrases of this cue")
        if name not in labels:
            entry.wrong("labels", f"labels must hold {name} too")
        found[text] = labels
    return found


def _near_misses(block: Block) -> tuple[NearMiss, ...]:
    entries = block.blocks("near_misses", f"{block.what}: near miss", NEAR_MISS_KEYS)
    return tuple(
        NearMiss(entry.text("text"), entry.text("why"), known_labels(entry, entry.words("labels")))
        for entry in entries
    )


def _replies(block: Block) -> Replies:
    handler = block.block("handler")
    if handler is None:
        return Replies("", "", (), ())
    handler.expect(HANDLER_KEYS)
    return Replies(
        handler.text("aim"), handler.text("technique"), handler.texts("replies"), handler.texts("avoid")
    )


def _marker(block: Block) -> Marker:
    action = block.text("default_action")
    if action and action not in ACTIONS:
        block.wrong("default_action", f"default_action {action} is not one of {', '.join(ACTIONS)}")
    return Marker(
        id=block.text("id"),
        why=block.text("why"),
        ask=block.text("ask"),
        phrases=_phrases(block),
        near_misses=block.texts("near_misses"),
        default_action=action,
    )


def _check_labels(file: Block, ids: list[str]) -> None:
    """Note each label without a cue; the other way round is noted at the cue."""
    for word in file.words("labels"):
        if word.text not in ids:
            file.notes.wrong(word.line, f"labels: {word.text} has no cue below")
