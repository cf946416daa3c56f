"""YAML read with line numbers: every wrong key, type or value is collected with its line.

A `Notes` gathers what is wrong in one file; a `Block` is one mapping of it. Reading goes on
after a mistake, so that an author sees all of them at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

import yaml

from helpline.kernel.content_errors import ContentError, ContentErrors

LONGEST_FILE = 1_000_000
DEEPEST = 20
# A file made to have mistakes without end must not keep anybody waiting: reading stops here.
MOST_MISTAKES = 200
STR = "tag:yaml.org,2002:str"
INT = "tag:yaml.org,2002:int"
BOOL = "tag:yaml.org,2002:bool"


@dataclass
class Notes:
    """The mistakes and warnings of one file."""

    source: str
    errors: list[ContentError] = field(default_factory=list)
    warnings: list[ContentError] = field(default_factory=list)
    _said: set[tuple[int, str]] = field(default_factory=set)

    def wrong(self, line: int, problem: str) -> None:
        """Keep a mistake; raise ContentErrors with all of them once there are too many to go on."""
        # A value may be read twice; what is wrong with it is said once.
        if (line, problem) in self._said:
            return
        self._said.add((line, problem))
        self.errors.append(ContentError(self.source, line, problem))
        if len(self.errors) == MOST_MISTAKES:
            more = f"{MOST_MISTAKES} mistakes so far: the rest of the file is not read"
            self.errors.append(ContentError(self.source, line, more))
            raise ContentErrors(self.errors)

    def warn(self, line: int, problem: str) -> None:
        self.warnings.append(ContentError(self.source, line, problem))

    def check(self) -> None:
        """Raise ContentErrors when anything is wrong."""
        if self.errors:
            raise ContentErrors(self.errors)


@dataclass(frozen=True)
class Words:
    """One text of the file and the line that it stands on."""

    text: str
    line: int


@dataclass(frozen=True)
class Keys:
    """The keys that a mapping must have, and those that it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


class Block:
    """One mapping. `what` names it in messages ("node m05_who"); `line` is where it begins."""

    def __init__(self, node: yaml.MappingNode, notes: Notes, what: str) -> None:
        self.notes = notes
        self.what = what
        self.line = line_of(node)
        self._values: dict[str, tuple[int, yaml.Node]] = {}
        for key, value in node.value:
            self._take(key, value)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(key, yaml.ScalarNode):
            self.notes.wrong(line_of(key), f"{self.what}: a key must be a word")
        elif key.value in self._values:
            self.notes.wrong(line_of(key), f"{self.what}: {key.value} is given twice")
        else:
            self._values[key.value] = (line_of(key), value)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def expect(self, keys: Keys) -> None:
        """Note each missing and each unknown key."""
        known = keys.required + keys.optional
        for name in keys.required:
            if name not in self._values:
                self.notes.wrong(self.line, f"{self.what}: {name} is missing")
        for name, (line, _) in self._values.items():
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                self.notes.wrong(line, f"{self.what}: unknown key {name}{hint}")

    def line_at(self, key: str) -> int:
        return self._values[key][0] if key in self._values else self.line

    def wrong(self, key: str, problem: str) -> None:
        self.notes.wrong(self.line_at(key), f"{self.what}: {problem}")

    def text(self, key: str, default: str = "") -> str:
        """Return a text; a missing one is the default, an empty or other value is a mistake."""
        if key not in self._values:
            return default
        found = text_of(self._values[key][1])
        if found is None:
            self.wrong(key, f"{key} must be text (put it in quotes)")
        elif not found.strip():
            self.wrong(key, f"{key} is empty")
        return (found or default).strip()

    def integer(self, key: str, default: int = 0) -> int:
        node = self._values[key][1] if key in self._values else None
        if node is None:
            return default
        if node.tag == INT and node.value.isdecimal() and len(node.value) < 9:
            return int(node.value)
        self.wrong(key, f"{key} must be a whole number")
        return default

    def flag(self, key: str) -> bool:
        """Return a yes or no; missing means no."""
        node = self._values[key][1] if key in self._values else None
        if node is not None and (node.tag != BOOL or node.value.lower() not in ("true", "false")):
            self.wrong(key, f"{key} must be true or false")
        return node is not None and node.value.lower() == "true"

    def words(self, key: str) -> tuple[Words, ...]:
        """Return a list of texts, each with its line; missing means none."""
        found = []
        for item in self._items(key):
            text = text_of(item)
            if text is None or not text.strip():
                self.notes.wrong(line_of(item), f"{self.what}: every entry of {key} must be text")
            else:
                found.append(Words(text.strip(), line_of(item)))
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(word.text for word in self.words(key))

    def blocks(self, key: str, name: str, keys: Keys) -> list["Block"]:
        """Return a list of mappings; each is called by its `id`, else by its number."""
        found = []
        for number, item in enumerate(self._items(key), start=1):
            if isinstance(item, yaml.MappingNode):
                block = Block(item, self.notes, f"{name} {number}")
                block.what = f"{name} {block._name() or number}"
                block.expect(keys)
                found.append(block)
            else:
                self.notes.wrong(line_of(item), f"{self.what}: {name} {number} must have keys and values")
        return found

    def block(self, key: str) -> "Block | None":
        """Return one mapping under a key, or None when there is none."""
        if key not in self._values:
            return None
        node = self._values[key][1]
        if isinstance(node, yaml.MappingNode):
            return Block(node, self.notes, f"{self.what}: {key}" if self.what else key)
        self.wrong(key, f"{key} must have keys and values")
        return None

    def _items(self, key: str) -> list[yaml.Node]:
        if key not in self._values:
            return []
        node = self._values[key][1]
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.wrong(key, f"{key} must be a list")
        return []

    def _name(self) -> str | None:
        return text_of(self._values["id"][1]) if "id" in self._values else None


def check_ids_once(blocks: list[Block]) -> None:
    """Note each id that an earlier block has already, with the line of that one."""
    first: dict[str, int] = {}
    for block in blocks:
        name = block.text("id") if "id" in block else ""
        if name in first:
            block.wrong("id", f"the id {name} is already used on line {first[name]}")
        elif name:
            first[name] = block.line_at("id")


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def text_of(node: yaml.Node) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) and node.tag == STR else None


def read_file(text: str, notes: Notes) -> Block:
    """Return the outermost mapping of a file. Raises as `root_of` does."""
    return Block(root_of(text, notes), notes, "file")


def root_of(text: str, notes: Notes, *, longest: int = LONGEST_FILE) -> yaml.MappingNode:
    """Return the outermost mapping of a file as YAML's own node; `longest` is in characters.

    Whoever reads a text that somebody sent reads it by this: the library alone falls over deep nesting.
    Raises ContentErrors when it is no YAML, no mapping, too long, too deep, or uses anchors or tags.
    """
    if len(text) > longest:
        notes.wrong(1, f"the file is longer than {longest} characters")
    notes.check()
    try:
        _check_plain(text, notes)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        notes.wrong(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}")
    except (yaml.YAMLError, ValueError) as error:
        notes.wrong(1, f"not valid YAML: {' '.join(str(error).split())}")
    notes.check()
    if not isinstance(root, yaml.MappingNode):
        notes.wrong(1, "the file is empty" if root is None else "the file must have keys and values")
    notes.check()
    assert isinstance(root, yaml.MappingNode)
    return root


def _line_at(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _tag(tag: str) -> str:
    """Return a tag as it was written: "tag:yaml.org,2002:python/object" is "!!python/object"."""
    return tag.replace("tag:yaml.org,2002:", "!!", 1)[:80]


def _check_plain(text: str, notes: Notes) -> None:
    """Refuse references, tags and deep nesting before anything is built.

    A few lines of references could grow without end, and a tag could name code to run.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            notes.wrong(_line_at(event), "references (* and &) are not used here: write it out")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            notes.wrong(_line_at(event), f"tags are not used here: leave out {_tag(event.tag)}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                notes.wrong(_line_at(event), f"nested deeper than {DEEPEST} levels")
                break
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    notes.check()
