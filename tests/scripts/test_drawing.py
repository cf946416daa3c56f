"""The drawing: every node and every way on is in it, nothing lies on anything else, and all of it fits."""

from itertools import combinations

import pytest

from helpline.kernel.yaml_tree import read_tree, write_tree
from scripts.draft_check import check_draft
from scripts.drawing import draw
from scripts.layout import BOX, WIDTH
from scripts.script import END
from scripts.services import CONTENT
from scripts.tree import nodes_of, steps_of, with_values
from tests.scripts.conftest import SMALL


@pytest.fixture(scope="module")
def shipped():
    return read_tree((CONTENT / "script_motivational.yaml").read_text(encoding="utf-8"), source="x")


@pytest.fixture
def small():
    return read_tree(SMALL, source="x")


def ways_drawn(drawing):
    """Return (from, to) of every line and of every word that names a way out."""
    found = {(line.origin, line.to) for line, _ in drawing.lines}
    for each in drawing.boxes:
        found |= {(each.box.id, word.to) for word in each.words if word.kind == "out"}
        found |= {(each.box.id, END) for word in each.words if word.kind == "end"}
    return found


def all_ways(tree):
    return {(node["id"], to) for node in nodes_of(tree) for _, to in steps_of(node)}


def test_every_node_and_every_way_on_is_drawn(shipped):
    drawing = draw(shipped)

    assert [each.box.id for each in drawing.boxes] == [node["id"] for node in nodes_of(shipped)]
    assert ways_drawn(drawing) == all_ways(shipped)


def test_a_way_that_is_not_drawn_would_be_noticed(shipped):
    more = with_values(shipped, "m01_welcome", {"next": [{"when": "x", "to": "w01_worker"}]})

    assert ways_drawn(draw(shipped)) != all_ways(more)


def test_no_box_lies_on_another_and_all_fit(shipped):
    drawing = draw(shipped)
    boxes = [each.box for each in drawing.boxes]

    apart = [
        one.x + BOX <= two.x
        or two.x + BOX <= one.x
        or one.y + one.height <= two.y
        or two.y + two.height <= one.y
        for one, two in combinations(boxes, 2)
    ]
    assert all(apart)
    assert all(box.x >= 0 and box.x + BOX <= WIDTH for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= drawing.layout.height for box in boxes)


def test_words_stay_in_their_box(shipped):
    for each in draw(shipped).boxes:
        assert all(each.box.y < word.y < each.box.y + each.box.height for word in each.words)


def test_stages_come_from_top_to_bottom_in_the_first_script(shipped):
    drawing = draw(shipped)
    tops = {each.box.id: each.box.y for each in drawing.boxes}

    assert tops["m01_welcome"] < tops["m07_open"] < tops["m23_impact_partner"] < tops["m37_summary"]


def test_in_a_row_the_way_on_goes_right_and_is_no_way_back(shipped):
    drawing = draw(shipped)
    boxes = {each.box.id: each.box for each in drawing.boxes}
    [line] = [each for each, _ in drawing.lines if (each.origin, each.to) == ("m03_privacy", "m04_safe_now")]

    assert boxes["m03_privacy"].row == boxes["m04_safe_now"].row
    assert boxes["m03_privacy"].column < boxes["m04_safe_now"].column
    assert not line.is_back


def test_danger_mistakes_and_where_one_is_are_marked(small):
    drawing = draw(small, wrong={"a2"}, here="a1")
    marks = {each.box.id: (each.is_danger, each.is_wrong, each.is_here) for each in drawing.boxes}

    assert marks == {
        "a1": (False, False, True),
        "a2": (True, True, False),
        "d1": (True, False, False),
        "s1": (True, False, False),
    }
    assert [is_here for _, is_here in drawing.lines] == [True]


def test_a_draft_with_mistakes_is_drawn_as_well(small):
    broken = with_values(small, "a1", {"stage": "nowhere", "next": [{"when": "x", "to": "gone"}]})

    drawing = draw(broken, wrong={problem.node for problem in check_draft(write_tree(broken)).errors})

    assert ("a1", "gone") in ways_drawn(drawing)
    assert [each.box.id for each in drawing.boxes if each.is_wrong] == ["a1"]


def test_a_mistake_is_said_beside_its_node():
    text = SMALL.replace("to: END\n- id: d1", "to: away\n- id: d1").replace("start: a1", "start: a9")

    check = check_draft(text)

    assert check.script is None
    assert [(problem.node, problem.text) for problem in check.errors] == [
        ("", "file: start goes to 'a9', which does not exist"),
        ("a2", "next goes to 'away', which does not exist"),
    ]
    assert check.errors_of("a2") == [check.errors[1]]


def test_a_mistake_on_the_last_line_of_a_node_is_that_nodes():
    text = SMALL.replace("  intent: Warm start.", "  intent: Warm start.\n  model: perhaps", 1)
    text = text.replace("  next:\n  - when: goes on\n    to: a2\n", "", 1).replace(
        "  model: perhaps", "  next: [{when: goes on, to: a2}]\n  model: perhaps"
    )

    assert [problem.node for problem in check_draft(text).errors] == ["a1"]


def test_warnings_have_their_node_too():
    check = check_draft(SMALL.replace("What happened?", "What happened? And then?"))

    assert [(problem.node, problem.text) for problem in check.warnings] == [
        ("a2", "prompt asks 2 questions, better one")
    ]
