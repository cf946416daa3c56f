"""Scripted callers read from YAML and checked: every mistake with its file, line and node. Plain Python."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType

from helpline.kernel.reading import Block, Keys, Notes, check_ids_once, read_file
from scripts.answers import KINDS, SILENCE, TOPICS
from scripts.cues import Lexicon
from scripts.practice import Answers, Moment, ScriptedCaller, Way

CALLER_TYPES = (
    "person_using_abuse", "victim_survivor", "friend_or_family", "frontline_worker", "unclear_or_mutual",
    "child_or_young_person", "inappropriate_contact", "out_of_scope",
)  # fmt: skip
# What a caller may have answered before the first word; the callers' own page knows the same.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "about": ("own_behaviour", "someone_else", "being_hurt", "work", "unsure"),
    "need": ("safe_working", "interventions", "programme", "resources", "consultation"),
    "age_band": ("under_13", "13_15", "16_17", "18_25", "26_40", "41_60", "over_60"),
    "gender": ("man", "woman", "other"),
}
FLAGS = ("safe_now", "private_now")
STAGES = (
    "welcome", "safety_check", "explore", "recognise", "challenge", "impact", "readiness", "plan",
    "signpost", "close", "danger", "boundary",
)  # fmt: skip
LONGEST_LINE, LONGEST_TITLE = 400, 60
CLEAR = 0.3  # from its threshold; what is closer is told of
LEAST_PATIENCE, MOST_PATIENCE = 30, 300

FILE_KEYS = Keys(
    required=("version", "id", "title", "trains", "stage", "caller_type", "answers", "start", "nodes"),
    optional=("language", "licence", "asks", "patience_seconds"),
)
ANSWER_KEYS = Keys(required=("about",), optional=("need", "age_band", "gender", *FLAGS))
NODE_KEYS = Keys(required=("id", "says"), optional=("cues", "note", "next", "otherwise", "silence"))
WAY_KEYS = Keys(required=("on", "to"))


def parse_caller(text: str, *, source: str, lexicon: Lexicon | None = None) -> ScriptedCaller:
    """Read one scripted caller; `source` is the file's path, and its name must be that of the caller.

    With a `lexicon` each node must name the very cues that the console will mark in its lines, and
    `hanging` tells where a mark hangs on a hair. Raises ContentErrors with every mistake.
    """
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    blocks = file.blocks("nodes", "node", NODE_KEYS)
    check_ids_once(blocks)
    moments = {moment.id: moment for moment in (_moment(block, lexicon) for block in blocks)}
    caller = ScriptedCaller(
        id=file.text("id"),
        title=file.text("title"),
        trains=file.text("trains"),
        stage=_one_of(file, "stage", STAGES),
        caller_type=_one_of(file, "caller_type", CALLER_TYPES),
        answers=_answers(file),
        asks=_listed(file, "asks", TOPICS),
        patience_seconds=file.integer("patience_seconds", 90),
        start=file.text("start"),
        moments=MappingProxyType(moments),
    )
    _check_head(file, caller)
    if not notes.errors:
        _check_targets(file, blocks, caller)
    if not notes.errors:
        _check_walks(caller, notes)
    notes.check()
    return replace(caller, hanging=tuple(notes.warnings))


def _answers(file: Block) -> Answers:
    block = file.block("answers")
    if block is None:
        return Answers("")
    block.expect(ANSWER_KEYS)
    said = {name: _one_of(block, name, allowed) for name, allowed in ANSWERS.items()}
    safe_now, private_now = (block.flag(name) if name in block else None for name in FLAGS)
    return Answers(**said, safe_now=safe_now, private_now=private_now)


def _moment(block: Block, lexicon: Lexicon | None) -> Moment:
    lines = block.words("says")
    if not lines and "says" in block:
        block.wrong("says", "says is empty")
    for word in lines:
        if len(word.text) > LONGEST_LINE:
            block.notes.wrong(word.line, f"{block.what}: a line is longer than {LONGEST_LINE} characters")
    says, cues = tuple(word.text for word in lines), block.texts("cues")
    if lexicon is not None:
        _check_cues(block, says, cues, lexicon)
    return Moment(
        id=block.text("id"),
        says=says,
        cues=cues,
        note=block.text("note"),
        ways=tuple(_way(way) for way in block.blocks("next", f"{block.what}: way", WAY_KEYS)),
        otherwise=block.text("otherwise"),
        silence=block.text("silence"),
        line=block.line,
    )


def _way(block: Block) -> Way:
    known = tuple(kind for kind in KINDS if kind != SILENCE)
    kinds = _listed(block, "on", known)
    if not kinds and "on" in block:
        block.wrong("on", "on is empty")
    return Way(on=frozenset(kinds), to=block.text("to"))


def _check_cues(block: Block, says: tuple[str, ...], cues: tuple[str, ...], lexicon: Lexicon) -> None:
    """Hold a node to the marks of its lines; what hangs on a hair may be named or not, and is told of."""
    marked, near = set[str](), dict[str, float]()
    for line in says:
        hangs = lexicon.hangs(line)
        near |= hangs
        marked |= {found.cue for found in lexicon.find(line)} - hangs.keys()
    for cue in sorted(marked - set(cues)):
        block.wrong("cues", f"the console will mark {cue} in its lines, and cues does not name it")
    for cue in sorted(set(cues) - marked - near.keys()):
        block.wrong("cues", f"cues names {cue}, and the console will not mark it in its lines")
    for cue, above in sorted(near.items()):
        if cue not in marked and (above > -CLEAR if cue not in cues else above < CLEAR):
            problem = f"{cue} hangs on a hair in its lines ({above:+.2f}): word them more clearly"
            block.notes.warn(block.line, f"{block.what}: {problem}")


def _check_head(file: Block, caller: ScriptedCaller) -> None:
    stem = PurePath(file.notes.source).stem
    if caller.id and caller.id != stem:
        file.wrong("id", f"the id {caller.id} is not the file's name {stem}")
    if len(caller.title) > LONGEST_TITLE:
        file.wrong("title", f"title is longer than {LONGEST_TITLE} characters")
    if not LEAST_PATIENCE <= caller.patience_seconds <= MOST_PATIENCE:
        file.wrong("patience_seconds", f"patience_seconds must be {LEAST_PATIENCE} to {MOST_PATIENCE}")
    if caller.start and caller.start not in caller.moments:
        file.wrong("start", f"start is {caller.start!r}, which does not exist")


def _check_targets(file: Block, blocks: list[Block], caller: ScriptedCaller) -> None:
    for block in blocks:
        moment = caller.moments[block.text("id")]
        if moment.ends and (moment.ways or moment.silence):
            block.notes.wrong(block.line, f"{block.what}: otherwise is missing beside next or silence")
        targets = {"otherwise": moment.otherwise, "silence": moment.silence}
        for key, to in targets.items():
            if to and to not in caller.moments:
                block.wrong(key, f"{key} goes to {to!r}, which does not exist")
        for way in moment.ways:
            if way.to not in caller.moments:
                block.wrong("next", f"next goes to {way.to!r}, which does not exist")


def ways_on(moment: Moment) -> list[str]:
    """Return the nodes that may follow this one."""
    ways = [*(way.to for way in moment.ways), moment.otherwise, moment.silence]
    return [to for to in dict.fromkeys(ways) if to]


def _check_walks(caller: ScriptedCaller, notes: Notes) -> None:
    """Note each node that leads back to itself, and each that nothing leads to."""
    done: set[str] = set()

    def walk(node: str, above: tuple[str, ...]) -> None:
        if node in above:
            circle = " > ".join([*above[above.index(node) :], node])
            notes.wrong(caller.moments[node].line, f"node {node}: it leads back to itself ({circle})")
        elif node not in done:
            for to in ways_on(caller.moments[node]):
                walk(to, (*above, node))
            done.add(node)

    walk(caller.start, ())
    for moment in caller.moments.values():
        if moment.id not in done:
            notes.wrong(moment.line, f"node {moment.id}: nothing leads to it")


def _one_of(block: Block, key: str, allowed: tuple[str, ...]) -> str:
    found = block.text(key)
    if found and found not in allowed:
        block.wrong(key, f"{key} {found} is not one of {', '.join(allowed)}")
    return found


def _listed(block: Block, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    for word in block.words(key):
        if word.text not in allowed:
            problem = f"{block.what}: {key} {word.text} is not one of {', '.join(allowed)}"
            block.notes.wrong(word.line, problem)
    return block.texts(key)
