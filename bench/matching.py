"""What finding a service costs among 50 to 5,000: `python -m bench.matching`.

It invents a directory by a fixed seed (places, ages, forms, languages, routes as they are mixed in practice),
makes it ready, and measures `triage.matching.match` for callers of several kinds, beside the floor: reading
every entry once and sorting by name. The ratio counts; see docs/measuring.md. Nothing here is a test.
"""

# ruff: noqa: T201, S311

import os
import platform
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from triage.entries import AUDIENCES, FORMATS, LANGUAGES, ROLES, ROUTES, TAKES, Entry
from triage.matching import Directory, match
from triage.places import PLACES, councils
from triage.wanted import Wanted

SIZES = (50, 500, 5_000)
RUNS = 40
TODAY = date(2026, 11, 27)
SEARCHES = {
    "a man, his council": Wanted(
        area="St Helens", about="own_behaviour", audience="M", age_band="26_40", known=False
    ),
    "a woman, a postcode": Wanted(
        area="NG5", about="own_behaviour", audience="W", takes=frozenset({"same_sex"})
    ),
    "words, a nation": Wanted(words="group", area="England", about="own_behaviour", language="cy"),
    "no place at all": Wanted(about="own_behaviour", interpreter=True),
    "everything, no place": Wanted(
        words="group",
        about="own_behaviour",
        audience="M",
        age_band="26_40",
        interpreter=True,
        language="cy",
        known=False,
        level="elevated",
        takes=frozenset({"same_sex"}),
    ),
}


def invented(number: int, alike: bool = True) -> list[Entry]:
    """Return so many entries; where they are not `alike` no two say the same of themselves."""
    dice = random.Random(4711)
    places = (
        [place.name for place in councils()] * 4 + [place.name for place in PLACES.values()] + ["UK"] * 20
    )
    return [
        Entry(
            slug=f"service-{n}",
            name=f"Service {dice.random():.6f}",
            signpost=dice.choice(["yes"] * 6 + ["with_care", "verify", "agency_only", "survivor_only"]),
            role=dice.choice(list(ROLES)),
            description="A weekly group for people who want to change." if n % 3 else "One to one work.",
            areas=tuple(dice.sample(places, dice.choice([1, 1, 1, 2, 3]))),
            audience=tuple(dice.sample(list(AUDIENCES), dice.choice([0, 1, 2]))),
            age_min=dice.choice([None, None, 16, 18]) if alike else n,
            formats=tuple(dice.sample(list(FORMATS)[:6], dice.choice([0, 1, 2]))),
            routes=tuple(dice.sample(list(ROUTES), dice.choice([0, 1, 2]))),
            languages=dice.choice([(), (), ("en",), ("en", "cy"), ("en", dice.choice(list(LANGUAGES)))]),
            takes=tuple(dice.sample(list(TAKES), dice.choice([0, 0, 1]))),
            phone="0151 496 0123" if n % 9 else "",
            last_checked=date(2026, 10, 1),
            check_due=date(2027, 4, 1),
        )
        for n in range(number)
    ]


def spent(act: Callable[[], object]) -> float:
    """Return the median of the processor's time in milliseconds: others are at work on this machine."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        act()
        times.append((time.process_time() - began) * 1_000)
    return median(times)


def main() -> None:
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {RUNS} runs, processor's time, median"
    )
    print(f"| search | {' | '.join(f'{size:,}' for size in SIZES)} | 5,000, no two alike |")
    print("|---" * (len(SIZES) + 2) + "|")
    held = [Directory(invented(size)) for size in SIZES] + [Directory(invented(SIZES[-1], alike=False))]
    floor = [spent(lambda d=d: sorted(e.name for e in d.held if e.entry.is_reachable)[:30]) for d in held]
    print("| the floor | " + " | ".join(f"{ms:.2f} ms" for ms in floor) + " |")
    for name, wanted in SEARCHES.items():
        cells = [spent(lambda d=d, w=wanted: match(d, w, on=TODAY)) for d in held]
        shown = (f"{ms:.2f} ms ({ms / low:.1f} ×)" for ms, low in zip(cells, floor, strict=True))
        print(f"| {name} | " + " | ".join(shown) + " |")


if __name__ == "__main__":
    sys.exit(main())
