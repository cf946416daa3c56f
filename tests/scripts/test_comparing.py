"""What differs between two scripts, in words."""

import pytest

from helpline.kernel.word_changes import Part, marked
from helpline.kernel.yaml_tree import read_tree
from scripts.comparing import compare
from scripts.tree import with_node, with_values
from tests.scripts.conftest import SMALL


@pytest.fixture
def tree():
    return read_tree(SMALL, source="x")


def test_a_script_differs_in_nothing_from_itself(tree):
    assert compare(tree, tree).is_empty


def test_words_are_marked_one_by_one():
    assert marked("What happened?", "What happened then?") == (
        Part("same", "What happened"),
        Part("new", " then"),
        Part("same", "?"),
    )
    assert marked("I was there", "I am there") == (
        Part("same", "I "),
        Part("gone", "was"),
        Part("new", "am"),
        Part("same", " there"),
    )


def test_marks_give_both_texts_back():
    older, newer = "Who was there, and when?", "Who else was there?\nSay when."
    parts = marked(older, newer)

    assert "".join(part.text for part in parts if part.mark != "new") == older
    assert "".join(part.text for part in parts if part.mark != "gone") == newer


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([{"when": "goes on", "to": "END"}], ["“goes on” now leads to END, not to a2."]),
        ([{"when": "carries on", "to": "a2"}], ["The way to a2 now says “carries on”, not “goes on”."]),
        (
            [{"when": "goes on", "to": "a2"}, {"when": "leaves", "to": "END"}],
            ["New: “leaves” leads to END."],
        ),
        ([], ["Taken away: “goes on” led to a2."]),
        ([{"when": "goes on", "to": "a2", "if": "x"}], ["Further settings of a way on changed."]),
    ],
)
def test_links_are_told_in_sentences(tree, ways, said):
    changed = with_values(tree, "a1", {"next": ways})

    (change,) = compare(tree, changed).nodes
    assert (change.node, change.kind, list(change.links)) == ("a1", "changed", said)


def test_added_removed_and_changed_are_told_apart(tree):
    newer = with_node(
        tree, {"id": "a3", "script": "main", "stage": "challenge", "prompt": "New.", "next": []}
    )
    newer["nodes"] = [node for node in newer["nodes"] if node["id"] != "s1"]
    newer = with_values(newer, "a2", {"enter_on_cues": ["minimisation", "denial"], "do": ["wait"]})

    found = compare(tree, newer)

    assert [(change.node, change.kind) for change in found.nodes] == [
        ("a2", "changed"),
        ("a3", "added"),
        ("s1", "removed"),
    ]
    assert [change.name for change in found.nodes[0].changes] == ["Offered on", "Do"]
    assert found.summary == "Prompts: 1 added, 1 removed, 1 changed."


def test_settings_of_the_script_are_told(tree):
    newer = read_tree(
        SMALL.replace("{danger: s1}\n  work", "{danger: d1}\n  work").replace("start: a1", "start: a2"),
        source="x",
    )
    newer["style"] = ["plain"]

    assert compare(tree, newer).settings == (
        "Every talk begins here: a2, before a1.",
        "Danger: someone_else, danger: d1, before s1.",
        "Style: changed.",
    )


def test_a_priority_that_changed_is_not_passed_over(tree):
    newer = read_tree(SMALL.replace("priority: 2", "priority: 1"), source="x")

    assert compare(tree, newer).settings == ("Further settings of where cues and dangers lead changed.",)
