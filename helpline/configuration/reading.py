"""A file of the configuration, read within bounds: plain YAML, nothing that grows or runs. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from helpline.configuration.mistakes import FileRefused, Mistake
from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.reading import BOOL, INT, Notes, line_of, root_of

MOST_BYTES = 2 * 1024 * 1024
NULL = "tag:yaml.org,2002:null"
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,11})")

Path = Sequence[str | int]


@dataclass(frozen=True)
class Read:
    """What stands in a file, and on which line each part of it."""

    tree: dict[str, Any]
    root: yaml.MappingNode

    def line_at(self, path: Path) -> int:
        """Return the line of what the path leads to, or of the nearest that is there."""
        node: yaml.Node = self.root
        line = 1
        for step in path:
            found = _below(node, step)
            if found is None:
                break
            line, node = found
        return line


def read_configuration(content: bytes) -> Read:
    """Return what stands in a file, unchecked beyond its form.

    Raises FileRefused where it is no UTF-8, no YAML, too long or too deep, or has references, tags or a key
    twice.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused([Mistake("The file is larger than 2 MB, and none of ours is.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(
            [Mistake("This is no text file. A configuration is a file in YAML, in UTF-8.")]
        ) from None
    try:
        root = root_of(text, Notes("file"), longest=MOST_BYTES)
    except ContentErrors as wrong:
        raise FileRefused(
            [Mistake(_sentence(error.problem), line=error.line) for error in wrong.errors]
        ) from None
    if twice := [Mistake(f"{key} stands here a second time.", line=line) for key, line in _given_twice(root)]:
        raise FileRefused(twice)
    return Read(_value(root), root)


def _sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:]}."


def _given_twice(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else str(key.tag)
            if name in seen:
                yield name[:60], line_of(key)
            seen.add(name)
            yield from _given_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _given_twice(item)


def _value(node: yaml.Node) -> Any:
    """Return a node's value: text, unless it is plainly a whole number, true, false or null.

    YAML's own rules would make 17:00 a number of seconds, and a date of 2026-12-24.
    """
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    text = str(node.value)
    if node.tag == INT and _WHOLE.fullmatch(text):
        return int(text)
    if node.tag == BOOL and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return None if node.tag == NULL else text


def _below(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return line_of(key), value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return line_of(node.value[step]), node.value[step]
    return None
