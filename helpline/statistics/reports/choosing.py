"""Which blocks a report may have, and which it has where nobody chose. Plain Python."""

from collections.abc import Iterable, Mapping

from helpline.kernel.errors import HelplineError
from helpline.statistics.dashboard.texts import Texts

# Every block of a page of released figures, in the order of that page.
BLOCKS = (
    "series", "channel", "answered", "refusals", "waits", "wait_share", "heat", "caller_type", "level",
    "outcome", "readiness", "cues", "programmes", "unmet", "places", "survey", "rang", "spread", "loads",
)  # fmt: skip
USUAL = (
    "series", "channel", "answered", "wait_share", "caller_type", "level", "outcome", "programmes",
    "unmet", "places", "readiness", "survey",
)  # fmt: skip


class UnknownBlocks(HelplineError):
    """There is no such block, one was named twice, or none was named."""

    code = "reports.blocks"
    message = "A report is made of the parts in the list. Choose one at least, and each once."


def checked_blocks(keys: Iterable[object]) -> tuple[str, ...]:
    """Return the keys in their order. Raises UnknownBlocks."""
    found = tuple(str(key) for key in keys)
    if not found or len(set(found)) < len(found) or not set(BLOCKS) >= set(found):
        raise UnknownBlocks
    return found


def in_order(places: Mapping[str, int | None]) -> tuple[str, ...]:
    """Return the blocks that were given a place, by place; two of one place in their usual order."""
    given = [(place, BLOCKS.index(key), key) for key, place in places.items() if place is not None]
    return tuple(key for _, _, key in sorted(given))


def titles(t: Texts) -> dict[str, str]:
    """Return what each block is called."""
    return {key: t(f"{key}_title") for key in BLOCKS}
