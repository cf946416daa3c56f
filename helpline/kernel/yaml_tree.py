"""A file as a tree of plain values, and the tree as YAML again. Plain Python.

`read_tree(write_tree(tree))` is the same tree: keys that no form knows and the order of everything
survive. Comments do not: they are no part of it.
"""

import re
from typing import Any

import yaml

from helpline.kernel.reading import LONGEST_FILE, Notes, read_file

# A file's outermost mapping: texts, whole numbers, yes or no, lists and mappings of these.
Tree = dict[str, Any]

WIDTH = 110


# Line breaks that a plain text would lose, and what no line of text should hold: written as escapes.
UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class _Dumper(yaml.CSafeDumper):
    """Never writes references: the same list in two places is written out twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if UNUSUAL.search(text) else None)


_Dumper.add_representer(str, _text)


def read_tree(text: str, *, source: str) -> Tree:
    """Return the tree of a file, unchecked beyond its form.

    Raises ContentErrors when it is no YAML, no mapping, too long, too deep, or has anchors or tags.
    """
    notes = Notes(source)
    read_file(text, notes)
    try:
        tree = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        notes.wrong(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}")
    except ValueError as error:
        notes.wrong(1, f"not valid YAML: {error}")
    notes.check()
    return dict(tree)


def write_tree(tree: Tree, *, longest: int = LONGEST_FILE) -> str:
    """Return a tree as YAML: one key a line, in the order of the tree; `longest` is in characters.

    Raises ContentErrors when the file would be longer than one may be.
    """
    text = yaml.dump(
        tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )
    if len(text) > longest:
        notes = Notes("file")
        notes.wrong(1, f"the file is longer than {longest} characters")
        notes.check()
    return text
