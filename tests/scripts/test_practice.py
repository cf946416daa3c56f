"""Scripted callers: a state machine whose every walk ends, and content that is checked line by line."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpline.kernel.content_errors import ContentErrors
from scripts.answers import CARD, KINDS, SILENCE, kinds_of
from scripts.practice import LAST_SECONDS, LONGEST_SECONDS, Place, begin, hear, next_turn, pause_seconds
from scripts.practice_file import CALLER_TYPES, parse_caller
from scripts.services import CONTENT, scripted_callers, shipped_lexicon

SMALL = """\
version: 1
id: small
title: Small
trains: Nothing.
stage: explore
caller_type: person_using_abuse
answers: {about: own_behaviour, safe_now: true}
asks: [safety]
start: opens
nodes:
- id: opens
  says: [Hello, I pushed her]
  next:
  - {on: [collusion], to: leaves}
  - {on: [open_question, card], to: tells}
  otherwise: leaves
  silence: waits
- id: waits
  says: [Anyone there]
  otherwise: tells
- id: tells
  says: [It was bad]
- id: leaves
  says: [Bye]
"""
LEXICON = shipped_lexicon()
ANSWERED = [kind for kind in KINDS if kind != SILENCE]
CALLERS = sorted(scripted_callers())


def caller(text=SMALL, **more):
    return parse_caller(text, source="somewhere/small.yaml", **more)


def walked(scripted, answers):
    """Say everything until the caller goes, answering with each of `answers` in turn, then not at all."""
    place, lines, left = begin(scripted), [], list(answers)
    while turn := next_turn(scripted, place):
        lines.append(turn.line)
        place = turn.place
        if place.said == len(scripted.moments[place.node].says) and left:
            kinds = left.pop(0)
            place = hear(place, kinds) if kinds is not None else place
    return lines, place


def mistakes(text, **more):
    with pytest.raises(ContentErrors) as found:
        caller(text, **more)
    return [str(error) for error in found.value.errors]


# -- the state machine ----------------------------------------------------------------------


def test_a_caller_says_line_after_line_and_then_waits_for_an_answer():
    small = caller()
    first = next_turn(small, begin(small))
    second = next_turn(small, first.place)

    assert [first.line, second.line] == ["Hello", "I pushed her"]
    assert second.place == Place("opens", said=2)


def test_what_was_answered_decides_what_comes_and_the_first_way_that_fits_is_taken():
    assert walked(caller(), [{"open_question"}])[0] == ["Hello", "I pushed her", "It was bad"]
    assert walked(caller(), [{CARD}])[0][-1] == "It was bad"
    assert walked(caller(), [{"open_question", "collusion"}])[0][-1] == "Bye"
    assert walked(caller(), [()])[0][-1] == "Bye"


def test_silence_is_an_answer_too():
    assert walked(caller(), [None])[0] == ["Hello", "I pushed her", "Anyone there", "It was bad"]


def test_several_messages_are_one_answer():
    small = caller()
    place = Place("opens", said=2)

    assert next_turn(small, hear(hear(place, ()), {"open_question"})).line == "It was bad"


def test_the_pause_is_the_time_to_read_and_type_and_silence_takes_its_own():
    small = caller()

    assert pause_seconds(small, begin(small)) == pytest.approx(2.25)
    assert pause_seconds(small, Place("opens", said=2)) == 90
    assert pause_seconds(small, hear(Place("opens", said=2), {"open_question"})) == pytest.approx(2.5)
    assert pause_seconds(small, Place("tells", said=1)) == LAST_SECONDS
    assert pause_seconds(caller(SMALL.replace("[It was bad]", f"[{'x' * 390}]")), Place("tells")) == (
        LONGEST_SECONDS
    )


@pytest.mark.parametrize("name", CALLERS)
@given(
    answers=st.lists(st.one_of(st.none(), st.frozensets(st.sampled_from(ANSWERED), max_size=3)), max_size=60)
)
def test_every_walk_ends_and_says_no_node_twice(name, answers):
    scripted = scripted_callers()[name]

    lines, place = walked(scripted, answers)

    assert scripted.moments[place.node].ends
    assert len(lines) == len(set(lines))
    assert len(lines) <= sum(len(moment.says) for moment in scripted.moments.values())


# -- the content ----------------------------------------------------------------------------


def test_the_callers_are_of_many_kinds_and_train_many_stages():
    found = scripted_callers().values()

    assert {each.caller_type for each in found} == set(CALLER_TYPES)
    assert {each.stage for each in found} >= {
        "welcome", "safety_check", "explore", "recognise", "challenge", "plan", "danger", "boundary",
    }  # fmt: skip
    assert len({each.title for each in found}) == len(found) == 11


@pytest.mark.parametrize("name", CALLERS)
def test_their_words_raise_the_very_cues_that_they_are_said_to(name):
    for moment in scripted_callers()[name].moments.values():
        clear, near = set(), set()
        for line in moment.says:
            near |= LEXICON.hangs(line).keys()
            clear |= {found.cue for found in LEXICON.find(line)} - LEXICON.hangs(line).keys()
        assert clear <= set(moment.cues) <= clear | near, moment.id


def test_every_caller_who_causes_harm_speaks_in_phrases_of_the_cue_book(book):
    phrases = {phrase.casefold() for cue in book.cues.values() for phrase in cue.phrases}
    for each in scripted_callers().values():
        said = " ".join(line for moment in each.moments.values() for line in moment.says).casefold()
        if each.caller_type == "person_using_abuse":
            assert sum(phrase in said for phrase in phrases) >= 4, each.id


@pytest.mark.parametrize("name", CALLERS)
def test_each_has_a_good_way_through_and_an_end_for_whoever_never_answers(name):
    scripted = scripted_callers()[name]
    ends = [moment for moment in scripted.moments.values() if moment.ends]

    assert len(ends) >= 2
    assert all(moment.note for moment in ends)
    assert len(walked(scripted, [])[0]) < len(scripted.moments)


PLAIN = [
    "Hello, you're through to the helpline. What you tell us stays in our team, with limits.",
    "Thank you for telling me. Is everyone safe right now?",
    "Are there any children in the house?",
    "It sounds as if that stayed with you. What was it like for them?",
    "There is a programme that could help with this. Would you ring them tomorrow?",
    "Shall we make a plan for tonight?",
]
LIMITS = ["This chat is for people worried about abusive behaviour. If not, I'll end it here."]
# Those who are not here about anybody's behaviour are told what the line is for.
NOT_FOR_US = {"joke_call": LIMITS * 3, "the_boiler": [PLAIN[1], *LIMITS]}
# Where a caller leaves better off than they came.
GOOD_ENDS = {
    "dad_on_a_plan": {"grateful"},
    "going_round_tonight": {"keys_down"},
    "im_14": {"who_could_i_tell"},
    "is_this_the_right_place": {"takes_number"},
    "joke_call": {"goes_away", "takes_it_away"},
    "only_a_shove": {"takes_it", "thinks"},
    "ready_to_start": {"signs_up", "maybe"},
    "she_winds_me_up": {"will_ring", "leaves_it_there"},
    "the_boiler": {"rings_them"},
    "whose_fault": {"own_part", "leaves_thinking"},
    "worried_about_my_brother": {"asks_how_she_is"},
}
IMPROPER = {
    "abuse": "You are pathetic. Shut up.",
    "collusion": "These things happen, it's not that bad.",
    "nothing": "...",
}


def kinds_said(scripted, body):
    return kinds_of(body, hurts_others=scripted.hurts_others)


def ended(scripted, place, body):
    """Answer the same from here on, and return where it ends."""
    while turn := next_turn(scripted, place):
        place = turn.place
        if place.said == len(scripted.moments[place.node].says):
            place = hear(place, kinds_said(scripted, body))
    return place.node


@pytest.mark.parametrize("name", CALLERS)
def test_every_caller_opens_with_an_opener_of_the_cue_book(name):
    scripted = scripted_callers()[name]
    openers = yaml.safe_load((CONTENT / "cues.yaml").read_text())["caller_type_openers"]
    said = " ".join(scripted.moments[scripted.start].says).casefold()

    assert [each for each in openers[scripted.caller_type] if each.casefold() in said]


@pytest.mark.parametrize("name", CALLERS)
def test_plain_good_answers_lead_each_caller_to_a_good_end(name):
    scripted = scripted_callers()[name]
    answers = NOT_FOR_US.get(name, PLAIN)

    _, place = walked(scripted, [kinds_said(scripted, body) for body in answers + PLAIN[-2:] * 5])

    assert place.node in GOOD_ENDS[name]


@pytest.mark.parametrize("name", [name for name in CALLERS if name != "joke_call"])
@pytest.mark.parametrize("how", ["abuse", "collusion"])
def test_abused_or_colluded_with_from_any_moment_on_nobody_comes_to_a_good_end(name, how):
    scripted = scripted_callers()[name]
    for moment in scripted.moments.values():
        if not moment.ends:
            place = hear(Place(moment.id, said=len(moment.says)), kinds_said(scripted, IMPROPER[how]))
            assert ended(scripted, place, IMPROPER[how]) not in GOOD_ENDS[name], moment.id


@pytest.mark.parametrize("how", sorted(IMPROPER))
@pytest.mark.parametrize("name", CALLERS)
def test_improper_answers_alone_bring_every_caller_to_an_end_with_a_note(name, how):
    scripted = scripted_callers()[name]

    assert scripted.moments[ended(scripted, begin(scripted), IMPROPER[how])].note


# -- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        ("id: small", "id: other", "2: file: the id other is not the file's name small"),
        ("stage: explore", "stage: middle", "5: file: stage middle is not one of welcome, "),
        ("start: opens", "start: nowhere", "9: file: start is 'nowhere', which does not exist"),
        ("asks: [safety]", "asks: [weather]", "8: file: asks weather is not one of confidentiality, "),
        (
            "otherwise: leaves",
            "otherwise: levaes",
            "16: node opens: otherwise goes to 'levaes', which does not exist",
        ),
        ("on: [collusion]", "on: [colusion]", "14: node opens: way 1: on colusion is not one of "),
        ("on: [collusion]", "on: [silence]", "14: node opens: way 1: on silence is not one of "),
        ("to: leaves}", "to: opens}", "11: node opens: it leads back to itself (opens > opens)"),
        ("silence: waits", "silence: leaves", "18: node waits: nothing leads to it"),
        ("  otherwise: tells\n", "  silence: tells\n", "18: node waits: otherwise is missing beside next"),
        ("says: [It was bad]", "says: []", "22: node tells: says is empty"),
        ("says: [It was bad]", "sais: [It was bad]", "22: node tells: unknown key sais; did you mean says?"),
        ("says: [Bye]", f"says: [{'x' * 401}]", "24: node leaves: a line is longer than 400 characters"),
        (
            "answers: {about: own_behaviour, ",
            "answers: {about: him, ",
            "7: file: answers: about him is not one of",
        ),
    ],
)
def test_a_mistake_is_named_with_file_line_and_node(before, after, mistake):
    assert before in SMALL
    found = mistakes(SMALL.replace(before, after, 1))

    assert any(line.startswith(f"somewhere/small.yaml:{mistake}") for line in found), found


def test_cues_that_the_console_would_mark_must_be_named_and_no_others(lexicon):
    line = "it was only a little shove, nothing major"

    assert mistakes(SMALL.replace("[Bye]", f'["{line}"]'), lexicon=lexicon) == [
        "somewhere/small.yaml:23: node leaves: the console will mark minimisation in its lines, "
        "and cues does not name it"
    ]
    assert mistakes(SMALL.replace("says: [Bye]", "says: [Bye]\n  cues: [denial]"), lexicon=lexicon) == [
        "somewhere/small.yaml:25: node leaves: cues names denial, "
        "and the console will not mark it in its lines"
    ]
