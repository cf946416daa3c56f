"""By which channel contacts came: what a reader of the tables cannot work out, by trying every month."""

from collections import defaultdict

import pytest

from helpline.statistics.categories import CHANNELS
from helpline.statistics.cells import Tally
from helpline.statistics.dashboard.parts import exact_parts

pytestmark = pytest.mark.once
MOST = 24


def shown(chats: int, calls: int, mails: int) -> tuple[object, ...]:
    """Return all that the page says of a month in which every contact was alike but for its channel."""
    counts = {"web_chat": chats, "phone": calls, "email": mails}
    ways = {(channel, True, "under_1"): Tally(number, 0) for channel, number in counts.items() if number}
    alike = {"caller_type": "person_using_abuse", "outcome": "completed", "level": "standard"}
    judged = {field: {(True, code): Tally(sum(counts.values()), 0)} for field, code in alike.items()}
    return tuple((part.total, *part.cells.items()) for part in exact_parts(ways, judged).values())


def test_no_hidden_channel_can_be_worked_out_from_all_tables_together() -> None:
    months = [
        (chats, calls, total - chats - calls)
        for total in range(5, MOST + 1)
        for chats in range(total + 1)
        for calls in range(total - chats + 1)
    ]
    possible: dict[object, list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    for month in months:
        for place, number in enumerate(month):
            possible[shown(*month)][place].add(number)

    for page, values in possible.items():
        channels = dict(page[0][1:])  # type: ignore[index]
        for place, name in enumerate(CHANNELS):
            assert (channels.get(name) is None) is (len(values[place]) > 1), (page, values)
            assert channels.get(name) is None or channels[name] >= 5


def test_calls_show_whether_alone_or_together_only_from_five_on() -> None:
    def of(*month: int) -> list[tuple[str, int | None]]:
        return list(shown(*month)[0][1:])  # type: ignore[index]

    assert of(20, 5, 5) == [("web_chat", 20), ("phone", 5), ("email", 5)]
    assert of(20, 9, 4) == [("web_chat", 20), ("recorded", 13)]
    assert of(20, 2, 3) == [("web_chat", 20), ("recorded", 5)]
    assert of(20, 4, 0) == [("web_chat", None), ("recorded", None)]
    assert of(0, 9, 9) == [("web_chat", None), ("recorded", None)]
