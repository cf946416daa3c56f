"""Made-up figures beside the facts: surveys and sums of a day, a month or a year. Plain Python."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from helpline.statistics.answers import RANG
from helpline.statistics.categories import COUNTERS
from helpline.statistics.load_bands import BANDS, band_of
from helpline.statistics.making import likelihood as how
from helpline.statistics.making.profiles import Around
from helpline.statistics.making.rows import Sums
from helpline.statistics.noted import CUES
from helpline.statistics.record_keys import RECORD_KEY_BITS

Rows = Iterator[tuple[Any, ...]]
# For each contact of the month, on the day.
COUNTED = {"refused_closed": 0.05, "refused_full": 0.03, "refused_throttled": 0.002, "visited_closed": 0.6}
# How often a prompt that was shown became what, and which of the talks saw it at all.
SEEN, PROMPT_SHARES = 0.18, {"prompt_taken": 0.45, "prompt_sent": 0.4, "prompt_answered": 0.32}


def survey_rows(rng: Random, sums: Sums) -> Rows:
    """Yield (id, month, heard, clearer, likely) of those who answered; a question may be left out."""
    for month, talked in sums.talked.items():
        for _ in range(round(talked * how.SHARE_SURVEYED)):
            heard = round(rng.triangular(0, 10, 9))
            clearer, likely = (max(0, min(10, heard + rng.choice((-3, -2, -1, 0, 1)))) for _ in range(2))
            left_out = rng.random() < 0.3
            yield (
                f"{rng.getrandbits(128):032x}",
                month.isoformat(),
                heard,
                clearer,
                None if left_out else likely,
            )


def wait_rows(sums: Sums) -> Rows:
    """Yield (month, minutes, answered, number)."""
    for (month, minutes, answered), number in sorted(sums.waits.items()):
        yield month.isoformat(), minutes, answered, number


def arrival_rows(rng: Random, sums: Sums) -> Rows:
    """Yield (month, weekday, hour, number, turned_away); bank holidays are not told apart."""
    for (month, weekday, hour), number in sorted(sums.arrivals.items()):
        yield month.isoformat(), weekday, hour, number, round(number * rng.uniform(0, 0.06))


def talk_rows(sums: Sums) -> Rows:
    """Yield (month, at_once, talks, minutes); talks at once take longer each."""
    for month, talked in sums.talked.items():
        for at_once, share in how.AT_ONCE.items():
            minutes = round(sums.minutes[month] * share * (0.9 + 0.1 * at_once))
            yield month.isoformat(), at_once, round(talked * share), minutes


def rang_rows(rng: Random, sums: Sums) -> Rows:
    """Yield (month, answer, number) of those who came back."""
    for month, talked in sums.talked.items():
        said = rng.choices(list(RANG), (46, 38, 16), k=round(talked * how.SHARE_RETURNED))
        for answer, number in sorted(Counter(said).items()):
            yield month.isoformat(), answer, number


def counter_rows(rng: Random, sums: Sums) -> Rows:
    """Yield (day, kind, number) of each day on which anything was counted."""
    for month, contacts in sums.contacts.items():
        days = monthrange(month.year, month.month)[1]
        for day in range(1, days + 1):
            for kind in COUNTERS:
                number = round(contacts / days * COUNTED[kind] * rng.uniform(0.4, 1.6))
                if number:
                    yield month.replace(day=day).isoformat(), kind, number


def guidance_rows(rng: Random, sums: Sums, around: Around) -> Rows:
    """Yield (month, version, kind, name, contacts, times) of prompts and of cues."""
    liked = {prompt: rng.uniform(0.2, 1.6) for prompt in around.prompts}
    for month, talked in sums.talked.items():
        of = month.isoformat(), around.script
        for prompt, liking in liked.items():
            shown = round(talked * SEEN * liking)
            shares = {"prompt_shown": 1.0} | {
                kind: share * rng.uniform(0.7, 1.3) for kind, share in PROMPT_SHARES.items()
            }
            for kind, share in shares.items():
                if number := round(shown * share):
                    yield (*of, kind, prompt, number, round(number * rng.uniform(1, 1.3)))
        for cue in CUES:
            for kind, share in (("cue_confirmed", 0.1), ("cue_refused", 0.03)):
                if number := round(talked * share * rng.uniform(0.3, 1.5)):
                    yield (*of, kind, cue, number, round(number * rng.uniform(1, 1.6)))


def talk_load_rows(rng: Random, sums: Sums) -> Rows:
    """Yield (month, band, handlers): as many handlers as the talks of a month need."""
    for month, talked in sums.talked.items():
        left, handlers = talked, Counter(dict.fromkeys(BANDS, 0))
        while left > 0:
            talks = min(left, max(1, round(rng.gauss(how.TALKS_A_HANDLER, how.TALKS_A_HANDLER / 2))))
            handlers[band_of(talks)] += 1
            left -= talks
        for band, number in handlers.items():
            yield month.isoformat(), band, number


def equality_rows(rng: Random, sums: Sums) -> Rows:
    """Yield (year, question, answer, number, key): the key as if each had drawn a number of its own."""
    talked: Counter[int] = Counter()
    for month, number in sums.talked.items():
        talked[month.year] += number
    for year, number in sorted(talked.items()):
        for question, weights in how.EQUALITY.items():
            told = rng.choices(
                list(weights), list(weights.values()), k=round(number * how.SHARE_TOLD_EQUALITY)
            )
            for answer, those in sorted(Counter(told).items()):
                key = sum(rng.getrandbits(RECORD_KEY_BITS) for _ in range(those))
                yield year, question, answer, those, key
