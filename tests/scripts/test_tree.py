"""Finding and changing nodes of a tree."""

import pytest

from helpline.kernel.yaml_tree import read_tree
from scripts.errors import NodeNeeded, NodeNotFound
from scripts.tree import (
    dangers_of,
    node_of,
    nodes_of,
    title_of,
    ways_to,
    with_node,
    with_values,
    without_node,
)
from tests.scripts.conftest import SMALL


@pytest.fixture
def tree():
    return read_tree(SMALL, source="x")


def test_a_change_leaves_the_tree_before_as_it_was(tree):
    before = read_tree(SMALL, source="x")

    with_values(tree, "a1", {"prompt": "Other."})
    with_node(tree, {"id": "a9", "script": "main"})

    assert tree == before


def test_values_keep_keys_that_no_form_knows_and_add_no_empty_ones(tree):
    tree["nodes"][0]["does"] = ["later"]

    after = node_of(with_values(tree, "a1", {"prompt": "Other.", "log": [], "model": False}), "a1")

    assert after["does"] == ["later"]
    assert after["prompt"] == "Other."
    assert not {"log", "model"} & after.keys()


def test_a_new_node_stands_behind_the_last_of_its_script(tree):
    after = with_node(tree, {"id": "a3", "script": "main"})

    assert [node["id"] for node in nodes_of(after)] == ["a1", "a2", "a3", "d1", "s1"]


def test_what_leads_to_a_node_is_named(tree):
    assert [(way.node, way.words) for way in ways_to(tree, "a2")] == [
        ("", "The answer to the cue self_harm"),
        ("a1", "goes on"),
    ]
    assert ways_to(tree, "a1")[0].words == "Every talk begins here"


def test_a_node_is_not_removed_while_something_leads_to_it(tree):
    with pytest.raises(NodeNeeded) as refused:
        without_node(tree, "a2")
    assert refused.value.extra["ways"] == ["The answer to the cue self_harm", "a1"]

    free = with_node(tree, {"id": "a3", "script": "main", "next": [{"when": "again", "to": "a3"}]})
    assert without_node(free, "a3") == tree


def test_a_node_that_is_not_there_is_not_found(tree):
    for act in (
        lambda: node_of(tree, "a9"),
        lambda: without_node(tree, "a9"),
        lambda: with_values(tree, "a9", {}),
    ):
        with pytest.raises(NodeNotFound):
            act()


def test_what_answers_danger_is_known(tree):
    assert dangers_of(tree) == {"a2", "d1", "s1"}


def test_a_title_is_short(tree):
    assert title_of({"id": "a", "prompt": "word " * 40}, longest=20) == "a: word word word word…"
    assert title_of({"id": "a"}) == "a"
