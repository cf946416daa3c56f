"""The tree of a script and its YAML: what is written is read again as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.yaml_tree import read_tree, write_tree
from scripts.library import parse_script
from scripts.services import CONTENT
from tests.scripts.conftest import SMALL

# Every letter that UTF-8 can carry: half a surrogate pair is no text.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
# How long a busy machine takes to think of a text says nothing of it.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALUES = st.recursive(
    TEXTS | st.integers(-(10**12), 10**12) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@calm
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_a_tree_is_read_as_it_was_written(tree):
    read = read_tree(write_tree(tree), source="x")

    assert read == tree
    assert list(read) == list(tree)


@calm
@given(TEXTS.filter(str.strip))
def test_a_prompt_means_the_same_after_a_round_trip(prompt):
    tree = read_tree(SMALL, source="x")
    tree["nodes"][1]["prompt"] = prompt

    # As one that is published: any text, not only what an author may write today.
    again = parse_script(write_tree(tree), source="x", published=True)

    assert again.nodes["a2"].prompt == prompt.strip()


def test_the_shipped_script_means_the_same_and_keeps_its_order():
    text = (CONTENT / "script_motivational.yaml").read_text(encoding="utf-8")
    tree = read_tree(text, source="x")

    written = write_tree(tree)

    again, first = parse_script(written, source="x"), parse_script(text, source="x")
    without_lines = [{**vars(node), "line": 0} for node in again.nodes.values()]
    assert without_lines == [{**vars(node), "line": 0} for node in first.nodes.values()]
    assert (again.interrupts, again.danger, again.routes) == (first.interrupts, first.danger, first.routes)
    assert write_tree(read_tree(written, source="x")) == written


def test_what_no_form_knows_survives():
    text = SMALL.replace("  intent: Warm start.", "  intent: Warm start.\n  does: [{what: later}]")

    assert read_tree(write_tree(read_tree(text, source="x")), source="x")["nodes"][0]["does"] == [
        {"what": "later"}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "x:2: references"),
        ("a: !!python/object/apply:os.system [ls]\n", "x:1: tags"),
        ("a: !mine b\n", "x:1: tags"),
        ("- a\n", "keys and values"),
        ("a: [\n", "not valid YAML"),
        ("a: 2001-99-99\n", "not valid YAML"),
        ("a" * 1_000_001, "longer than 1000000"),
        ("", "empty"),
    ],
)
def test_what_is_no_tree_is_refused_with_its_line(text, said):
    with pytest.raises(ContentErrors, match=said):
        read_tree(text, source="x")


def test_a_script_that_grows_too_long_is_not_written():
    with pytest.raises(ContentErrors, match="longer than"):
        write_tree({"a": "b" * 1_000_001})
