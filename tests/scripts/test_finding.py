"""Finding prompts of a draft by words, and one name for one thing."""

import pytest

from scripts import drafts
from scripts.finding import has_words
from scripts.forms import AddForm, WaysInForm
from scripts.services import CONTENT, load_content
from tests.scripts.editor import HOME, tree

NODE = {
    "id": "m14_minimisation", "stage": "challenge", "prompt": "You said it\u2019s just a push.",
    "alternatives": ["What would I have seen?"], "enter_on_cues": ["threat_ultimatum"],
    "intent": "Restore weight.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("", True), ("its just", True), ("IT'S PUSH", True), ("seen", True), ("weight challenge", True),
        ("minim", True), ("m14_minimisation", True), ("ultimatum", True), ("push nowhere", False),
        ("ush", False),
    ],
)  # fmt: skip
def test_every_typed_word_begins_one_of_the_prompt(typed: str, is_found: bool) -> None:
    assert has_words(NODE, typed) is is_found


@pytest.fixture
def pages(signed_in, supervisor, db):
    """Give the text of a page of the editor, over a draft of the script that we ship."""
    load_content(directory=CONTENT, by=None)
    drafts.begin_draft(by=supervisor)
    client = signed_in(supervisor)
    return lambda path: client.get(HOME + path).content.decode()


def test_the_list_of_the_draft_is_searched_and_says_how_many_there_are(pages):
    found, none = pages("draft/?find=name+confidential"), pages("draft/?find=%3Cb%3Enowhere")

    assert "m02_confidentiality</a>" in found
    assert "m01_welcome</a>" not in found
    assert "No prompt has “&lt;b&gt;nowhere”" in none
    assert "m01_welcome</a>" in pages("draft/?find=+")


def test_a_script_is_called_by_its_title_wherever_a_supervisor_reads_of_it(pages):
    for path in ("draft/", "draft/sign-offs/", "draft/drawing/", "versions/1/", "draft/prompts/m01_welcome/"):
        page = pages(path)
        assert "Being hurt" in page, path
        assert "Survivor redirect" not in page, path


def test_forms_name_scripts_and_cues_as_handlers_see_them(pages):
    menus = dict(AddForm(tree=tree()).fields["script"].choices)
    labels = [field.label for field in WaysInForm(tree=tree()).fields.values()]

    assert (menus["motivational"], menus["survivor_redirect"]) == ("Own behaviour", "Being hurt")
    assert "Threat" in labels
    assert "Child: threat" in labels
    assert not [label for label in labels if "ultimatum" in str(label)]
