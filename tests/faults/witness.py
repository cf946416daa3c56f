"""Who watches a load from outside: what was written, what was acknowledged, and what each end was shown.

Its judgement is the point of every fault's test, so that it is itself tried first: test_witness.py.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

CALLER, HANDLER = "caller", "handler"
OTHER = {CALLER: HANDLER, HANDLER: CALLER}


@dataclass
class Words:
    """One message: who wrote it, under which id, and when what became of it."""

    contact: str
    sender: str
    id: str
    body: str
    written_at: float
    seq: int | None = None
    acknowledged_at: float | None = None
    arrived_at: float | None = None


@dataclass(frozen=True)
class Figures:
    """A run in numbers; the last line of a test, and a row of docs/fault-tests.md."""

    written: int
    acknowledged: int
    delivered: int
    queued: int
    lost: int
    twice: int
    longest_answer: float
    longest_way: float

    def __str__(self) -> str:
        return (
            f"written {self.written}, acknowledged {self.acknowledged}, delivered {self.delivered}, "
            f"queued {self.queued}, lost {self.lost}, twice {self.twice}, "
            f"longest to the acknowledgement {self.longest_answer:.1f} s, "
            f"to the other side {self.longest_way:.1f} s"
        )


@dataclass
class Witness:
    """Notes what both ends of every talk say and are shown, in the order in which it comes."""

    clock: Callable[[], float] = time.monotonic
    words: dict[str, Words] = field(default_factory=dict)
    shown: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    queued: list[str] = field(default_factory=list)

    def wrote(self, contact: str, sender: str, id: str, body: str) -> None:
        """Note that an end gave these words to its page, for the first time."""
        self.words[id] = Words(contact, sender, id, body, self.clock())

    def acknowledged(self, id: str, seq: int) -> None:
        """Note the promise: these words are stored, under this number."""
        words = self.words[id]
        if words.acknowledged_at is None:
            words.seq, words.acknowledged_at = seq, self.clock()

    def showed(self, contact: str, end: str, seq: int, id: str) -> None:
        """Note that the page of this end was told to show a message, now."""
        self.shown[contact, end].append((seq, id))
        words = self.words.get(id)
        if words is not None and end == OTHER[words.sender] and words.arrived_at is None:
            words.arrived_at = self.clock()

    def waits(self, contact: str) -> None:
        """Note that a start was answered: this contact stands in the queue, behind those before it."""
        self.queued.append(contact)

    @property
    def promised(self) -> list[Words]:
        return [words for words in self.words.values() if words.acknowledged_at is not None]

    def missing(self) -> list[Words]:
        """Return what was acknowledged and is not shown at both ends; it may still be on its way."""
        there = {end: {id for _, id in seen} for end, seen in self.shown.items()}
        return [
            words
            for words in self.promised
            if any(words.id not in there.get((words.contact, end), set()) for end in OTHER)
        ]

    def lost(self) -> list[str]:
        """Say each acknowledged message that an end was never shown."""
        return [f"lost: {words.body} ({words.seq})" for words in self.missing()]

    def twice(self) -> list[str]:
        """Say each message that an end was shown more than once, under its id or under another."""
        found = []
        for (contact, end), seen in self.shown.items():
            counted = Counter(id for _, id in seen)
            found += [
                f"twice: {self._name(id)} at the {end} of {contact}" for id in counted if counted[id] > 1
            ]
            # The load repeats no words, so that what nobody wrote under this id is a copy.
            found += [
                f"twice: a copy under {id} at the {end} of {contact}"
                for id in counted
                if id not in self.words
            ]
        return found

    def swapped(self) -> list[str]:
        """Say where an end was shown something out of its order, or under another number than promised."""
        found = []
        for (contact, end), seen in self.shown.items():
            numbers = [seq for seq, _ in seen]
            if numbers != list(range(1, len(numbers) + 1)):
                found.append(f"swapped: numbers {_around(numbers)} at the {end} of {contact}")
            for sender in OTHER:
                written = [
                    id
                    for id, words in self.words.items()
                    if words.contact == contact and words.sender == sender
                ]
                place = {id: n for n, id in enumerate(written)}
                came = [place[id] for _, id in seen if id in place]
                if came != sorted(came):
                    found.append(f"swapped: the {sender}'s words at the {end} of {contact}")
            for seq, id in seen:
                promised = self.words[id].seq if id in self.words else None
                if promised not in {None, seq}:
                    found.append(f"swapped: {self._name(id)} was promised as {promised} and is {seq}")
        return found

    def out_of_queue(self, waiting: Iterable[str]) -> list[str]:
        """Say what is wrong with a queue, as a console shows it: who is missing, double, or overtaken."""
        there = list(waiting)
        counted = Counter(there)
        found = [f"lost from the queue: {contact}" for contact in self.queued if contact not in counted]
        found += [f"twice in the queue: {contact}" for contact, times in counted.items() if times > 1]
        known = [contact for contact in there if contact in set(self.queued)]
        if not found and known != self.queued:
            found.append("swapped in the queue")
        return found

    def verdict(self) -> list[str]:
        """Say everything that is wrong with what was said."""
        return [*self.lost(), *self.twice(), *self.swapped()]

    def figures(self) -> Figures:
        promised = self.promised
        arrived = [words for words in promised if words.arrived_at is not None]
        return Figures(
            written=len(self.words),
            acknowledged=len(promised),
            delivered=len(arrived),
            queued=len(self.queued),
            lost=len(self.lost()),
            twice=len(self.twice()),
            longest_answer=max((_since(words, words.acknowledged_at) for words in promised), default=0.0),
            longest_way=max((_since(words, words.arrived_at) for words in arrived), default=0.0),
        )

    def _name(self, id: str) -> str:
        return self.words[id].body if id in self.words else id


def _since(words: Words, at: float | None) -> float:
    return (at or words.written_at) - words.written_at


def _around(numbers: list[int]) -> list[int]:
    """Return the numbers about the first that is out of order."""
    wrong = next(n for n, seq in enumerate(numbers) if seq != n + 1)
    return numbers[max(0, wrong - 2) : wrong + 3]
