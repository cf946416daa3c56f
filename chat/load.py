"""How much a handler has had today, and who needs a break: from when they had whom. Plain Python.

A **break** is `BREAK` or more without any talk between two talks, or after the last one. A **stretch** goes
from its first talk to the next break; short pauses between talks do not end it. Minutes with two talks count
once.

**Who needs a break**: whose stretch goes on and is `LONG`, or held an ending for abuse, or `MANY_PRESSING`
contacts that were immediate or urgent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

BREAK = timedelta(minutes=10)
LONG = timedelta(minutes=90)
MANY_PRESSING = 2
NONE = timedelta()


class Why(StrEnum):
    """Why somebody needs a break; the order in which it is said."""

    ABUSE = "abuse"
    LONG = "long"
    PRESSING = "pressing"


@dataclass(frozen=True)
class Move:
    """From this moment on `holder` has the contact; None: nobody has."""

    at: datetime
    contact: UUID
    holder: str | None


@dataclass(frozen=True)
class Talk:
    """One handler had one contact for a while; a contact that comes back is a talk of its own."""

    handler: str
    contact: UUID
    begin: datetime
    end: datetime


@dataclass(frozen=True)
class Load:
    """One handler's day so far."""

    handler: str
    contacts: int
    talking: timedelta
    longest: timedelta
    current: timedelta
    pressing: int
    abuse: int
    breaks: int
    why: tuple[Why, ...]

    def key(self) -> tuple[bool, int, timedelta, str]:
        """Sort by it: who needs a break stands first, then whoever has been at it for longest."""
        return (not self.why, -len(self.why), -self.current, self.handler)


def talks_of(moves: Iterable[Move], *, ended: Mapping[UUID, datetime], now: datetime) -> list[Talk]:
    """Return who had whom and from when until when. `moves` stand in the order in which they happened.

    `ended` says when a contact's talk ended; one that is not in it goes on.
    """
    held: dict[UUID, Move] = {}
    talks = []
    for move in moves:
        before = held.pop(move.contact, None)
        if before is not None:
            talks.append(_talk(before, move.at))
        if move.holder is not None:
            held[move.contact] = move
    talks += [_talk(move, ended.get(contact, now)) for contact, move in held.items()]
    return sorted(talks, key=lambda talk: talk.begin)


def _talk(move: Move, end: datetime) -> Talk:
    return Talk(str(move.holder), move.contact, move.at, max(move.at, end))


def load_of(
    handler: str,
    talks: Sequence[Talk],
    *,
    pressing: frozenset[UUID] = frozenset(),
    abuse: Sequence[datetime] = (),
    now: datetime,
) -> Load:
    """Return one handler's day. `talks` are theirs, in order; `abuse` the moments of endings for abuse."""
    spans = _joined(talks, gap=NONE)
    stretches = _joined(talks, gap=BREAK)
    rests = bool(stretches) and now - stretches[-1][1] >= BREAK
    since = None if rests or not stretches else stretches[-1][0]
    current = NONE if since is None else now - since
    lengths = [end - begin for begin, end in stretches]
    if since is not None:
        lengths[-1] = current
    urgent = {talk.contact for talk in talks if talk.contact in pressing}
    return Load(
        handler=handler,
        contacts=len({talk.contact for talk in talks}),
        talking=sum((end - begin for begin, end in spans), NONE),
        longest=max(lengths, default=NONE),
        current=current,
        pressing=len(urgent),
        abuse=len(abuse),
        breaks=max(0, len(stretches) - 1) + rests,
        why=_why(talks, since, current, pressing, abuse),
    )


def _why(
    talks: Sequence[Talk],
    since: datetime | None,
    current: timedelta,
    pressing: frozenset[UUID],
    abuse: Sequence[datetime],
) -> tuple[Why, ...]:
    if since is None:
        return ()
    lately = {talk.contact for talk in talks if talk.begin >= since and talk.contact in pressing}
    holds = {
        Why.ABUSE: any(at >= since for at in abuse),
        Why.LONG: current >= LONG,
        Why.PRESSING: len(lately) >= MANY_PRESSING,
    }
    return tuple(why for why in Why if holds[why])


def _joined(talks: Sequence[Talk], *, gap: timedelta) -> list[tuple[datetime, datetime]]:
    """Return the spans of talks, joined where less than `gap` lies between them (or they touch)."""
    spans: list[tuple[datetime, datetime]] = []
    for talk in talks:
        if spans and (talk.begin - spans[-1][1] < gap or talk.begin <= spans[-1][1]):
            spans[-1] = (spans[-1][0], max(spans[-1][1], talk.end))
        else:
            spans.append((talk.begin, talk.end))
    return spans
