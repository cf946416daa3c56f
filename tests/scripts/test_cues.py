"""What is found in a caller's words, and what is not.

The phrases and near misses of the book are the gate: every one, with exactly its labels.
"""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.cues import TAKEN, Lexicon
from scripts.library import CUES, SAFETY_CUES, parse_cues
from scripts.patterns import compiled
from scripts.patterns.change import CHANGE
from scripts.patterns.doubt import OTHER_SENSE
from scripts.patterns.markers import MARKERS
from scripts.patterns.responsibility import RESPONSIBILITY
from scripts.patterns.safety import SAFETY
from scripts.services import CONTENT
from scripts.words import TOKEN

BOOK = parse_cues((CONTENT / "cues.yaml").read_text(encoding="utf-8"), source="cues.yaml")
PHRASES = [(text, cue.also.get(text, (cue.id,))) for cue in BOOK.cues.values() for text in cue.phrases]
NEAR_MISSES = [(miss.text, miss.labels) for cue in BOOK.cues.values() for miss in cue.near_misses]
MARKER_PHRASES = [(marker.id, text) for marker in BOOK.markers.values() for text in marker.phrases]
MARKER_NEAR_MISSES = [(marker.id, text) for marker in BOOK.markers.values() for text in marker.near_misses]


def labels(lexicon, text):
    return {found.cue for found in lexicon.find(text)}


def marked(lexicon, text):
    return [(found.cue, text[found.start : found.end]) for found in lexicon.find(text)]


def test_the_gate_has_something_to_hold():
    assert (len(PHRASES), len(NEAR_MISSES)) == (206, 96)
    assert (len(MARKER_PHRASES), len(MARKER_NEAR_MISSES)) == (52, 26)


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_every_phrase_of_the_book_has_exactly_its_labels(lexicon, text, expected):
    assert labels(lexicon, text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), NEAR_MISSES)
def test_every_near_miss_has_exactly_its_labels(lexicon, text, expected):
    assert labels(lexicon, text) == set(expected)


@pytest.mark.parametrize(("marker", "text"), MARKER_PHRASES)
def test_every_phrase_of_a_marker_raises_it(lexicon, marker, text):
    assert marker in lexicon.find_markers(text)


@pytest.mark.parametrize(("marker", "text"), MARKER_NEAR_MISSES)
def test_no_near_miss_of_a_marker_raises_it(lexicon, marker, text):
    assert marker not in lexicon.find_markers(text)
    assert labels(lexicon, text).isdisjoint(SAFETY_CUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I only pushed her, it was nothing", {"minimisation"}),
        ("honestly it was just a little slap", {"minimisation"}),
        ("she made me so angry", {"partner_blame"}),
        ("im gonna kill him if he touches her again", {"threat_ultimatum"}),
        ("he said he'd kill me if I left", {"threat_ultimatum"}),
        ("he threatened me last night", {"threat_ultimatum"}),
        ("he has a knife", {"threat_ultimatum"}),
        ("I'm outside her house", {"threat_ultimatum"}),
        ("I'm going to hurt myself", {"self_harm"}),
        ("I can't go on", {"self_harm"}),
        ("I pushed her in front of the kids", {"child_at_risk"}),
        ("my husband hits me and the kids see it", {"child_at_risk"}),
        ("she's pregnant", {"child_at_risk"}),
        ("you're right, it's my fault", {"remorse"}),
        ("I don't want to hurt her", {"change_desire"}),
        ("Hello, is anyone there?", set()),
        ("Can you tell me how long the programme is?", set()),
        ("I hit my wife last night and I don't know what to do", set()),
        ("We've been together eight years and we've got two kids", set()),
        ("he checks my phone every night", set()),
        ("its not my fault", set()),
        ("", set()),
        ("?!... \n\n ,", set()),
        ("😀👍", set()),
    ],
)
def test_words_that_the_book_does_not_hold(lexicon, text, expected):
    assert labels(lexicon, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I'm the one who's being abused here",
        "Im the one whos being abused here",
        "I’m the one who’s being abused here",
        "I`M  THE   one who's\n being abused here",
    ],
)
def test_case_apostrophes_and_spaces_do_not_matter(lexicon, text):
    assert "victim_stance" in labels(lexicon, text)


@pytest.mark.parametrize(
    ("text", "cues", "markers"),
    [
        ("He said he will kill me if I leave", {"threat_ultimatum"}, ["threat_to_kill"]),
        ("she told me that she's gonna stab us", {"threat_ultimatum"}, ["threat_to_kill"]),
        ("they said they'll hurt him", {"threat_ultimatum"}, []),
        ("my dad is going to kill my mum", {"threat_ultimatum"}, ["threat_to_kill"]),
        (
            "he said he'll kill the kids",
            {"threat_ultimatum", "child_at_risk"},
            ["threat_to_kill", "child_risk"],
        ),
        (
            "If she leaves I will kill her, I have got a knife here",
            {"threat_ultimatum"},
            ["threat_to_kill", "weapon_access"],
        ),
        (
            "I am going to strangle her tonight",
            {"threat_ultimatum"},
            ["imminent_intent", "threat_to_kill", "strangulation"],
        ),
        ("tonight I'll hurt him", {"threat_ultimatum"}, ["imminent_intent"]),
        ("I'm scared for my life", {"threat_ultimatum"}, []),
        ("He strangled me last night", set(), ["strangulation"]),
        ("my ex choked my sister", set(), ["strangulation"]),
        ("she put her hands round my throat", set(), ["strangulation"]),
        ("he put his hands round throat and squeezed", set(), ["strangulation"]),
        ("he grabbed me by the neck", set(), ["strangulation"]),
        ("my husband hits me and the kids", {"child_at_risk"}, ["child_risk"]),
        ("she beats him and the children", {"child_at_risk"}, ["child_risk"]),
        ("he hurts her and our baby", {"child_at_risk"}, ["child_risk"]),
        ("he hit my son", {"child_at_risk"}, ["child_risk"]),
    ],
)
def test_a_threat_counts_whoever_speaks_and_whoever_is_at_risk(lexicon, text, cues, markers):
    assert labels(lexicon, text) == cues
    assert lexicon.find_markers(text) == markers


@pytest.mark.parametrize(
    "text",
    [
        "this heat will kill me",
        "he won't kill me",
        "he never hit the kids",
        "she doesn't hurt the kids",
        "I choked on my dinner",
        "I beat my son at chess",
        "lladd amser",
        "mynd i ladd gwair",
        "taro'r post",
    ],
)
def test_what_only_sounds_like_harm_is_no_safety_cue(lexicon, text):
    assert lexicon.find_safety(text) == []
    assert lexicon.find_markers(text) == []


@pytest.mark.parametrize(
    ("text", "cues", "markers"),
    [
        ("Rydw i'n mynd i'w lladd hi", {"threat_ultimatum"}, ["threat_to_kill"]),
        ("dw i’n mynd i’w lladd", {"threat_ultimatum"}, ["threat_to_kill"]),
        ("mae o'n mynd i fy lladd i", {"threat_ultimatum"}, ["threat_to_kill"]),
        ("dw i am ladd fy hun", {"self_harm"}, ["suicidal"]),
        ("lladd fy hun", {"self_harm"}, ["suicidal"]),
        ("mae gen i gyllell", set(), ["weapon_access"]),
        ("cyllell", set(), ["weapon_access"]),
        ("mae o'n brifo'r plant", {"child_at_risk"}, ["child_risk"]),
        ("mae e'n taro'r plant", {"child_at_risk"}, ["child_risk"]),
    ],
)
def test_a_few_welsh_words_of_safety_are_heard(lexicon, text, cues, markers):
    assert labels(lexicon, text) == cues
    assert lexicon.find_markers(text) == markers


def test_a_negation_turns_an_excuse_round_only_in_its_own_clause(lexicon):
    assert labels(lexicon, "It isn't that she winds me up") == set()
    assert labels(lexicon, "I know it isn't right but she winds me up") == {"partner_blame"}
    assert labels(lexicon, "No, she winds me up") == {"partner_blame"}


def test_an_excuse_taken_back_elsewhere_does_not_hide_one_that_stands(lexicon):
    text = "I used to say she wound me up. Well she does wind me up."

    assert marked(lexicon, text) == [("partner_blame", "she does wind me up")]
    assert labels(lexicon, "I used to smoke. She winds me up.") == {"partner_blame"}


def test_the_span_is_the_words_that_tell_of_it(lexicon):
    text = "Look 😀 — it’s “only a little shove”, she’s mine and that's it"

    assert marked(lexicon, text) == [
        ("minimisation", "only a little shove"),
        ("jealousy_entitlement", "she’s mine"),
    ]


def test_offsets_count_characters_also_after_emoji(lexicon):
    [found] = lexicon.find("😀😀 I want to die")

    assert (found.cue, found.start, found.end) == ("self_harm", 5, 16)


def test_quotation_marks_around_words_are_not_marked(lexicon):
    assert marked(lexicon, "it was 'just a push' ok") == [("minimisation", "just a push")]


def test_a_short_phrase_counts_only_where_a_clause_ends(lexicon):
    assert labels(lexicon, "groups, well, I'm ready to start") == {"change_commitment"}
    assert lexicon.find_markers("I tried last week") == ["suicidal"]
    assert lexicon.find_markers("I tried last week to ring you") == []


def test_spans_of_one_cue_never_overlap(lexicon):
    for text, _ in PHRASES:
        for cue in CUES:
            spans = [found for found in lexicon.find(f"{text} {text}") if found.cue == cue]
            assert all(left.end < right.start for left, right in pairwise(spans))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80), st.sampled_from(PHRASES))
def test_offsets_lie_in_the_text_whatever_surrounds_the_phrase(around, phrase):
    lexicon = LEXICON
    text = f"{around}\n{phrase[0]}\n{around}"
    for found in lexicon.find(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()


def test_safety_alone_is_the_safety_part_of_everything(lexicon):
    for text, _ in PHRASES + NEAR_MISSES:
        everything = [found for found in lexicon.find(text) if found.cue in SAFETY_CUES]
        assert lexicon.find_safety(text) == everything


def test_markers_come_in_the_order_of_the_book(lexicon):
    text = "she's left me, I grabbed her by the throat, I've got a knife and I'm going to kill her"

    assert lexicon.find_markers(text) == ["threat_to_kill", "weapon_access", "strangulation", "separation"]


def repeats(parsed):
    """Yield (most, inside) for every repetition in a parsed expression."""
    for operation, value in parsed:
        if operation in (re._constants.MAX_REPEAT, re._constants.MIN_REPEAT):
            yield value[1]
            yield from repeats(value[2])
        elif operation is re._constants.SUBPATTERN:
            yield from repeats(value[3])
        elif operation is re._constants.BRANCH:
            for branch in value[1]:
                yield from repeats(branch)
        elif operation in (re._constants.ASSERT, re._constants.ASSERT_NOT):
            yield from repeats(value[1])


def test_the_measure_of_repetition_sees_a_dangerous_pattern():
    assert [str(most) for most in repeats(re._parser.parse("(?:a+|b)*c{0,7}"))] == [
        "MAXREPEAT",
        "MAXREPEAT",
        "7",
    ]


@pytest.mark.parametrize(
    "sounds",
    [RESPONSIBILITY, SAFETY, CHANGE, MARKERS, OTHER_SENSE],
    ids=["excuses", "safety", "change", "markers", "other"],
)
def test_no_pattern_repeats_without_a_bound(sounds):
    """A message can then cost no more than its length times a constant."""
    for patterns in sounds.values():
        if patterns:
            assert all(int(most) <= 20 for most in repeats(re._parser.parse(compiled(patterns).pattern)))


def test_the_tokeniser_repeats_single_characters_only():
    assert all(int(most) <= 20 for most in repeats(re._parser.parse(TAKEN.pattern)))
    assert re.search(r"\)[*+]", TOKEN.pattern) is None


def test_every_pattern_belongs_to_a_cue_or_marker_of_the_book():
    assert set(RESPONSIBILITY) | set(SAFETY) | set(CHANGE) == set(CUES)
    assert set(SAFETY) == SAFETY_CUES
    assert set(MARKERS) == set(BOOK.markers)


def test_a_long_hostile_message_is_read_to_its_end(lexicon):
    text = "i only just a a little bit of she he my the kids " * 80 + "I want to die"

    assert ("self_harm", "want to die") in marked(lexicon, text)


LEXICON = Lexicon.from_book(BOOK)
