"""Words are kept no longer than callers are told, backups of their keys with them."""

from pathlib import Path

import pytest

from chat.promised_days import MOST_HOURS, TELLING, days_needed, texts_that_promise_less


@pytest.mark.parametrize(("hours", "days"), [(0, 1), (48, 3), (72, 4), (73, 5), (96, 5), (97, 6), (168, 8)])
def test_the_days_are_those_of_the_words_and_a_day_for_backups(hours: int, days: int) -> None:
    assert days_needed(hours) == days


def test_the_shipped_texts_all_say_four_days_and_are_true_up_to_72_hours() -> None:
    assert all("four days" in " ".join(path.read_text().split()) for path in TELLING)
    assert [texts_that_promise_less(hours) for hours in (0, 24, 72)] == [[], [], []]


@pytest.mark.parametrize("hours", [73, MOST_HOURS])
def test_beyond_72_hours_each_of_the_shipped_texts_is_named(hours: int) -> None:
    assert texts_that_promise_less(hours) == [path.name for path in TELLING]


@pytest.mark.parametrize(
    ("text", "hours", "true"),
    [
        ("destroyed within five days", 96, True),
        ("destroyed within\n  eight days", 96, True),
        ("destroyed within five days", 97, False),
        ("destroyed soon", 96, False),
        ("within eight days; on another page within four days", 168, False),
    ],
)
def test_a_service_s_own_texts_count(text: str, hours: int, true: bool, tmp_path: Path) -> None:
    path = tmp_path / "consent.yaml"
    path.write_text(text)

    assert texts_that_promise_less(hours, (path,)) == ([] if true else ["consent.yaml"])
