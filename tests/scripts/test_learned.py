"""What was learnt of cues, measured on utterances that nobody trained with."""

import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helpline.kernel.content_errors import ContentErrors
from scripts.learned import span
from scripts.learned.features import LONGEST, STOP, Reading, pieces
from scripts.learned.model import Model, Weights, packed, read_weights, shipped, written
from scripts.learned.span import DRAG, NEAR_EDGE
from scripts.learned.utterances import of_book, read_file, read_folder, told_of_cues, told_of_markers
from scripts.library import parse_cues
from scripts.services import CONTENT, shipped_lexicon
from scripts.words import Words
from tests.scripts.measured import counts_by_label, flagged, folded, safety, together

# A little below what docs/cues.md says was measured.
FLOORS = {"f1": 0.77, "safety_recall": 0.92, "flagged": 0.20, "marker_recall": 0.83, "marker_precision": 0.79}
BOOK = parse_cues((CONTENT / "cues.yaml").read_text(encoding="utf-8"), source="cues.yaml")
HELD_OUT = read_file(Path(__file__).with_name("held_out.txt"), BOOK)
LEARNT_FROM = read_folder(CONTENT.parent / "learned" / "utterances", BOOK)


def cues(text: str) -> list[str]:
    return [found.cue for found in shipped_lexicon().find(text)]


def markers(text: str) -> list[str]:
    return shipped_lexicon().find_markers(text)


def test_the_held_out_utterances_were_not_learnt_from() -> None:
    learnt = {Words(each.text).line for each in [*LEARNT_FROM, *of_book(BOOK)]}

    assert len(HELD_OUT) == 800
    assert [each.text for each in HELD_OUT if Words(each.text).line in learnt] == []


def test_cues_are_found_in_utterances_that_nobody_trained_with() -> None:
    counts = counts_by_label(HELD_OUT, cues, list(BOOK.cues), folded)

    # What docs/cues.md says, with a little room; the targets stand there too.
    assert together(counts).f1 >= FLOORS["f1"]
    assert safety(counts).recall >= FLOORS["safety_recall"]
    assert flagged(HELD_OUT, cues, list(BOOK.cues)) <= FLOORS["flagged"]


def test_risk_markers_are_found_in_utterances_that_nobody_trained_with() -> None:
    total = together(counts_by_label(HELD_OUT, markers, list(BOOK.markers)))

    assert total.recall >= FLOORS["marker_recall"]
    assert total.precision >= FLOORS["marker_precision"]


def test_a_deaf_finder_and_one_that_hears_everything_would_fall_below_those_floors() -> None:
    deaf = counts_by_label(HELD_OUT, lambda _: [], list(BOOK.cues), folded)
    everything = counts_by_label(HELD_OUT, lambda _: list(BOOK.cues), list(BOOK.cues), folded)

    assert together(deaf).f1 < FLOORS["f1"] > together(everything).f1
    assert flagged(HELD_OUT, lambda _: list(BOOK.cues), list(BOOK.cues)) > FLOORS["flagged"]


@pytest.mark.parametrize(("text", "labels"), told_of_cues(BOOK).items())
def test_the_book_s_own_words_have_exactly_its_cues(text: str, labels: frozenset[str]) -> None:
    assert set(cues(text)) == labels


@pytest.mark.parametrize(("text", "labels"), told_of_markers(BOOK).items())
def test_the_book_s_own_words_raise_exactly_its_markers(text: str, labels: frozenset[str]) -> None:
    assert set(markers(text)) == labels


def test_the_words_that_spoke_for_a_label_are_shown() -> None:
    text = "Thanks for asking. I only pushed her once, it was nothing really. The kids are at school."
    spans = {found.cue: text[found.start : found.end] for found in shipped_lexicon().find(text)}

    assert "only pushed" in spans["minimisation"]
    assert "school" not in spans["minimisation"]


def test_a_mark_is_a_few_words_of_one_sentence_and_never_a_lone_small_word() -> None:
    marks = [
        (each.text, Words(each.text), heard)
        for each in LEARNT_FROM[::40]
        for heard in shipped().find(Words(each.text))
    ]

    assert len(marks) > 200
    for text, words, heard in marks:
        told = words.words[heard.begin : heard.end]
        assert 1 <= len(told) <= LONGEST + 2 * NEAR_EDGE, text
        assert len(told) >= 3 or len(words.sentence(words.offset(heard.begin)).split()) < 3, text
        assert " . " not in words.line[words.offset(heard.begin) : words.offset(heard.end - 1)], text


def test_the_row_that_gains_most_is_found_in_sentences_of_every_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(span, "_rounded", lambda row, reading: row)
    chance = random.Random(5)

    def gained(gains: list[float], first: int, last: int) -> float:
        return sum(gain - DRAG for gain in gains[first : last + 1])

    for length in (1, 2, 9, 10, 11, 12, 19, 20, 21, 31, 45, 200):
        reading = Reading(Words(f"{'word ' * length}. {'word ' * 7}."))
        gains = [chance.gauss(0, 1) for _ in reading.tokens]
        every = [
            (first, last)
            for first in range(len(gains))
            for last in range(first, min(first + LONGEST, len(gains)))
            if STOP not in reading.tokens[first : last + 1]
        ]

        most = max(gained(gains, *row) for row in every)
        assert gained(gains, *span.best_row(gains, reading)) == pytest.approx(most), length


def test_cues_and_markers_of_one_weighing_are_those_of_each_alone() -> None:
    lexicon = shipped_lexicon()

    for each in HELD_OUT[::10]:
        assert lexicon.find_all(each.text) == (lexicon.find(each.text), lexicon.find_marker_spans(each.text))


def test_what_pulls_most_is_marked_whatever_stands_before_and_after() -> None:
    calm = "We went to the shops on Saturday and it rained all day. "
    text = calm * 3 + "I put my hands round her throat. " + calm * 3
    [found] = [each for each in shipped_lexicon().find_marker_spans(text) if each.cue == "strangulation"]

    assert "hands round her throat" in text[found.start : found.end]
    assert "shops" not in text[found.start : found.end]


def test_spans_are_places_in_the_text_whatever_stands_around() -> None:
    text = "🙂 ok… I’m gonna kill him tonight"

    assert [text[f.start : f.end].startswith(("I’m", "gonna", "kill")) for f in shipped_lexicon().find(text)]


def test_a_long_word_is_cut_and_a_repeated_one_counted_once() -> None:
    assert max(len(token) for token in Reading(Words("x" * 5000)).tokens) <= 24
    assert sum(1 for _ in pieces("shove")) == 12


def test_a_model_of_one_word_finds_that_word_alone() -> None:
    weights = Weights(("denial",), (-1.0,), (0.0,), 0.5, {"lies": packed(1000, {0: 40})}, {})
    model = Model(read_weights(written(weights)))

    [heard] = model.find(Words("it is all lies"))
    assert (heard.label, heard.begin, heard.end) == ("denial", 0, 4)
    assert heard.score == heard.above == 1.0
    assert model.find(Words("it is all true")) == []
    assert model.find(Words("it is all lies"), frozenset({"remorse"})) == []


def test_the_shipped_model_knows_the_labels_of_the_book() -> None:
    assert set(shipped().labels) == {*BOOK.cues, *BOOK.markers}


def test_wrong_lines_are_named(tmp_path: Path) -> None:
    file = tmp_path / "some.txt"
    file.write_text("denial ; - | it never happened\nblame ; - | her fault\nno bar\n", encoding="utf-8")

    with pytest.raises(ContentErrors) as raised:
        read_file(file, BOOK)
    assert [str(each) for each in raised.value.errors] == [
        "some.txt:2: blame is no label of the cue book",
        "some.txt:3: a line is: labels ; markers | text",
    ]


def test_the_commands_answer_line_for_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["Bit of shouting, thats all it was", "I had her by the throat", "Hello"]
    lines = "\n\n".join(json.dumps({"text": text}) for text in said)
    answers = {}
    for command in ("find_cues", "find_risk_markers"):
        monkeypatch.setattr("sys.stdin", lines.splitlines(keepends=True))
        call_command(command)
        answers[command] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert [each["labels"] for each in answers["find_cues"]] == [["minimisation"], [], []]
    assert [each["labels"] for each in answers["find_risk_markers"]] == [[], ["strangulation"], []]
    assert [label for label, _, _ in answers["find_cues"][0]["spans"]] == ["minimisation"]
    [[_, start, end]] = answers["find_cues"][0]["spans"]
    assert answers["find_cues"][0]["text"][start:end].startswith("Bit of shouting")


@pytest.mark.parametrize("line", ["hello", '["text"]', '{"text": 3}', "{}"])
def test_a_line_that_is_no_message_ends_the_command_with_its_number(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", ['{"text": "Hello"}\n', line + "\n"])

    with pytest.raises(CommandError, match="line 2: "):
        call_command("find_cues")


@pytest.mark.parametrize(
    "text",
    [
        "I promise I'm not a robot",
        "id like to change my appointment",
        "too late for the shops now",
        "she made me laugh",
    ],
)
def test_in_a_short_message_the_model_overrules_a_pattern(text: str) -> None:
    assert cues(text) == []


def test_in_a_long_message_a_pattern_stands() -> None:
    text = "I'm sorry it took me so long to answer, the line was bad. " * 3 + "She made me do it."

    assert "partner_blame" in cues(text)
