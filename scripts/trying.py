"""A script walked against a scripted caller, without a contact and without a clock. Plain Python.

Nothing is kept anywhere: the handler's answers so far are all there is, and the talk is told anew from them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scripts.addressing import address_of, fill_all
from scripts.answers import kinds_of
from scripts.cues import Found
from scripts.engine import caller_kind, offers, trail_after
from scripts.practice import ScriptedCaller, begin, hear, next_turn
from scripts.script import Script

MOST_ANSWERS = 40
LONGEST_ANSWER = 1_000

Finder = Callable[[str], Iterable[Found]]


@dataclass(frozen=True)
class Answer:
    """What the handler did: said `text`, from the prompt `node` or ("") in their own words; "" is silence."""

    text: str
    node: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a caller's line; `cue` is "" where nothing was found in it."""

    text: str
    cue: str = ""


@dataclass(frozen=True)
class Said:
    """One line of the talk; `who` is caller or handler. The handler's has its `node`, if any."""

    who: str
    pieces: tuple[Piece, ...]
    node: str = ""


@dataclass(frozen=True)
class Tried:
    """The talk so far: where it stands in the script, the cues just heard, whether the caller has gone.

    `done` are the nodes left behind, and `trail` the way back, as the console keeps them.
    """

    lines: tuple[Said, ...]
    position: str | None
    cues: tuple[str, ...]
    done: tuple[str, ...]
    trail: tuple[str, ...]
    is_over: bool

    def said_by(self, who: str) -> list[str]:
        """Return what one of the two said, line by line."""
        return ["".join(piece.text for piece in line.pieces) for line in self.lines if line.who == who]


def walk(script: Script, caller: ScriptedCaller, answers: Sequence[Answer], find: Finder) -> Tried:
    """Tell the talk with these answers; those after the caller has gone are left out."""
    talk = _Talk(script, caller, find)
    talk.caller_speaks()
    for answer in answers:
        if talk.is_over:
            break
        talk.handler_answers(answer)
        talk.caller_speaks()
    return Tried(
        tuple(talk.lines), talk.position, talk.cues, tuple(talk.done), tuple(talk.trail), talk.is_over
    )


def offered(script: Script, caller: ScriptedCaller, tried: Tried) -> dict[str, Any]:
    """Return what the console would offer now, as `scripts.engine.offers` says, in the caller's own words."""
    found = offers(
        script,
        position=tried.position,
        cues=tried.cues,
        about=caller.answers.about,
        age_band=caller.answers.age_band,
        done=tried.done,
        trail=tried.trail,
    )
    family = _kind(caller) == "child"
    filled: dict[str, Any] = fill_all(asdict(found), address_of(tried.said_by("caller"), family=family))
    return filled


class _Talk:
    """One talk while it is told: whose turn, and where it stands."""

    def __init__(self, script: Script, caller: ScriptedCaller, find: Finder) -> None:
        self.script = script
        self.caller = caller
        self.find = find
        self.place = begin(caller)
        self.lines: list[Said] = []
        self.position: str | None = None
        self.cues: tuple[str, ...] = ()
        self.done: list[str] = []
        self.trail: list[str] = []

    @property
    def is_over(self) -> bool:
        return self.caller.moments[self.place.node].ends

    def caller_speaks(self) -> None:
        """Let the caller say the lines of the next moment, all of them."""
        heard: list[str] = []
        while turn := next_turn(self.caller, self.place):
            self.place = turn.place
            self.lines.append(Said("caller", marks(turn.line, self.find)))
            heard += [piece.cue for piece in self.lines[-1].pieces if piece.cue]
            if self.place.said >= len(self.caller.moments[self.place.node].says):
                break
        self.cues = tuple(dict.fromkeys(reversed(heard)))

    def handler_answers(self, answer: Answer) -> None:
        if not answer.text:
            return
        self.lines.append(Said("handler", (Piece(answer.text),), answer.node))
        self.place = hear(self.place, kinds_of(answer.text, hurts_others=self.caller.hurts_others))
        if answer.node in self.script.nodes:
            self._moves_to(answer.node)

    def _moves_to(self, node: str) -> None:
        self.trail = trail_after(
            self.script, trail=self.trail, position=self.position, to=node, kind=_kind(self.caller)
        )
        if self.position and self.position not in self.done:
            self.done.append(self.position)
        self.position = node


def _kind(caller: ScriptedCaller) -> str:
    return caller_kind(caller.answers.about, caller.answers.age_band)


def marks(line: str, find: Finder) -> tuple[Piece, ...]:
    """Cut a line where cues were found; of two that overlap the first counts."""
    pieces: list[Piece] = []
    done = 0
    for found in sorted(find(line), key=lambda each: (each.start, -each.end)):
        if found.start < done:
            continue
        if found.start > done:
            pieces.append(Piece(line[done : found.start]))
        pieces.append(Piece(line[found.start : found.end], found.cue))
        done = found.end
    return (*pieces, Piece(line[done:])) if done < len(line) else tuple(pieces)
