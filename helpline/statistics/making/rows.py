"""Made-up facts as rows of their table, and the sums that go with them. Plain Python."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, product
from random import Random
from typing import Any

from helpline.statistics.bands import HOURS_PER_BAND, wait_band
from helpline.statistics.making import likelihood as how
from helpline.statistics.making.months import spread
from helpline.statistics.making.profiles import Around, profile
from helpline.statistics.noted import LISTS
from helpline.statistics.record_keys import RECORD_KEY_BITS
from helpline.statistics.values import COARSE_FIELDS

# Drawn once and used again and again: a million of them would take minutes.
PROFILES = 4_000
SLOTS = list(product(range(7), range(24)))
SLOT_WEIGHTS = list(accumulate(how.WEEKDAYS[day] * how.HOURS[hour] for day, hour in SLOTS))
SHARE_WITHOUT_AREA = 0.3
_LISTS = frozenset({*LISTS, "signposts"})
_PLACED = ("month", "day_kind", "hour_band", "wait_band", "area", "nation")


@dataclass
class Sums:
    """What is counted beside the facts: `contacts` of all, the rest of chats alone."""

    waits: Counter[tuple[date, int, bool]] = field(default_factory=Counter)
    arrivals: Counter[tuple[date, int, int]] = field(default_factory=Counter)
    talked: Counter[date] = field(default_factory=Counter)
    minutes: Counter[date] = field(default_factory=Counter)
    contacts: Counter[date] = field(default_factory=Counter)


def fact_rows(
    rng: Random, count: int, months: list[date], around: Around, sums: Sums
) -> Iterator[tuple[Any, ...]]:
    """Yield `count` rows in the order of COLUMNS, month by month; fill `sums` while going on."""
    pool = [_prepared(profile(rng, around)) for _ in range(PROFILES)]
    places: list[tuple[str, str] | tuple[None, None]] = [*around.areas, (None, None)]
    sizes = [rng.lognormvariate(0, 0.9) * how.NATIONS.get(nation, 1) for _, nation in around.areas]
    unknown = sum(sizes) * SHARE_WITHOUT_AREA / (1 - SHARE_WITHOUT_AREA) or 1.0
    place_weights = list(accumulate([*sizes, unknown]))
    bands = [wait_band(60 * minutes) for minutes in range(61)]
    for month, number in spread(rng, count, months).items():
        drawn = zip(
            rng.choices(pool, k=number),
            rng.choices(SLOTS, cum_weights=SLOT_WEIGHTS, k=number),
            rng.choices(places, cum_weights=place_weights, k=number),
            rng.choices(range(61), how.WAIT_ANSWERED, k=number),
            rng.choices(range(61), how.WAIT_GAVE_UP, k=number),
            strict=True,
        )
        first = month.isoformat()
        for (values, answered, written, length), (day, hour), (
            area,
            nation,
        ), taken_after, gave_up_after in drawn:
            minutes = 0 if not written else taken_after if answered else gave_up_after
            start = hour // HOURS_PER_BAND * HOURS_PER_BAND
            kind = "weekend" if day > 4 else "weekday"
            placed = (first, kind, f"{start:02}-{start + HOURS_PER_BAND:02}", bands[minutes], area, nation)
            if written:
                sums.waits[month, minutes, answered] += 1
                sums.arrivals[month, day, hour] += 1
                sums.talked[month] += answered
                sums.minutes[month] += length
            yield (f"{rng.getrandbits(128):032x}", rng.getrandbits(RECORD_KEY_BITS), *placed, *values)
        sums.contacts[month] = number


REST = tuple(name for name in COARSE_FIELDS if name not in _PLACED)
COLUMNS = ("id", "record_key", *_PLACED, *REST)


def _prepared(made: dict[str, Any]) -> tuple[tuple[Any, ...], bool, bool, int]:
    """Return its values in the order of REST, whether it was answered, was a chat, and its minutes."""
    values = tuple(json.dumps(made.get(name, [])) if name in _LISTS else made.get(name) for name in REST)
    length = how.TALK_MINUTES.get(made["talk_band"], 0)
    return values, made["answered"], made["channel"] == "web_chat", length
