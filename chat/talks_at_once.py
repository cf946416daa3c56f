"""How many talks a handler had at once while one of them went on. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """A handler had a contact from when they took it until it was wrapped up."""

    begin: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return max(0.0, (self.end - self.begin).total_seconds())

    def shared_with(self, other: "Held") -> float:
        """Return the seconds for which both were held."""
        return max(0.0, (min(self.end, other.end) - max(self.begin, other.begin)).total_seconds())


def mean_at_once(talk: Held, others: Iterable[Held]) -> int:
    """Return how many the handler had on average during a talk, itself among them: 1 or more, rounded."""
    if not talk.seconds:
        return 1
    return 1 + round(sum(talk.shared_with(other) for other in others) / talk.seconds)
