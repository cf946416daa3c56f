"""The words of a text: in boxes and out again, compared, judged. No database."""

from typing import Any

import pytest

from helpline.kernel.errors import RequestInvalid
from helpline.public_texts.comparing import compared
from helpline.public_texts.hardness import grade
from helpline.public_texts.judging import hard_parts, problems
from helpline.public_texts.kinds import LANGUAGES, Kind
from helpline.public_texts.promised import days_said
from helpline.public_texts.required import REQUIRED
from helpline.public_texts.shape import boxes, read_words, sentences
from helpline.public_texts.shipped import drawings, shipped
from tests.chat import readability

EVERY = [(kind, lang) for kind in Kind for lang in LANGUAGES]


def said(kind: Kind, words: dict[str, Any], hours: int = 72) -> list[str]:
    found = problems(kind, {"en": words}, retention_hours=hours, pictures=drawings())
    return [problem.sentence for problem in found]


def without(words: Any, gone: str) -> Any:
    """Return some words in which one word is another, whatever its case."""
    if isinstance(words, str):
        return words.replace(gone, "x").replace(gone.capitalize(), "x")
    if isinstance(words, list):
        return [without(each, gone) for each in words]
    return {name: each if name == "picture" else without(each, gone) for name, each in words.items()}


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_what_came_with_the_program_goes_into_boxes_and_out_again(kind: Kind, lang: str) -> None:
    words = shipped(kind, lang)
    values = {box.name: box.value for box in boxes(kind, words, spare=1)}
    more = {"more": ""} if kind == Kind.PRIVACY else {}

    assert read_words(kind, values) == {**words, **more}


@pytest.mark.parametrize(("kind", "lang"), EVERY)
def test_what_came_with_the_program_says_all_that_has_to_be_said(kind: Kind, lang: str) -> None:
    words = {lang: shipped(kind, lang)}

    assert problems(kind, words, retention_hours=72, pictures=drawings()) == []


@pytest.mark.parametrize(
    ("kind", "gone", "sentence"),
    [
        (Kind.CONSENT, "999", "English: it does not say to ring 999 when somebody is in danger now."),
        (Kind.CONSENT, "court", "English: it does not say what a court could get."),
        (Kind.CONSENT, "cookie", "English: it does not say that no cookie is set."),
        (Kind.CONSENT, "supervisor", "English: it does not say that a supervisor may read along."),
        (Kind.EASY, "child", "English: it does not say that something is passed on when a child is at risk."),
        (Kind.PRIVACY, "police", "English: it does not say who is told, such as the police."),
        (Kind.CLOSING, "999", "English: it does not say to ring 999 when somebody is in danger now."),
    ],
)
def test_what_is_missing_is_said(kind: Kind, gone: str, sentence: str) -> None:
    assert sentence in said(kind, without(shipped(kind, "en"), gone))


def test_every_thing_that_has_to_be_said_is_missed_in_an_empty_text() -> None:
    for kind in Kind:
        found = said(kind, {})

        assert [each.says for each in REQUIRED[kind] if not any(each.says in one for one in found)] == []
        assert any("when the words are destroyed" in one for one in found)


def test_999_to_workers_alone_is_not_enough() -> None:
    words = without(shipped(Kind.CONSENT, "en"), "999")
    words["work"] = {**words["work"], "intro": "Ring 999."}

    assert any("999" in sentence for sentence in said(Kind.CONSENT, words))


def test_a_text_that_promises_fewer_days_than_it_takes_is_refused() -> None:
    words = shipped(Kind.CONSENT, "en")

    assert said(Kind.CONSENT, words, hours=96) == [
        "English: it promises that words are gone in 4 days, but here it takes 5. "
        "Write “within five days”, or more days."
    ]
    assert said(Kind.CONSENT, without(words, "four days"), hours=72)[-1].startswith(
        "English: it does not say when the words are destroyed. Write “within four days”"
    )


@pytest.mark.parametrize(
    ("text", "lang", "days"),
    [
        ("gone within four days", "en", {4}),
        ("in the five days after it", "en", {5}),
        ("within 4 days, or within 30 days", "en", {4}),
        ("o fewn pedwar diwrnod", "cy", {4}),
        ("o fewn 6 diwrnod", "cy", {6}),
        ("for 30 days", "en", set()),
    ],
)
def test_days_are_read_in_words_and_in_digits(text: str, lang: str, days: set[int]) -> None:
    assert days_said(text, lang) == days


def test_an_empty_box_and_a_drawing_that_does_not_exist_are_named() -> None:
    consent = {**shipped(Kind.CONSENT, "en"), "agree": ""}
    easy = {**shipped(Kind.EASY, "en"), "end": [{"picture": "unicorn", "text": "Well."}]}

    assert said(Kind.CONSENT, consent) == ["English: “The button that agrees” is empty."]
    assert said(Kind.EASY, easy) == ["English: “Last lines” asks for a drawing that does not exist: unicorn."]


def test_a_hard_part_is_named_and_an_easy_one_is_not() -> None:
    words = shipped(Kind.CONSENT, "en")
    hard = {
        "title": "Disclosure",
        "text": "Notwithstanding the aforementioned confidentiality undertaking, identifying information may "
        "be disclosed to statutory authorities where safeguarding considerations necessitate notification.",
    }

    assert hard_parts(Kind.CONSENT, words) == []
    assert hard_parts(Kind.CONSENT, {**words, "points": [*words["points"], hard]}) == [
        "“Disclosure” is hard to read. Use shorter sentences and shorter words."
    ]


@pytest.mark.parametrize("kind", Kind)
def test_the_rough_grade_is_near_that_of_the_dictionary(kind: Kind) -> None:
    texts = list(sentences(shipped(kind, "en")))

    assert grade(texts) == pytest.approx(readability.grade(texts), abs=1.0)
    assert grade([]) == 0.0


def test_a_point_that_is_emptied_is_taken_out_and_one_more_is_added() -> None:
    words = shipped(Kind.CONSENT, "en")
    values = {box.name: box.value for box in boxes(Kind.CONSENT, words, spare=1)}
    values |= {"points.0.title": " ", "points.0.text": "", "points.7.title": "New", "points.7.text": "One."}
    read = read_words(Kind.CONSENT, values)

    assert [point["title"] for point in read["points"]] == [
        *[point["title"] for point in words["points"][1:]],
        "New",
    ]


def test_what_does_not_fit_into_a_box_is_refused_by_its_name() -> None:
    with pytest.raises(RequestInvalid) as refusal:
        read_words(Kind.CONSENT, {"agree": "x" * 121})

    assert refusal.value.extra["fields"] == {"agree": "has 121 characters: 120 at most"}


def test_what_differs_is_told_in_words_and_a_point_put_in_between_moves_no_other() -> None:
    older = shipped(Kind.CONSENT, "en")
    points = [dict(point) for point in older["points"]]
    points[5]["text"] = points[5]["text"].replace("could order", "can order")
    points.insert(2, {"title": "New here", "text": "Added."})
    found = compared(Kind.CONSENT, older, {**older, "points": points, "decline": "No"})

    assert [(each.name, each.what) for each in found] == [
        ("Point “New here”: its heading", "Added"),
        ("Point “New here”: what it says", "Added"),
        ("Point “What a court could get”: what it says", "Changed: 1 word out, 1 word in"),
        ("The button that does not", "Changed: 4 words out, 1 word in"),
    ]
    assert compared(Kind.CONSENT, older, older) == []
