"""A content file with a mistake names file, line and what is wrong; all mistakes at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.library import ContentErrors, parse_cues, parse_script
from tests.scripts.conftest import SMALL


def mistakes_in(text: str) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        parse_script(text, source="x.yaml")
    return [str(error) for error in caught.value.errors]


def with_change(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def test_a_sound_script_is_read_whole():
    script = parse_script(SMALL, source="x.yaml")

    assert list(script.nodes) == ["a1", "a2", "d1", "s1"]
    assert script.nodes["a2"].next[0].to == "END"
    assert script.nodes["a2"].enter_on_cues == ("minimisation",)
    assert script.danger["being_hurt"] == {"danger": "s1"}
    assert script.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    to: a2\n", "    to: m99\n", "x.yaml:22: node a1: next goes to 'm99', which does not exist"),
        ("start: a1", "start: zz", "x.yaml:3: file: start goes to 'zz', which does not exist"),
        ("  - minimisation", "  - minimizing", "x.yaml:29: node a2: there is no cue minimizing"),
        ("{cue: self_harm,", "{cue: selfharm,", "x.yaml:6: interrupt 2: there is no cue selfharm"),
        ("- id: a2\n", "- id: a1\n", "x.yaml:23: node a1: the id a1 is already used on line 15"),
        ("  prompt: What happened?", "  prompt: ''", "x.yaml:26: node a2: prompt is empty"),
        (
            "  prompt: What happened?",
            "  prompt:",
            "x.yaml:26: node a2: prompt must be text (put it in quotes)",
        ),
        (
            "  prompt: What happened?",
            "  prompt: 12",
            "x.yaml:26: node a2: prompt must be text (put it in quotes)",
        ),
        ("  prompt: What happened?\n", "", "x.yaml:23: node a2: prompt is missing"),
        (
            "  prompt: What happened?",
            "  promt: What happened?",
            "x.yaml:26: node a2: unknown key promt; did you mean prompt?",
        ),
        ("  intent: Account.", "  colour: red\n  intent: Account.", "x.yaml:27: node a2: unknown key colour"),
        ("  stage: challenge", "  stage: challenging", "x.yaml:25: node a2: there is no stage challenging"),
        (
            "  - when: goes on",
            "  - when: yes",
            "x.yaml:21: node a1: next 1: when must be text (put it in quotes)",
        ),
        (
            "  intent: Warm start.",
            "  model: perhaps\n  intent: W.",
            "x.yaml:19: node a1: model must be true or false",
        ),
        ("version: 1", "version: one", "x.yaml:1: file: version must be a whole number"),
        ("  intent: Warm start.", "  do: ask\n  intent: W.", "x.yaml:19: node a1: do must be a list"),
        ("  work: {danger: s1}", "", "x.yaml:8: file: interrupts_by_caller_type: work has no danger"),
        (
            "- {cue: self_harm, to: a2, priority: 1}\n",
            "",
            "x.yaml:4: file: interrupts: the safety cue self_harm leads nowhere",
        ),
        (
            "  being_hurt: {danger: s1}",
            "  being_hurt: {danger: d1}",
            "x.yaml:10: file: interrupts_by_caller_type: being_hurt: "
            "d1 is written for the person who causes the danger",
        ),
        (
            "  script: main\n  stage: welcome",
            "  script: main\n  script: b\n  stage: welcome",
            "x.yaml:17: node 1: script is given twice",
        ),
    ],
)
def test_a_mistake_names_its_line_and_itself(old, new, expected):
    assert expected in mistakes_in(with_change(old, new))


def test_a_node_that_nothing_leads_to_is_named():
    orphan = (
        "- {id: o1, script: main, stage: welcome, prompt: Hm., intent: I., next: [{when: end, to: END}]}\n"
    )

    assert mistakes_in(SMALL + orphan) == ["x.yaml:50: node o1: nothing leads here"]


def test_a_walk_that_cannot_end_is_named_at_every_node_of_it():
    circle = with_change(
        "  - minimisation\n  next:\n  - when: end\n    to: END\n",
        "  - minimisation\n  next:\n  - when: again\n    to: a1\n",
    )

    assert mistakes_in(circle) == [
        "x.yaml:15: node a1: dead end, no way from here leads to END",
        "x.yaml:23: node a2: dead end, no way from here leads to END",
    ]  # fmt: skip


def test_a_node_without_a_way_on_is_a_dead_end():
    stuck = with_change("  next:\n  - when: goes on\n    to: a2\n", "  next: []\n")

    assert mistakes_in(stuck) == [
        "x.yaml:20: node a1: next is empty: it is a dead end (an ending says: to: END)"
    ]


def test_all_mistakes_come_at_once_in_the_order_of_lines():
    text = (
        with_change("    to: a2\n", "    to: m99\n")
        .replace("start: a1", "start: zz")
        .replace("Account.", "''")
    )

    assert [line.split(": ")[0] for line in mistakes_in(text)] == ["x.yaml:3", "x.yaml:22", "x.yaml:27"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "x.yaml:1: the file is empty"),
        ("- a\n- b\n", "x.yaml:1: the file must have keys and values"),
        ("a: 1\nb: [1, 2\nc: 3\n", "x.yaml:3: not valid YAML: did not find expected ',' or ']'"),
        ("a: 1\nb: *x\n", "x.yaml:2: references (* and &) are not used here: write it out"),
        ("[" * 30 + "]" * 30, "x.yaml:1: nested deeper than 20 levels"),
        ("a: '" + "b" * 1_000_001 + "'", "x.yaml:1: the file is longer than 1000000 characters"),
    ],
)
def test_what_is_no_script_at_all_is_refused_with_its_line(text, expected):
    assert mistakes_in(text) == [expected]


def test_a_control_character_is_refused():
    [mistake] = mistakes_in("version: 1\nstart: \x07\n")

    assert mistake.startswith("x.yaml:1: not valid YAML: ")


def test_a_prompt_of_4000_characters_is_the_longest():
    longest, longer = "x" * 4000, "x" * 4001

    assert parse_script(with_change("What happened?", longest), source="x.yaml").nodes["a2"].prompt == longest
    assert mistakes_in(with_change("What happened?", longer)) == [
        "x.yaml:26: node a2: prompt is 4001 characters, 4000 at most"
    ]


def test_long_prompts_and_two_questions_are_warnings_only():
    script = parse_script(with_change("What happened?", "Who? What? " + "x" * 300), source="x.yaml")

    assert [str(warning) for warning in script.warnings] == [
        "x.yaml:26: node a2: prompt is 311 characters, better 300",
        "x.yaml:26: node a2: prompt asks 2 questions, better one",
    ]


def test_the_refusal_carries_every_mistake_for_an_editor():
    with pytest.raises(ContentErrors) as caught:
        parse_script(with_change("start: a1", "start: zz"), source="x.yaml")

    assert caught.value.as_wire()["code"] == "content.invalid"
    assert caught.value.extra["errors"] == [
        {"source": "x.yaml", "line": 3, "problem": "file: start goes to 'zz', which does not exist"}
    ]


@given(st.text(max_size=200) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_no_text_breaks_the_readers(text):
    for parse in (parse_script, parse_cues):
        with pytest.raises(ContentErrors):
            parse(text, source="x.yaml")


@given(st.integers(0, SMALL.count("\n")), st.sampled_from(["", "- ", "  x: 1", "nodes:", "[", "'", "? a"]))
def test_a_damaged_line_gives_a_script_or_named_mistakes(line, damage):
    lines = SMALL.splitlines()
    lines[line : line + 1] = [damage]
    try:
        script = parse_script("\n".join(lines), source="x.yaml")
    except ContentErrors as errors:
        found = {error.line for error in errors.errors}
    else:
        found = {node.line for node in script.nodes.values()}
    assert found
    assert found <= set(range(1, len(lines) + 2))
