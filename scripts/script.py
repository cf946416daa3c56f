"""What a script is: nodes with prompts, the ways between them, and the ways in. Plain Python."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpline.kernel.content_errors import ContentError

END = "END"
CALLER_KINDS = ("own_behaviour", "unsure", "being_hurt", "child", "someone_else", "work")
DANGER = "danger"
# What the console asks about before it sends (static/console/marks.js): one line, brackets that match.
BLANK = re.compile(r"\[[^\[\]\n]{1,200}\]|\{[^{}\n]{1,200}\}")
# Wordings beside the English one that a script may carry.
LANGUAGES = ("cy",)


@dataclass(frozen=True)
class Step:
    """A way on from a node: in which case, and to which node (or END)."""

    when: str
    to: str


@dataclass(frozen=True)
class Wording:
    """A node's prompt and its other wordings in one more language."""

    prompt: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """One prompt and all that a handler needs to judge whether to say it.

    `model`: the prompt shows how, with an invented account, and is never sent as it stands.
    `second_turn`: its cue brings it up once the first turn was taken ("we keep coming back to her").
    `does` are topics of `scripts.done.TOPICS`; `audience` are the kinds of caller it may be offered to.
    `line` is where it stands in the file.
    """

    id: str
    script: str
    stage: str
    prompt: str
    intent: str
    next: tuple[Step, ...]
    alternatives: tuple[str, ...]
    technique: tuple[str, ...]
    enter_on_cues: tuple[str, ...]
    do: tuple[str, ...]
    dont: tuple[str, ...]
    log: tuple[str, ...]
    model: bool
    second_turn: bool
    does: tuple[str, ...]
    audience: frozenset[str]
    wordings: Mapping[str, Wording]
    line: int


@dataclass(frozen=True)
class Interrupt:
    """Where a safety cue leads at once; a lower `priority` comes first. `unless` is for the handler.

    Once all of `unless_done` are done, `instead` is put up in its place (None: nothing else is).
    """

    cue: str
    to: str
    priority: int
    unless: str
    unless_done: tuple[str, ...]
    instead: str | None


@dataclass(frozen=True)
class Part:
    """One of the scripts in a file, as a handler picks it; `audience` are the kinds it is for."""

    id: str
    title: str
    start: str
    audience: frozenset[str]


@dataclass(frozen=True)
class Script:
    """All scripts of one file: they share one space of node ids.

    `danger[kind]` maps "danger", or one safety cue, to the node for that kind of caller.
    `routes[kind]` is where that kind's own talk begins, after the limits have been said.
    `parts` are the scripts in it; `languages` are those that every prompt has beside English.
    """

    source: str
    version: int
    start: str
    stages: tuple[str, ...]
    nodes: Mapping[str, Node]
    interrupts: tuple[Interrupt, ...]
    danger: Mapping[str, Mapping[str, str]]
    routes: Mapping[str, str]
    parts: tuple[Part, ...]
    languages: tuple[str, ...]
    warnings: tuple[ContentError, ...]

    @property
    def danger_script(self) -> str:
        """The script for a caller who may cause the harm ("put it down, move away")."""
        return self.nodes[self.danger["own_behaviour"][DANGER]].script
