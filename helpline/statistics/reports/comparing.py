"""Whether a figure differs from an earlier one by more than chance alone would do. Plain Python."""

from dataclasses import dataclass
from typing import Literal

from helpline.statistics.dashboard.margin import by_chance

Told = Literal["more", "fewer", "same", "untold"]


@dataclass(frozen=True)
class Change:
    """Two published figures; `margin` is what chance, noise and rounding can make of nothing.

    None is a figure that is not shown; then nothing is told.
    """

    now: int | None
    before: int | None

    @property
    def margin(self) -> int | None:
        if self.now is None or self.before is None:
            return None
        # Of the larger: never less than the notes of either period state.
        larger = max(self.now, self.before)
        return by_chance(larger, has_noise=True)

    @property
    def difference(self) -> int | None:
        return None if self.now is None or self.before is None else abs(self.now - self.before)

    @property
    def told(self) -> Told:
        if self.now is None or self.before is None or self.margin is None:
            return "untold"
        if abs(self.now - self.before) <= self.margin:
            return "same"
        return "more" if self.now > self.before else "fewer"
