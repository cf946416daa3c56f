"""The file of the risk instrument: every mistake names file, line and entry."""

import pytest

from helpline.kernel.content_errors import ContentErrors
from scripts.collusion import Checker
from scripts.cuebook import parse_cues
from scripts.script import CALLER_KINDS
from scripts.services import CONTENT, collusion
from triage.instrument_file import parse_instrument
from triage.risk import LEVELS
from triage.services.instruments import SHIPPED

TEXT = SHIPPED.read_text(encoding="utf-8")
NO_MORE = "suggests immediate by itself: together they must suggest more"
NO_ID = "must be of small letters, figures and _, 30 at most"


def mistakes(text: str) -> list[str]:
    with pytest.raises(ContentErrors) as refusal:
        parse_instrument(text, source="risk.yaml")
    return [str(error) for error in refusal.value.errors]


def spoilt(old: str, new: str) -> tuple[str, int]:
    """Return the text with one change, and the line that it is on."""
    assert old in TEXT
    return TEXT.replace(old, new, 1), TEXT[: TEXT.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "level: immediate\n",
            "level: extreme\n",
            "marker imminent_intent: level extreme is not one of " + ", ".join(LEVELS),
        ),
        ("id: threat_to_kill", "id: threats", "marker threats: there is no marker threats"),
        (
            "id: strangulation",
            "id: weapon_access",
            "marker weapon_access: the id weapon_access is already used on line 33",
        ),
        ("about to do?", "about to do", "marker imminent_intent: question must end with a question mark"),
        (
            "    label: Weapons",
            "    lable: Weapons",
            "marker weapon_access: unknown key lable; did you mean label?",
        ),
        (
            "label: Pregnancy or new baby",
            "label: " + "x" * 61,
            "marker pregnancy: label is 61 characters, 60 at most",
        ),
        (
            "listened_for: true",
            "listened_for: always",
            "marker imminent_intent: listened_for must be true or false",
        ),
        ("[suicidal, separation]", "[suicidal]", "pair 1: markers must name two different ones at least"),
        ("[suicidal, separation]", "[suicidal, leaving]", "pair 1: there is no marker leaving"),
        ("[suicidal, separation]", "[suicidal, threat_to_kill]", f"pair 1: threat_to_kill {NO_MORE}"),
        ("id: under_18", "id: under_20", "known under_20: there is no known under_20"),
        ("id: long_over", "id: Long over", f"reason Long over: the id Long over {NO_ID}"),
        ("version: 1", "version: first", "file: version must be a whole number"),
    ],
)
def test_a_mistake_names_its_line_its_entry_and_itself(old: str, new: str, said: str) -> None:
    text, line = spoilt(old, new)

    assert f"risk.yaml:{line}: {said}" in mistakes(text)


def test_a_marker_or_a_thing_known_that_is_left_out_is_missing() -> None:
    text = TEXT.replace("id: stalking", "id: separation").replace("id: under_18", "id: not_safe_now")

    found = mistakes(text)
    assert any("markers: stalking is missing" in each for each in found)
    assert any("known: under_18 is missing" in each for each in found)


def test_two_of_the_same_together_are_a_mistake() -> None:
    assert any("suicidal, weapon_access stand together twice" in each for each in mistakes(
        TEXT.replace("[suicidal, child_risk]", "[weapon_access, suicidal]")
    ))  # fmt: skip


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    found = mistakes(TEXT.replace("version: 1", "version: 0").replace("level: urgent", "level: high"))

    assert len(found) > 5
    assert found == sorted(found, key=lambda each: int(each.split(":")[1]))


def test_what_levels_mean_may_be_left_out_and_is_checked_where_it_is_there() -> None:
    line = TEXT.count("\n") + 2
    wrong = (
        f"  - {{id: urgent, means: {'x' * 161}}}\n  - {{id: now, means: At once.}}\n  - {{id: standard}}\n"
    )

    assert parse_instrument(TEXT, source="risk.yaml").meanings == ()
    assert mistakes(f"{TEXT}levels:\n{wrong}") == [
        f"risk.yaml:{line}: level urgent: means is 161 characters, 160 at most",
        f"risk.yaml:{line + 1}: level now: there is no level now",
        f"risk.yaml:{line + 2}: level standard: means is missing",
    ]


@pytest.mark.parametrize("text", ["", "- a list", "version: [", "a: &x 1\nb: *x"])
def test_what_is_no_such_file_at_all_is_refused(text: str) -> None:
    assert mistakes(text)[0].startswith("risk.yaml:1: ") or mistakes(text)[0].startswith("risk.yaml:2: ")


def test_every_pair_of_the_shipped_file_raises_something() -> None:
    instrument = parse_instrument(TEXT, source="risk.yaml")

    assert len(instrument.together) == 10


def test_it_says_of_each_marker_whether_the_cue_book_listens_for_it() -> None:
    markers = parse_instrument(TEXT, source="risk.yaml").markers
    book = parse_cues((CONTENT / "cues.yaml").read_text(encoding="utf-8"), source="cues.yaml")

    assert {marker.id for marker in markers if marker.listened_for} == set(book.markers)
    assert [marker.id for marker in markers if not marker.listened_for] == [
        "coercive_control", "honour_based_abuse",
    ]  # fmt: skip


def test_no_question_is_itself_what_a_draft_is_doubted_for() -> None:
    check = Checker(collusion()).check

    for marker in parse_instrument(TEXT, source="risk.yaml").markers:
        assert [check(marker.question, caller=caller) for caller in CALLER_KINDS] == [[]] * len(CALLER_KINDS)
