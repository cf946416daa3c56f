"""Marks and alarms: a mark may be wrong half the time, an alarm seldom; and books with other labels."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from helpline.kernel.content_errors import ContentErrors
from scripts.cuebook import SAFETY_CUES
from scripts.cues import NEAR, Lexicon
from scripts.learned.model import Model, Weights, packed, shipped
from scripts.practice_file import parse_caller
from scripts.services import CONTENT, lexicon_of, load_content, shipped_lexicon
from tests.scripts.measured import counts_by_label, safety, together
from tests.scripts.test_learned import BOOK, HELD_OUT
from tests.scripts.test_practice import SMALL


def model_of(*scores):
    """A model that holds "wibble" for self-harm by these log-odds, with a threshold of -2."""
    [score] = scores
    rows = {"wibble": packed(800, {0: round((score + 4) * 16)})}
    return Model(Weights(("self_harm",), (-4.0,), (-2.0,), 0.5, rows, {}))


def finds(score, text="so wibble"):
    return [(found.cue, found.sure) for found in Lexicon.from_book(BOOK, model=model_of(score)).find(text)]


def test_a_mark_begins_at_the_threshold_and_an_alarm_where_the_model_is_sure():
    assert finds(-2.5) == []
    assert finds(-1.5) == [("self_harm", False)]
    assert finds(0.0) == [("self_harm", True)]


def test_what_a_phrase_or_a_pattern_hears_is_sure_whatever_the_model_says():
    assert finds(-1.5, "wibble. I want to die") == [("self_harm", True)]


def test_a_pattern_of_a_safety_cue_is_overruled_only_where_the_model_is_far_surer_and_the_message_short():
    def heard(bias, text):
        model = Model(Weights(("self_harm",), (bias,), (-2.0,), 0.5, {}, {}))
        return [(found.cue, found.sure) for found in Lexicon.from_book(BOOK, model=model).find(text)]

    # 2 below its threshold is far enough to overrule others.
    assert heard(-4.0, "I want to die") == [("self_harm", True)]
    assert heard(-5.2, "I want to die") == []
    assert heard(-5.2, f"I want to die. {'It rained all day. ' * 6}") == [("self_harm", True)]


@pytest.mark.parametrize(
    ("text", "pattern", "danger"),
    [
        ("I gave a talk about suicide at work", "suicidal", "I'm thinking about suicide"),
        ("this heat is killing me", "threat_to_kill", "he says he's killing me next"),
        ("She plays in the lads next door", "child_risk", "the kids hear me next door"),
        ("my knife skills are rubbish, I burn toast", "weapon_access", "I had a knife in my hand"),
    ],
)
def test_a_danger_that_only_a_pattern_hears_is_overruled_and_one_that_is_meant_is_not(text, pattern, danger):
    assert pattern in Lexicon.from_book(BOOK).find_markers(text)
    assert pattern not in shipped_lexicon().find_markers(text)
    assert pattern in shipped_lexicon().find_markers(danger)


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "I'm suicidal and I don't know who to tell",
        "been hurting myself again",
        "he threatened to kill me",
        "I told her I'd kill her",
        "I'm outside her house and I'm going in",
        "I threatened her with a hammer",
        "my kids are scared of me",
        "she's pregnant and I pushed her",
        "the baby was in my arms when he hit me",
    ],
)
def test_no_danger_said_straight_out_is_overruled(text):
    patterns = {found.cue for found in Lexicon.from_book(BOOK).find_safety(text)}

    assert patterns
    assert patterns <= {found.cue for found in shipped_lexicon().find_safety(text)}


def test_only_what_is_sure_may_raise_an_alarm():
    doubtful = Lexicon.from_book(BOOK, model=model_of(-1.5))
    certain = Lexicon.from_book(BOOK, model=model_of(0.0))

    assert [found.cue for found in doubtful.find_safety("so wibble")] == ["self_harm"]
    assert doubtful.find_safety("so wibble", sure=True) == []
    assert [found.cue for found in certain.find_safety("so wibble", sure=True)] == ["self_harm"]


def test_the_model_is_taken_back_as_phrases_and_patterns_are():
    assert finds(0.0, "wibble, the relationship I mean") == []


def test_a_book_that_lacks_labels_of_the_model_is_heard_by_those_that_it_has():
    fewer = replace(
        BOOK, cues=MappingProxyType({"remorse": BOOK.cues["remorse"]}), markers=MappingProxyType({})
    )
    lexicon = Lexicon.from_book(fewer, model=shipped())

    assert {found.cue for found in lexicon.find("I hate that she's scared of me, I'll kill myself")} == {
        "remorse"
    }
    assert lexicon.find_markers("I'll kill myself") == []


def test_a_model_that_lacks_labels_of_the_book_leaves_them_to_phrases_and_patterns():
    lexicon = Lexicon.from_book(BOOK, model=model_of(-4.0))

    assert [
        found.cue for found in lexicon.find("I only pushed her once. I hate that she's scared of me")
    ] == [
        "minimisation",
        "remorse",
    ]


@pytest.mark.django_db
def test_the_console_hears_with_what_was_learnt():
    version = load_content(directory=CONTENT, by=None).version_id
    said = "I told her if she goes to the police the dog goes under the car"

    assert Lexicon.from_book(BOOK).find(said) == []
    assert {found.cue for found in lexicon_of(version).find(said)} == {"threat_ultimatum"}
    assert lexicon_of(version).find(said) == shipped_lexicon().find(said)


def test_alarms_are_right_more_often_than_marks_and_miss_far_less_than_phrases_and_patterns():
    lexicon, before = shipped_lexicon(), Lexicon.from_book(BOOK)

    def counted(find):
        return safety(counts_by_label(HELD_OUT, find, sorted(SAFETY_CUES)))

    marks = counted(lambda text: [each.cue for each in lexicon.find_safety(text)])
    alarms = counted(lambda text: [each.cue for each in lexicon.find_safety(text, sure=True)])
    told = counted(lambda text: [each.cue for each in before.find_safety(text)])

    # What docs/cues.md says, with a little room.
    assert alarms.precision >= 0.73 > marks.precision
    assert alarms.recall >= 0.78 > 3 * told.recall
    markers = together(
        counts_by_label(HELD_OUT, lambda text: lexicon.find_markers(text, sure=True), list(BOOK.markers))
    )
    assert markers.precision >= 0.83
    assert markers.recall >= 0.68


def test_what_hangs_on_a_hair_is_told_with_how_far_it_is_from_its_threshold():
    def hangs(score, text="so wibble"):
        return Lexicon.from_book(BOOK, model=model_of(score)).hangs(text)

    assert hangs(-1.75) == {"self_harm": pytest.approx(0.25)}
    assert hangs(-2.25) == {"self_harm": pytest.approx(-0.25)}
    assert hangs(-2 + NEAR + 0.1) == {}
    assert hangs(-1.75, "wibble. I want to die") == {}
    assert Lexicon.from_book(BOOK).hangs("wibble") == {}


@pytest.mark.parametrize(
    ("score", "named", "mistakes", "near"),
    [
        (0.0, "", 1, 0),
        (0.0, "self_harm", 0, 0),
        (-1.9, "", 0, 1),
        (-1.9, "self_harm", 0, 1),
        (-2.1, "self_harm", 0, 1),
        (-3.9, "self_harm", 1, 0),
        (-3.9, "", 0, 0),
    ],
)
def test_a_scripted_caller_may_name_what_hangs_on_a_hair_or_not_and_is_told(score, named, mistakes, near):
    text = SMALL.replace("says: [It was bad]", f"says: [wibble]\n  cues: [{named}]")
    lexicon = Lexicon.from_book(BOOK, model=model_of(score))
    try:
        found, errors = parse_caller(text, source="small.yaml", lexicon=lexicon).hanging, ()
    except ContentErrors as raised:
        found, errors = (), raised.errors

    assert (len(errors), len(found)) == (mistakes, near)


def test_one_word_alone_is_an_answer_unless_it_says_it_all():
    lexicon = shipped_lexicon()

    assert [(word, lexicon.find(word)) for word in ("after", "her", "us", "mum") if lexicon.find(word)] == []
    who = ("daughter", "my daughter", "a baby", "8 weeks", "two boys", "son")
    assert [(word, lexicon.find(word), lexicon.find_markers(word)) for word in who] == [
        (w, [], []) for w in who
    ]
    assert [found.cue for found in lexicon.find("suicidal")] == ["self_harm"]
    assert [found.cue for found in lexicon.find("ashamed")] == ["remorse"]
