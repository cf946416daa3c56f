"""A script walked against a scripted caller, without a contact and without a clock. Plain Python.

Nothing is kept anywhere: the handler's answers so far are all there is, and the talk is told anew from them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scripts.answers import kinds_of
from scripts.cues import Found
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
    """The talk so far: where it stands in the script, the cues just heard, whether the caller has gone."""

    lines: tuple[Said, ...]
    position: str | None
    cues: tuple[str, ...]
    is_over: bool


def walk(script: Script, caller: ScriptedCaller, answers: Sequence[Answer], find: Finder) -> Tried:
    """Tell the talk with these answers; those after the caller has gone are left out."""
    lines: list[Said] = []
    position: str | None = None
    place = begin(caller)
    for answer in [None, *answers]:
        if answer is not None and answer.text:
            lines.append(Said("handler", (Piece(answer.text),), answer.node))
            position = answer.node if answer.node in script.nodes else position
            place = hear(place, kinds_of(answer.text, hurts_others=caller.hurts_others))
        heard: list[str] = []
        while turn := next_turn(caller, place):
            place = turn.place
            lines.append(Said("caller", marks(turn.line, find)))
            heard += [piece.cue for piece in lines[-1].pieces if piece.cue]
            if place.said >= len(caller.moments[place.node].says):
                break
        cues = tuple(dict.fromkeys(reversed(heard)))
        if caller.moments[place.node].ends:
            return Tried(tuple(lines), position, cues, True)
    return Tried(tuple(lines), position, cues, False)


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
