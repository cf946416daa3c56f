"""`risk.yaml` read and checked: every mistake with its file, its line and its entry. Plain Python.

docs/risk.md says what each key means.
"""

import re
from collections.abc import Iterable

from helpline.kernel.reading import Block, Keys, Notes, Words, check_ids_once, read_file
from triage.risk import (
    KNOWN_IDS,
    LEVELS,
    MARKER_IDS,
    Instrument,
    Known,
    Level,
    LoweringReason,
    Marker,
    Meaning,
    Together,
)

LONGEST_LABEL, LONGEST_LINE = 60, 160
MOST_GUIDANCE = 6
SLUG = re.compile(r"[a-z][a-z0-9_]{0,29}")

FILE_KEYS = Keys(
    required=("version", "markers", "together", "known", "lowering"), optional=("language", "levels")
)
MARKER_KEYS = Keys(required=("id", "label", "question", "why", "level", "listened_for", "guidance"))
TOGETHER_KEYS = Keys(required=("markers", "level", "why"))
KNOWN_KEYS = Keys(required=("id", "level", "why"))
MEANING_KEYS = Keys(required=("id", "means"))
LOWERING_KEYS = Keys(required=("id", "label"), optional=("words",))


def parse_instrument(text: str, *, source: str) -> Instrument:
    """Read an instrument; `source` names its file in messages.

    Raises ContentErrors with every mistake: each names the file, the line and the entry.
    """
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    file.text("language")
    version = file.integer("version")
    if "version" in file and version < 1:
        file.wrong("version", "version must be 1 or more")
    markers = _markers(file)
    together = tuple(_together(block, markers) for block in file.blocks("together", "pair", TOGETHER_KEYS))
    _check_pairs_once(file, together)
    instrument = Instrument(version, markers, together, _known(file), _lowering(file), _meanings(file))
    notes.check()
    return instrument


def _markers(file: Block) -> tuple[Marker, ...]:
    blocks = file.blocks("markers", "marker", MARKER_KEYS)
    check_ids_once(blocks)
    markers = tuple(map(_marker, blocks))
    _check_all_there(file, "markers", MARKER_IDS, [marker.id for marker in markers])
    return markers


def _marker(block: Block) -> Marker:
    _check_known_id(block, "marker", MARKER_IDS)
    question = _line(block, "question", LONGEST_LINE)
    if question and not question.endswith("?"):
        block.wrong("question", "question must end with a question mark")
    guidance = block.words("guidance")
    if "guidance" in block and not 1 <= len(guidance) <= MOST_GUIDANCE:
        block.wrong("guidance", f"guidance must have 1 to {MOST_GUIDANCE} lines")
    for line in guidance:
        if len(line.text) > LONGEST_LINE:
            problem = f"{len(line.text)} characters, {LONGEST_LINE} at most"
            block.notes.wrong(line.line, f"{block.what}: guidance: {problem}")
    return Marker(
        id=block.text("id"),
        label=_line(block, "label", LONGEST_LABEL),
        question=question,
        why=_line(block, "why", LONGEST_LINE),
        level=_level(block),
        guidance=tuple(line.text for line in guidance),
        listened_for=block.flag("listened_for"),
    )


def _together(block: Block, markers: Iterable[Marker]) -> Together:
    """Read a pair (or more): it must suggest more than each of its markers, or it would say nothing."""
    own = {marker.id: marker.level for marker in markers}
    words = block.words("markers")
    level = _level(block)
    if "markers" in block and len({word.text for word in words}) < 2:
        block.wrong("markers", "markers must name two different ones at least")
    for word in words:
        _check_member(block, word, own, level)
    return Together(frozenset(word.text for word in words), level, _line(block, "why", LONGEST_LINE))


def _check_member(block: Block, word: Words, own: dict[str, Level], level: Level) -> None:
    if word.text not in MARKER_IDS:
        block.notes.wrong(word.line, f"{block.what}: there is no marker {word.text}")
    elif word.text in own and LEVELS.index(own[word.text]) <= LEVELS.index(level):
        problem = f"{word.text} suggests {own[word.text]} by itself: together they must suggest more"
        block.notes.wrong(word.line, f"{block.what}: {problem}")


def _check_pairs_once(file: Block, together: Iterable[Together]) -> None:
    seen: set[frozenset[str]] = set()
    for pair in together:
        if pair.markers in seen:
            file.wrong("together", f"together: {', '.join(sorted(pair.markers))} stand together twice")
        seen.add(pair.markers)


def _known(file: Block) -> tuple[Known, ...]:
    blocks = file.blocks("known", "known", KNOWN_KEYS)
    check_ids_once(blocks)
    for block in blocks:
        _check_known_id(block, "known", KNOWN_IDS)
    known = tuple(Known(b.text("id"), _level(b), _line(b, "why", LONGEST_LINE)) for b in blocks)
    _check_all_there(file, "known", KNOWN_IDS, [each.id for each in known])
    return known


def _meanings(file: Block) -> tuple[Meaning, ...]:
    blocks = file.blocks("levels", "level", MEANING_KEYS)
    check_ids_once(blocks)
    for block in blocks:
        _check_known_id(block, "level", LEVELS)
    return tuple(
        Meaning(Level(name), _line(block, "means", LONGEST_LINE))
        for block in blocks
        if (name := block.text("id")) in LEVELS
    )


def _lowering(file: Block) -> tuple[LoweringReason, ...]:
    blocks = file.blocks("lowering", "reason", LOWERING_KEYS)
    check_ids_once(blocks)
    if "lowering" in file and not blocks:
        file.wrong("lowering", "lowering is empty: nobody could set less than is suggested")
    return tuple(map(_lowering_reason, blocks))


def _lowering_reason(block: Block) -> LoweringReason:
    name = block.text("id")
    if name and not SLUG.fullmatch(name):
        block.wrong("id", f"the id {name} must be of small letters, figures and _, 30 at most")
    return LoweringReason(name, _line(block, "label", LONGEST_LINE), block.flag("words"))


def _level(block: Block) -> Level:
    name = block.text("level")
    if name in LEVELS:
        return Level(name)
    if name:
        block.wrong("level", f"level {name} is not one of {', '.join(LEVELS)}")
    return Level.STANDARD


def _line(block: Block, key: str, most: int) -> str:
    text = block.text(key)
    if len(text) > most:
        block.wrong(key, f"{key} is {len(text)} characters, {most} at most")
    return text


def _check_known_id(block: Block, kind: str, ids: tuple[str, ...]) -> None:
    name = block.text("id")
    if name and name not in ids:
        block.wrong("id", f"there is no {kind} {name}")


def _check_all_there(file: Block, key: str, ids: tuple[str, ...], found: list[str]) -> None:
    for name in ids:
        if key in file and name not in found:
            file.wrong(key, f"{key}: {name} is missing")
