"""The guidance as data: `parse_script` and `parse_cues` read YAML and check it.

Both return frozen objects or raise ContentErrors with every mistake found. Plain Python.
"""

from collections.abc import Collection
from types import MappingProxyType

from scripts.cuebook import ACTIONS, CUES, SAFETY_CUES, Cue, CueBook, Marker, NearMiss, Replies, parse_cues
from scripts.errors import ContentError, ContentErrors
from scripts.reading import Block, Keys, Notes, check_ids_once, read_file
from scripts.script import CALLER_KINDS, DANGER, END, Interrupt, Node, Script, Step
from scripts.soundness import check_safety, check_walks

__all__ = [
    "ACTIONS", "CALLER_KINDS", "CUES", "END", "SAFETY_CUES", "ContentError", "ContentErrors", "Cue",
    "CueBook", "Interrupt", "Marker", "NearMiss", "Node", "Replies", "Script", "Step", "parse_cues",
    "parse_script",
]  # fmt: skip

LONGEST_PROMPT = 4000
LONG_PROMPT = 300

FILE_KEYS = Keys(
    required=("version", "start", "stages", "nodes", "interrupts", "interrupts_by_caller_type"),
    optional=(
        "language",
        "licence",
        "style",
        "principles",
        "interrupt_rule",
        "routes_by_caller_type",
        "review",
    ),
)
NODE_KEYS = Keys(
    required=("id", "script", "stage", "prompt", "intent", "next"),
    optional=("alternatives", "technique", "enter_on_cues", "do", "dont", "log", "model", "second_turn"),
)
STEP_KEYS = Keys(required=("when", "to"))
INTERRUPT_KEYS = Keys(required=("cue", "to", "priority"), optional=("unless",))


def parse_script(text: str, *, source: str, cues: Collection[str] = CUES) -> Script:
    """Read a script file; `source` names it in messages, `cues` are the cues that may be used.

    Raises ContentErrors with every mistake; what is only clumsy is in `warnings`.
    """
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    script = _Reader(file, cues).script()
    # A walk over a script with wrong targets would only repeat the same mistakes.
    if not notes.errors:
        check_safety(script, file)
        check_walks(script, notes)
    notes.check()
    return script


class _Reader:
    """Reads one file: the ids first, so that every target can be checked where it is named."""

    def __init__(self, file: Block, cues: Collection[str]) -> None:
        self.file = file
        self.cues = cues
        self.stages = file.texts("stages")
        self.blocks = file.blocks("nodes", "node", NODE_KEYS)
        self.ids = {block.text("id") for block in self.blocks if "id" in block} - {""}
        check_ids_once(self.blocks)

    def script(self) -> Script:
        nodes = {node.id: node for node in map(self._node, self.blocks)}
        return Script(
            source=self.file.notes.source,
            version=self.file.integer("version"),
            start=self._target(self.file, "start"),
            stages=self.stages,
            nodes=MappingProxyType(nodes),
            interrupts=tuple(
                map(self._interrupt, self.file.blocks("interrupts", "interrupt", INTERRUPT_KEYS))
            ),
            danger=MappingProxyType(self._danger()),
            routes=MappingProxyType(self._routes()),
            warnings=tuple(self.file.notes.warnings),
        )

    def _node(self, block: Block) -> Node:
        self._check_prompts(block)
        return Node(
            id=block.text("id"),
            script=block.text("script"),
            stage=self._stage(block),
            prompt=block.text("prompt"),
            intent=block.text("intent"),
            next=self._steps(block),
            alternatives=block.texts("alternatives"),
            technique=block.texts("technique"),
            enter_on_cues=self._cues(block),
            do=block.texts("do"),
            dont=block.texts("dont"),
            log=block.texts("log"),
            model=block.flag("model"),
            second_turn=block.flag("second_turn"),
            line=block.line,
        )

    def _check_prompts(self, block: Block) -> None:
        prompt = block.text("prompt")
        texts = [(block.line_at("prompt"), "prompt", prompt)]
        texts += [(word.line, "alternative", word.text) for word in block.words("alternatives")]
        for line, what, text in texts:
            if len(text) > LONGEST_PROMPT:
                block.notes.wrong(
                    line, f"{block.what}: {what} is {len(text)} characters, {LONGEST_PROMPT} at most"
                )
            elif len(text) > LONG_PROMPT:
                block.notes.warn(
                    line, f"{block.what}: {what} is {len(text)} characters, better {LONG_PROMPT}"
                )
            if text.count("?") > 1:
                block.notes.warn(line, f"{block.what}: {what} asks {text.count('?')} questions, better one")

    def _stage(self, block: Block) -> str:
        stage = block.text("stage")
        if stage and stage not in self.stages:
            block.wrong("stage", f"there is no stage {stage}")
        return stage

    def _steps(self, block: Block) -> tuple[Step, ...]:
        entries = block.blocks("next", f"{block.what}: next", STEP_KEYS)
        if not entries and "next" in block:
            block.wrong("next", "next is empty: it is a dead end (an ending says: to: END)")
        return tuple(Step(entry.text("when"), self._target(entry, "to", block, END)) for entry in entries)

    def _cues(self, block: Block) -> tuple[str, ...]:
        words = block.words("enter_on_cues")
        for word in words:
            if word.text not in self.cues:
                block.notes.wrong(word.line, f"{block.what}: there is no cue {word.text}")
        return tuple(word.text for word in words)

    def _target(self, block: Block, key: str, owner: Block | None = None, *others: str) -> str:
        """Return the node id under a key, noting one that does not exist."""
        target = block.text(key)
        if target and target not in self.ids and target not in others:
            said = f"{owner.what}: next" if owner else f"{block.what}: {key}"
            block.notes.wrong(block.line_at(key), f"{said} goes to '{target}', which does not exist")
        return target

    def _interrupt(self, block: Block) -> Interrupt:
        cue = block.text("cue")
        if cue and cue not in self.cues:
            block.wrong("cue", f"there is no cue {cue}")
        return Interrupt(cue, self._target(block, "to"), block.integer("priority"), block.text("unless"))

    def _danger(self) -> dict[str, MappingProxyType[str, str]]:
        found = {}
        for kind, block in self._by_kind("interrupts_by_caller_type"):
            for key in block:
                if key != DANGER and key not in SAFETY_CUES:
                    block.wrong(key, f"{key} is neither {DANGER} nor a safety cue")
            found[kind] = MappingProxyType({key: self._target(block, key) for key in block})
        return found

    def _by_kind(self, key: str) -> list[tuple[str, Block]]:
        outer = self.file.block(key)
        if outer is None:
            return []
        self._check_kinds(outer)
        return [(kind, inner) for kind in outer if (inner := outer.block(kind)) is not None]

    def _routes(self) -> dict[str, str]:
        block = self.file.block("routes_by_caller_type")
        if block is None:
            return {}
        self._check_kinds(block)
        return {kind: self._target(block, kind) for kind in block}

    def _check_kinds(self, block: Block) -> None:
        for kind in block:
            if kind not in CALLER_KINDS:
                block.wrong(kind, f"{kind} is not one of {', '.join(CALLER_KINDS)}")
