"""The cell-key method: noise that is the same whenever the same contacts are counted. Plain Python.

Each fact has a random key. The keys of the facts in a cell are added, modulo KEYS; the sum and the count
choose a step from -2 to +2 in a table of chances. Over all keys the steps of a count add up to nought.
Method and tables: Giessing (2016) and the SDC Handbook, chapter 5; docs/adr/0058-disclosure-control.md.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

KEYS = 1 << 16
FILE = Path(__file__).with_name("perturbation.json")
RELEASE = "D2V105js1"


@dataclass(frozen=True)
class PerturbationTable:
    """For each true count, from which key on which count is published.

    `rows[n]` has (key, count) pairs, rising, the first from key 0; keys go from 0 to `keys` - 1. A count
    beyond the last row takes its step from the last `repeats` rows, over and over.
    """

    rows: Sequence[Sequence[tuple[int, int]]]
    keys: int = KEYS
    repeats: int = 1

    def step(self, count: int, key: int) -> int:
        """Return what is added to this count under this key."""
        last = len(self.rows) - 1
        row = count if count <= last else last + 1 - self.repeats + (count - last - 1) % self.repeats
        pairs = self.rows[row]
        place = bisect_right(pairs, key, key=lambda pair: pair[0]) - 1
        return pairs[place][1] - row

    def chances(self, count: int) -> dict[int, float]:
        """Return how likely each step is for this count, over all keys."""
        ends = [*(start for start, _ in self.rows[count][1:]), self.keys]
        return {
            published - count: (end - start) / self.keys
            for (start, published), end in zip(self.rows[count], ends, strict=True)
        }


def cell_key(keys: Iterable[int], modulus: int = KEYS) -> int:
    """Return the key of a cell from the keys of the facts in it."""
    return sum(keys) % modulus


def perturbed_count(count: int, key: int, table: PerturbationTable) -> int:
    """Return a count with its noise, never below nought; nought stays nought.

    `key` is the cell's, from 0 to `table.keys` - 1. Raises ValueError for a count or key that is none.
    """
    if count < 0 or not 0 <= key < table.keys:
        raise ValueError("a count is not negative, and a key lies within the table's keys")
    return count + table.step(count, key)


def table_from_chances(
    rows: Sequence[Mapping[int, float]], *, keys: int = KEYS, repeats: int = 1
) -> PerturbationTable:
    """Cut the keys into shares as large as the chances: `rows[n]` maps what is published for n to its chance.

    Raises ValueError where the chances of a row do not add up to 1.
    """
    cut = []
    for row in rows:
        published = sorted(row)
        reached = list(accumulate(row[count] for count in published))
        if abs(reached[-1] - 1) > 1e-9:
            raise ValueError("the chances of a row add up to 1")
        starts = [0, *(round(share * keys) for share in reached[:-1])]
        cut.append(tuple(zip(starts, published, strict=True)))
    return PerturbationTable(tuple(cut), keys, repeats)


@cache
def shipped_table(name: str = RELEASE) -> PerturbationTable:
    """Return a table of perturbation.json."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["tables"][name]["rows"]
    return table_from_chances(
        [{int(published): chance for published, chance in rows[str(n)].items()} for n in range(len(rows))]
    )
