"""By which channel contacts came: what a reader of the tables cannot work out, by trying every month."""

from collections import defaultdict

from helpline.statistics.tables import Group, breakdowns

MOST = 24


def shown(chats: int, calls: int, mails: int) -> tuple[object, ...]:
    """Return all that the page says of a month in which every contact was alike but for its channel."""
    counts = {"web_chat": chats, "phone": calls, "email": mails}
    groups = [
        Group("person_using_abuse", "completed", "under_1", answered=True, channel=channel, number=number)
        for channel, number in counts.items()
        if number
    ]
    return tuple(
        (table.total, *((row.label, row.count) for row in table.rows)) for table in breakdowns(groups)
    )


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
        for place, name in enumerate(("Web chat", "Phone", "E-mail")):
            assert (channels.get(name) is None) is (len(values[place]) > 1), (page, values)
            assert channels.get(name) is None or channels[name] >= 5


def test_calls_show_whether_alone_or_together_only_from_five_on() -> None:
    def of(*month: int) -> list[tuple[str, int | None]]:
        return list(shown(*month)[0][1:])  # type: ignore[index]

    assert of(20, 5, 5) == [("Web chat", 20), ("Phone", 5), ("E-mail", 5)]
    assert of(20, 9, 4) == [("Web chat", 20), ("Phone or e-mail", 13)]
    assert of(20, 2, 3) == [("Web chat", 20), ("Phone or e-mail", 5)]
    assert of(20, 4, 0) == [("Web chat", None), ("Phone or e-mail", None)]
    assert of(0, 9, 9) == [("Web chat", None), ("Phone or e-mail", None)]
