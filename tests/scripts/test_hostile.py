"""No message costs more than its length: what is counted is work, never time (docs/cues.md has the times)."""

import pytest

from scripts import cues
from scripts.cues import Lexicon
from scripts.learned.features import LONGEST as LONGEST_MARK
from scripts.learned.features import MOST_TOKENS, Reading
from scripts.learned.model import shipped
from scripts.learned.span import NEAR_EDGE
from scripts.library import parse_cues
from scripts.services import CONTENT, shipped_lexicon
from scripts.words import Words
from tests.scripts.hostile import LONGEST, ODD, Counted, lines_run, of_features, of_patterns, repeated

LEXICON = shipped_lexicon()
KNOWN = sorted(shipped()._rows)
BOOK = parse_cues((CONTENT / "cues.yaml").read_text(encoding="utf-8"), source="cues.yaml")
PATTERNS = Lexicon.from_book(BOOK)
BY_LABEL: dict[str, list[str]] = {}
for label, unit in of_patterns():
    BY_LABEL.setdefault(label, []).append(unit)
SAID = [phrase for cue in BOOK.cues.values() for phrase in cue.phrases]
PLAIN = repeated("I only pushed her because she kept on at me and then we both said sorry ", LONGEST)
# Lines of Python that the search of one message for cues and markers may run: about three times what plain
# words of that length do.
MOST_LINES = 360_000


def work(text):
    return lines_run(lambda: LEXICON.find_all(text))


def of_length(name, length):
    if name == "known rows":
        return of_features(KNOWN, length)
    return "\n".join(SAID)[:length] if name == "the book's phrases" else repeated(ODD[name], length)


def grows(measure, text, twice):
    """Tell how many times the work the second text costs; what costs next to nothing counts as one."""
    return max(measure(twice), 1_000) / max(measure(text), 1_000)


def test_the_count_of_lines_sees_work_that_grows_with_the_square():
    def looks(times, each):
        for _ in range(times):
            for _ in range(each):
                pass

    def once(text):
        return lines_run(lambda: looks(len(text), 1))

    def squared(text):
        return lines_run(lambda: looks(len(text), len(text)))

    assert grows(once, "a" * 400, "a" * 800) < 2.5 < grows(squared, "a" * 400, "a" * 800)


@pytest.mark.parametrize("name", [*ODD, "known rows", "the book's phrases"])
def test_an_odd_message_costs_a_bounded_amount_and_twice_of_it_about_twice(name):
    half, whole = of_length(name, LONGEST // 2), of_length(name, LONGEST)

    assert work(whole) < MOST_LINES
    assert grows(work, half, whole) < 2.5


def test_plain_words_of_that_length_cost_less_than_half_of_the_bound():
    assert MOST_LINES / 4 < work(PLAIN) < MOST_LINES / 2


@pytest.mark.parametrize("between", [" ", ". ", "\n"])
def test_the_books_phrases_in_a_row_cost_about_as_much_as_plain_words(between):
    phrases = between.join(SAID)[:LONGEST]

    assert len({found.cue for found in LEXICON.find(phrases)}) > 8
    assert work(phrases) < 1.3 * work(PLAIN)


@pytest.fixture
def searched(monkeypatch):
    """Return how many characters all patterns together are given to search for one message."""
    counted = {name: Counted(pattern) for name, pattern in {**PATTERNS._cues, **PATTERNS._markers}.items()}
    other = {name: Counted(pattern) for name, pattern in PATTERNS._other.items()}
    taken = Counted(cues.TAKEN)
    monkeypatch.setattr(PATTERNS, "_cues", {name: counted[name] for name in PATTERNS._cues})
    monkeypatch.setattr(PATTERNS, "_other", other)
    monkeypatch.setattr(cues, "TAKEN", taken)
    every = [*counted.values(), *other.values(), taken]

    def measure(text):
        before = sum(each.characters for each in every)
        PATTERNS.find(text)
        return sum(each.characters for each in every) - before

    return measure


def test_the_count_of_characters_sees_a_sentence_that_is_searched_for_each_find(searched, monkeypatch):
    def anew(words, pattern, offset=None):
        return pattern.search(words.line if offset is None else words.sentence(offset)) is not None

    monkeypatch.setattr(Words, "says", anew)
    half, whole = (repeated("she winds me up ", length) for length in (1000, 2000))

    assert grows(searched, half, whole) > 3
    assert searched(whole) > 40 * len(whole)


@pytest.mark.parametrize("label", BY_LABEL)
def test_what_a_pattern_wants_to_hear_said_over_and_over_is_searched_a_fixed_number_of_times(label, searched):
    for unit in BY_LABEL[label]:
        half, whole = repeated(unit, 1000), repeated(unit, 2000)

        assert searched(whole) <= 40 * len(whole), unit
        assert grows(searched, half, whole) < 2.5, unit


def test_no_more_than_a_bounded_row_of_words_is_read_or_marked():
    for name in ODD:
        words = Words(of_length(name, LONGEST))
        assert len(Reading(words).tokens) <= MOST_TOKENS + 8
        assert all(heard.end - heard.begin <= LONGEST_MARK + 2 * NEAR_EDGE for heard in shipped().find(words))
