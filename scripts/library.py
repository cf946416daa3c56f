"""The guidance as data: `parse_script` and `parse_cues` read YAML and check it.

Both return frozen objects or raise ContentErrors with every mistake found. Plain Python.
"""

from collections.abc import Collection
from types import MappingProxyType

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.reading import Block, Keys, Notes, check_ids_once, read_file
from scripts.cuebook import ACTIONS, CUES, SAFETY_CUES, Cue, CueBook, Marker, NearMiss, Replies, parse_cues
from scripts.nodes_file import NODE_KEYS, NodeReader
from scripts.prompt_checks import LONG_PROMPT, LONGEST_PROMPT, Jargon, parse_jargon
from scripts.script import CALLER_KINDS, DANGER, END, LANGUAGES, Interrupt, Node, Part, Script, Step
from scripts.soundness import check_cues, check_own_ways, check_safety, check_walks

__all__ = [
    "ACTIONS", "CALLER_KINDS", "CUES", "END", "LONGEST_PROMPT", "LONG_PROMPT", "NODE_KEYS", "SAFETY_CUES",
    "ContentError", "ContentErrors", "Cue", "CueBook", "Interrupt", "Jargon", "Marker", "NearMiss", "Node",
    "Replies", "Script", "Step", "parse_cues", "parse_jargon", "parse_script",
]  # fmt: skip

FILE_KEYS = Keys(
    required=("version", "start", "stages", "nodes", "interrupts", "interrupts_by_caller_type"),
    optional=(
        "language",
        "languages",
        "licence",
        "style",
        "principles",
        "interrupt_rule",
        "routes_by_caller_type",
        "scripts",
        "review",
    ),
)
INTERRUPT_KEYS = Keys(required=("cue", "to", "priority"), optional=("unless", "unless_done", "instead"))
MOST_NODES = 1000
PART_KEYS = Keys(required=("id", "title", "start"), optional=("for",))


def parse_script(
    text: str,
    *,
    source: str,
    cues: Collection[str] = CUES,
    jargon: Collection[Jargon] = (),
    published: bool = False,
) -> Script:
    """Read a script file; `source` names it in messages, `cues` are the cues that may be used.

    Raises ContentErrors with every mistake; what is only clumsy is in `warnings`. A `published` text
    passed the checks of its day and is read again as it is: newer rules about words do not make the
    version of an old talk unreadable.
    """
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    reader = _Reader(file, cues, () if published else jargon, published=published)
    script = reader.script()
    # A walk over a script with wrong targets would only repeat the same mistakes.
    if not notes.errors:
        check_safety(script, file)
        check_walks(script, notes)
    if not notes.errors and not published:
        check_own_ways(script, file)
    notes.check()
    return script


class _Reader:
    """Reads one file: the ids first, so that every target can be checked where it is named."""

    def __init__(
        self, file: Block, cues: Collection[str], jargon: Collection[Jargon], *, published: bool
    ) -> None:
        self.file = file
        self.cues = cues
        self.stages = file.texts("stages")
        self.languages = _languages(file)
        self.blocks = file.blocks("nodes", "node", NODE_KEYS)
        if len(self.blocks) > MOST_NODES:
            file.wrong("nodes", f"{len(self.blocks)} nodes, {MOST_NODES} at most")
            file.notes.check()
        self.ids = {block.text("id") for block in self.blocks if "id" in block} - {""}
        self.nodes = NodeReader(
            cues=cues,
            stages=self.stages,
            ids=self.ids,
            languages=self.languages,
            jargon=jargon,
            published=published,
        )
        check_ids_once(self.blocks)

    def script(self) -> Script:
        for key in ("style", "principles"):
            self.file.texts(key)
        for key in ("language", "licence", "interrupt_rule", "review"):
            self.file.text(key)
        nodes = {node.id: node for node in map(self.nodes.read, self.blocks)}
        check_cues(nodes.values(), self.cues, self.file)
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
            parts=self._parts(nodes.values()),
            languages=self.languages,
            warnings=tuple(self.file.notes.warnings),
        )

    def _target(self, block: Block, key: str) -> str:
        """Return the node id under a key, noting one that does not exist."""
        target = block.text(key)
        if target and target not in self.ids:
            block.wrong(key, f"{key} goes to '{target}', which does not exist")
        return target

    def _interrupt(self, block: Block) -> Interrupt:
        cue = block.text("cue")
        if cue and cue not in self.cues:
            block.wrong("cue", f"there is no cue {cue}")
        topics = self.nodes.topics(block, "unless_done")
        instead = self._target(block, "instead") if "instead" in block else None
        if (instead is None) != (not topics):
            block.wrong("cue", "unless_done and instead go together: what is done, and what comes instead")
        return Interrupt(
            cue=cue,
            to=self._target(block, "to"),
            priority=block.integer("priority"),
            unless=block.text("unless"),
            unless_done=topics,
            instead=instead,
        )

    def _parts(self, nodes: Collection[Node]) -> tuple[Part, ...]:
        """Return the scripts of the file; a file without a list of them has one for each name on a node."""
        first: dict[str, str] = {}
        for node in nodes:
            first.setdefault(node.script, node.id)
        if "scripts" not in self.file:
            every = frozenset(CALLER_KINDS)
            return tuple(Part(n, n.replace("_", " "), start, every) for n, start in first.items())
        blocks = self.file.blocks("scripts", "script", PART_KEYS)
        check_ids_once(blocks)
        parts = [
            Part(b.text("id"), b.text("title"), self._target(b, "start"), self.nodes.kinds(b, "for"))
            for b in blocks
        ]
        for name in first.keys() - {part.id for part in parts}:
            self.file.wrong("scripts", f"scripts: {name} is missing, and node {first[name]} is of it")
        for block, part in zip(blocks, parts, strict=True):
            if part.id and part.id not in first:
                block.wrong("id", "no node is of this script")
        return tuple(parts)

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


def _languages(file: Block) -> tuple[str, ...]:
    words = file.words("languages")
    for word in words:
        if word.text not in LANGUAGES:
            file.notes.wrong(word.line, f"languages: {word.text} is not one of {', '.join(LANGUAGES)}")
    return tuple(word.text for word in words if word.text in LANGUAGES)
