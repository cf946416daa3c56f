"""Who gets whom: what a contact needs, who fits, whom to offer it to. Plain Python.

**What a contact needs**, from its answers alone:

- a language: the interpreter's, where the caller would rather use one; else Welsh on the Welsh page
- `under_18` for an age under 18, `women` for a woman, `frontline` for somebody who writes through work

Men are most callers, and nobody asks whether a partner is of the same sex: `men` and `same_sex` are for
transfers and are never needed here.

**Who fits** holds everything that is needed. A need gives way at once where nobody who is there holds it,
all of them where nobody holds them together, and in any case after `skill_wait_seconds`. From then on
any handler fits, so that nobody waits for ever. **Danger comes before skill**: who is not safe now, or whose
level is immediate or urgent, needs none. Where somebody free is trained for them, that one is asked.

**Passed by**: whoever declined or missed a contact is not asked again while somebody else fits who has not
and is free. Without such a one it goes round again, `AGAIN_SECONDS` after it was passed by last. Whoever
presses "take next" does not get it while anybody else fits who is there, free or not.

**Not for**: a contact never comes to a handler who said that they know the person, whoever else is there.

**Order**: strictly that of the queue (chat/assignment.py). A contact is overtaken only where none of those
who are free fits it. Among handlers the least busy one is asked first (contacts held now, never a total of
all times), then whoever has been longest without a new one.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chat.assignment import UNDER_18

AGAIN_SECONDS = 30
LANGUAGE = "language:"
NEVER = datetime.min.replace(tzinfo=UTC)


def needs(
    *, about: str, age_band: str | None, gender: str | None, language: str, interpreter: str | None
) -> frozenset[str]:
    """Return the skills that a contact with these answers needs (the rule stands above)."""
    needed = {_language(interpreter)} if interpreter else {f"{LANGUAGE}cy"} if language == "cy" else set()
    needed |= {"under_18"} if age_band in UNDER_18 else set()
    needed |= {"women"} if gender == "woman" else set()
    needed |= {"frontline"} if about == "work" else set()
    return frozenset(needed)


def _language(listed: str) -> str:
    """Return the skill of a listed language: "Polski (Polish)" is "language:polish"."""
    _, bracket, name = listed.rpartition("(")
    return LANGUAGE + (name.rstrip(")") if bracket else listed).strip().casefold()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A contact that waits. `passed_at` is when it was last declined or missed by anybody.

    `not_for` holds whoever knows the person: it never comes to them. `pressing`: somebody may be in danger.
    """

    contact: UUID
    joined_at: datetime
    needs: frozenset[str] = frozenset()
    passed_by: frozenset[int] = frozenset()
    not_for: frozenset[int] = frozenset()
    passed_at: datetime | None = None
    offered_to: int | None = None
    pressing: bool = False


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A handler who is there and available; whether they are free stands in the rest."""

    handler: int
    capacity: int
    held: int
    skills: frozenset[str] = frozenset()
    wrapping_up: bool = False
    paused_until: datetime | None = None
    has_offer: bool = False
    last_taken_at: datetime | None = None

    def is_free(self, now: datetime) -> bool:
        """Tell whether one more contact may be offered to this desk."""
        paused = self.paused_until is not None and self.paused_until > now
        return not (paused or self.wrapping_up or self.has_offer) and self.held < self.capacity


@dataclass(frozen=True)
class Line:
    """Who is there at a moment, and how long a contact waits for a skill."""

    desks: Sequence[Desk]
    now: datetime
    skill_wait_seconds: int
    skills: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", frozenset().union(*(desk.skills for desk in self.desks)))

    def fits(self, desk: Desk, contact: Waiting) -> bool:
        """Tell whether this handler holds what the contact (still) needs, and does not know the person."""
        return desk.handler not in contact.not_for and self.still_needs(contact) <= desk.skills

    def still_needs(self, contact: Waiting) -> frozenset[str]:
        """Return what a contact still needs now: less, the longer it waits and the fewer are there."""
        waited = self.now - contact.joined_at >= timedelta(seconds=self.skill_wait_seconds)
        if waited or contact.pressing:
            return frozenset()
        needed = contact.needs & self.skills
        theirs = (desk.skills for desk in self.desks if desk.handler not in contact.not_for)
        return needed if any(needed <= skills for skills in theirs) else frozenset()

    def reaches_nobody(self, not_for: Collection[int]) -> bool:
        """Tell whether a contact that is not for these handlers can come to none of those who are there."""
        return all(desk.handler in not_for for desk in self.desks)

    def passed(self, desk: Desk, contact: Waiting, others: Iterable[Desk]) -> bool:
        """Tell whether this handler passed it by and one of the others has not and fits."""
        return desk.handler in contact.passed_by and any(
            other.handler not in contact.passed_by and self.fits(other, contact) for other in others
        )

    def rests(self, desk: Desk, contact: Waiting) -> bool:
        """Tell whether it is too early to ask this handler again about what they passed by."""
        if desk.handler not in contact.passed_by or contact.passed_at is None:
            return False
        return self.now - contact.passed_at < timedelta(seconds=AGAIN_SECONDS)


def next_for(desk: Desk, waiting: Iterable[Waiting], line: Line) -> UUID | None:
    """Return the first in order that this handler may take: it fits, and is nobody else's offer.

    `waiting` stands in the order of the queue and is read no further than needed.
    """
    for contact in waiting:
        theirs = contact.offered_to in {None, desk.handler}
        if theirs and line.fits(desk, contact) and not line.passed(desk, contact, line.desks):
            return contact.contact
    return None


def offers(waiting: Iterable[Waiting], line: Line) -> Iterator[tuple[Waiting, Desk]]:
    """Yield whom to offer to whom, in the order of the queue; each contact and each handler once.

    `waiting` stands in the order of the queue and is read no further than needed.
    """
    free = [desk for desk in line.desks if desk.is_free(line.now)]
    for contact in waiting if free else ():
        if contact.offered_to is not None:
            continue
        asked = [
            desk
            for desk in free
            if line.fits(desk, contact)
            and not line.rests(desk, contact)
            and not line.passed(desk, contact, free)
        ]
        if asked:
            chosen = _chosen(asked, contact)
            free.remove(chosen)
            yield contact, chosen
        if not free:
            return


def _chosen(asked: Sequence[Desk], contact: Waiting) -> Desk:
    trained = [desk for desk in asked if contact.pressing and contact.needs <= desk.skills]
    return min(trained or asked, key=_by_turn)


def _by_turn(desk: Desk) -> tuple[int, datetime, int]:
    return (desk.held, desk.last_taken_at or NEVER, desk.handler)
