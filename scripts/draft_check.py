"""What is wrong with a draft, each mistake beside the node that it belongs to. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.reading import Notes, root_of
from scripts.library import Jargon, parse_script
from scripts.script import Script

DRAFT = "draft"


@dataclass(frozen=True)
class Problem:
    """One mistake or warning; `node` is "" where it belongs to no node."""

    node: str
    line: int
    text: str


@dataclass(frozen=True)
class Check:
    """What the library says of a draft: `script` is None where there are errors."""

    script: Script | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def errors_of(self, node_id: str) -> list[Problem]:
        return [problem for problem in self.errors if problem.node == node_id]

    def warnings_of(self, node_id: str) -> list[Problem]:
        return [problem for problem in self.warnings if problem.node == node_id]


@lru_cache(maxsize=4)
def check_draft(text: str, jargon: tuple[Jargon, ...] = ()) -> Check:
    """Return every mistake and warning of a script's text; never raises. Read once for each text."""
    try:
        script = parse_script(text, source=DRAFT, jargon=jargon)
    except ContentErrors as errors:
        return Check(None, _placed(text, errors.errors), ())
    return Check(script, (), _placed(text, script.warnings))


def _placed(text: str, said: Sequence[ContentError]) -> tuple[Problem, ...]:
    if not said:
        return ()
    lines = _lines_of_nodes(text)
    found = []
    for error in said:
        node = next((name for name, first, last in lines if first <= error.line <= last), "")
        found.append(Problem(node, error.line, error.problem.removeprefix(f"node {node}: ")))
    return tuple(found)


def _lines_of_nodes(text: str) -> list[tuple[str, int, int]]:
    """Return each node's id with its first and last line; none where the text is no mapping."""
    try:
        root = root_of(text, Notes(DRAFT))
    except ContentErrors:
        return []
    listed = [value for key, value in root.value if key.value == "nodes"]
    nodes = listed[0].value if listed and isinstance(listed[0], yaml.SequenceNode) else []
    starts = [(_id_of(node), node.start_mark.line + 1) for node in nodes]
    after = [
        key.start_mark.line + 1 for key, _ in root.value if starts and key.start_mark.line >= starts[-1][1]
    ]
    ends = [line for _, line in starts[1:]] + [min(after, default=len(text) + 2)]
    return [(name, first, max(first, end - 1)) for (name, first), end in zip(starts, ends, strict=True)]


def _id_of(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "id"), "")
