"""What a script is: nodes with prompts, the ways between them, and the ways in. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from scripts.errors import ContentError

END = "END"
CALLER_KINDS = ("own_behaviour", "unsure", "being_hurt", "child", "someone_else", "work")
DANGER = "danger"


@dataclass(frozen=True)
class Step:
    """A way on from a node: in which case, and to which node (or END)."""

    when: str
    to: str


@dataclass(frozen=True)
class Node:
    """One prompt and all that a handler needs to judge whether to say it.

    `model`: the prompt shows how, with an invented account, and is never sent as it stands.
    `second_turn`: its cue brings it up only where the script leads to it ("we keep coming back to her").
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
    line: int


@dataclass(frozen=True)
class Interrupt:
    """Where a safety cue leads at once; a lower `priority` comes first. `unless` is for the handler."""

    cue: str
    to: str
    priority: int
    unless: str


@dataclass(frozen=True)
class Script:
    """All scripts of one file: they share one space of node ids.

    `danger[kind]` maps "danger", or one safety cue, to the node for that kind of caller.
    `routes[kind]` is where that kind's own talk begins, after the limits have been said.
    """

    source: str
    version: int
    start: str
    stages: tuple[str, ...]
    nodes: Mapping[str, Node]
    interrupts: tuple[Interrupt, ...]
    danger: Mapping[str, Mapping[str, str]]
    routes: Mapping[str, str]
    warnings: tuple[ContentError, ...]

    @property
    def danger_script(self) -> str:
        """The script for a caller who may cause the harm ("put it down, move away")."""
        return self.nodes[self.danger["own_behaviour"][DANGER]].script
