"""What differs between two states of a section, place by place, to be laid side by side. Plain Python."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# By the first of these that each entry of a list has, and no two the same, entries are told apart.
NAMED_BY = ("id", "slug", "date", "code", "cue", "weekday", "name", "title")
LONGEST_SHOWN = 1_200


@dataclass(frozen=True)
class Difference:
    """One place, what stands there now, and what the file has; "" where there is nothing."""

    place: str
    now: str
    then: str


def differences(now: Any, then: Any) -> list[Difference]:
    """Return every place that differs, in the order of the file."""
    return list(_differing(now, then, ()))


def _differing(now: Any, then: Any, place: tuple[str, ...]) -> Iterator[Difference]:
    if now == then and type(now) is type(then):
        return
    if isinstance(now, dict) and isinstance(then, dict):
        for key in [*then, *(key for key in now if key not in then)]:
            yield from _differing(now.get(key), then.get(key), (*place, str(key).replace("_", " ")))
        return
    if isinstance(now, list) and isinstance(then, list) and (key := _named_by(now, then)):
        yield from _entries(now, then, key, place)
        return
    yield Difference(", ".join(place), _words(now), _words(then))


def _entries(now: list[Any], then: list[Any], key: str, place: tuple[str, ...]) -> Iterator[Difference]:
    ours = {str(entry[key]): entry for entry in now}
    theirs = {str(entry[key]): entry for entry in then}
    for name in [*theirs, *(name for name in ours if name not in theirs)]:
        yield from _differing(ours.get(name), theirs.get(name), (*place, name))
    both = [name for name in ours if name in theirs], [name for name in theirs if name in ours]
    if both[0] != both[1]:
        yield Difference(", ".join((*place, "order")), ", ".join(both[0]), ", ".join(both[1]))


def _named_by(now: Sequence[Any], then: Sequence[Any]) -> str:
    entries = [*now, *then]
    if not entries or not all(isinstance(entry, Mapping) for entry in entries):
        return ""
    for key in NAMED_BY:
        if all(key in entry for entry in entries) and all(
            len({str(entry[key]) for entry in side}) == len(side) for side in (now, then)
        ):
            return key
    return ""


def _words(value: Any, depth: int = 0) -> str:
    """Return a value as lines of text."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping) and _is_short(value):
        text = ", ".join(
            f"{str(key).replace('_', ' ')} {_words(each, depth + 1)}" for key, each in value.items()
        )
    elif isinstance(value, Mapping):
        text = "\n".join(
            f"{str(key).replace('_', ' ')}: {_words(each, depth + 1)}" for key, each in value.items()
        )
    elif isinstance(value, list):
        text = "\n".join(_words(each, depth + 1) for each in value)
    else:
        text = str(value)
    return f"{text[:LONGEST_SHOWN]} …" if not depth and len(text) > LONGEST_SHOWN else text


def _is_short(value: Mapping[str, Any]) -> bool:
    """Tell whether a mapping is read more easily on one line."""
    return len(value) < 5 and all(
        isinstance(each, str | int) and len(str(each)) < 30 for each in value.values()
    )
