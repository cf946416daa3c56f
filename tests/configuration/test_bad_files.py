"""A file that is wrong is refused with a sentence that helps, and nothing of it is taken in."""

import json

import pytest

from helpline.configuration.importing import plan_import
from helpline.configuration.mistakes import FileRefused
from helpline.configuration.reading import MOST_BYTES, read_configuration

LINE = """\
version: 1
line:
  routing: pull
  offer_seconds: 30
  skill_wait_seconds: 120
  idle_minutes: 20
  wrap_up_minutes: 10
  most_wait_minutes: 60
  pause_minutes: 5
"""
# Each line nine times the one before: 9**9 entries, out of a few hundred letters.
LAUGHS = "\n".join(
    [f"a0: &a0 [{', '.join(['lol'] * 9)}]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
)


def refused(content: bytes | str) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        plan_import(content.encode() if isinstance(content, str) else content)
    return [str(mistake) for mistake in refusal.value.mistakes]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "This is no text file. A configuration is a file in YAML, in UTF-8."),
        ("", "Line 1: The file is empty."),
        ("- a\n- b\n", "Line 1: The file must have keys and values."),
        ("version: [1", "Line 2: Not valid YAML: did not find expected ',' or ']'."),
        (LAUGHS, "Line 1: References (* and &) are not used here: write it out."),
        ("version: !!python/object/apply:os.system [id]", "Line 1: Tags are not used here: leave out "
         "!!python/object/apply:os.system."),
        ("version: " + "[" * 50 + "]" * 50, "Line 1: Nested deeper than 20 levels."),
        (b"a" * (MOST_BYTES + 1), "The file is larger than 2 MB, and none of ours is."),
        (LINE + "line: 3\n", "Line 10: line stands here a second time."),
        (LINE.replace("  routing: pull", "  routing: pull\n  routing: push"),
         "Line 4: routing stands here a second time."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plain_text_is_refused_before_anything_is_built(
    content: bytes | str, says: str
) -> None:
    assert refused(content)[0] == says


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("version: 1\n", ""), "Line 1: “version” is missing here."),
        (("idle_minutes: 20", "idle_minutes: 2000"),
         "Line 6, How the line works, idle minutes: This must be 240 or less."),
        (("idle_minutes: 20", "idle_minutes: twenty"),
         "Line 6, How the line works, idle minutes: This must be a whole number."),
        (("idle_minutes: 20", "idle_minutes: yes"),
         "Line 6, How the line works, idle minutes: This must be a whole number."),
        (("  pause_minutes: 5\n", ""), "Line 2, How the line works: “pause_minutes” is missing here."),
        (("routing: pull", "routing: shove"),
         "Line 3, How the line works, routing: This must be one of: pull, push."),
        (("pause_minutes: 5", "pause_minutes: 5\n  name: Ann"),
         "Line 10, How the line works: There is no key called “name” in this version. Take it out, or look "
         "how it is spelled."),
        (("line:", "people:"),
         "Line 2: There is no part called “people” in this version. Take it out, or look how it is spelled."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_line_and_place(change: tuple[str, str], says: str) -> None:
    assert refused(LINE.replace(*change)) == [says]


def test_a_file_of_a_newer_version_is_refused_whatever_else_is_in_it() -> None:
    newer = LINE.replace("version: 1", "version: 2") + "rooms_of_tomorrow: [1, 2]\n"

    assert refused(newer) == [
        "Line 1: This file comes from a newer version of the program: it is of version 2, and this service "
        "reads version 1. Bring this service up to date first, then take the file in."
    ]


@pytest.mark.django_db
def test_hours_that_cannot_be_are_refused_in_the_words_of_the_page_of_hours() -> None:
    hours = {
        "weekly": [
            {"weekday": 0, "start": "09:00", "end": "13:00"},
            {"weekday": 0, "start": "12:00", "end": "17:00"},
        ],
        "exceptions": [{"date": "2026-02-30", "name": "", "spans": []}],
        "bank_holidays": {"nation": "ENG", "mode": "closed", "spans": []},
        "last_intake_minutes": 30,
    }

    assert refused(json.dumps({"version": 1, "hours": hours})) == [
        "Line 1, Hours: A date or a time in it does not exist."
    ]
    hours["exceptions"] = []
    assert refused(json.dumps({"version": 1, "hours": hours})) == [
        "Line 1, Hours: Monday 09:00 to 13:00 and Monday 12:00 to 17:00 overlap."
    ]


def test_times_and_dates_are_text_even_where_nobody_put_them_in_quotes() -> None:
    found = read_configuration(b"a: 17:00\nb: 2026-12-24\nc: 010\nd: 10\ne: no\nf: true\ng: ~\nh: 1.5").tree

    assert found == {
        "a": "17:00", "b": "2026-12-24", "c": "010", "d": 10, "e": "no", "f": True, "g": None, "h": "1.5",
    }  # fmt: skip
