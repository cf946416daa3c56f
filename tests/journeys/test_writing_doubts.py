"""What a handler is warned about before it goes out, and how the box checks spelling."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.cuebook import parse_cues
from scripts.library import parse_script
from tests.journeys.writing_desk import Talks, nothing_is_sent, sent, stored_by
from tests.live import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.once]
DRAFT = "My mate Obadiah is on 07700 900123"
WARNED = "Looks like a phone number and a name: leave it out unless the caller needs it."


def test_a_name_and_a_number_are_asked_about_once_and_sent_with_a_second_press(talks: Talks) -> None:
    console = talks()
    doubts = console.page.locator("#composer-doubts")

    console.box.press_sequentially(DRAFT)
    expect(doubts).to_have_text(WARNED)
    console.box.press("Enter")
    expect(doubts).to_contain_text("Not sent yet.")
    nothing_is_sent(console)
    console.box.press("Escape")
    expect(doubts).not_to_contain_text("Not sent yet.")
    console.box.press("Enter")
    console.presses("Send it as it stands")
    expect(console.message(DRAFT).locator(".message__status")).to_have_text(re.compile("^(Sent|Seen)$"))
    assert sent(console) == [DRAFT]


def test_what_was_changed_after_the_question_is_asked_about_again(talks: Talks) -> None:
    console = talks()
    doubts = console.page.locator("#composer-doubts")

    console.box.fill(DRAFT)
    console.box.press("Enter")
    console.box.press_sequentially("!")
    console.box.press("Enter")
    expect(doubts).to_contain_text("Not sent yet.")
    nothing_is_sent(console)
    console.box.fill("Somebody you trust")
    expect(doubts).to_have_text("")
    console.says("Somebody you trust")


def test_a_draft_is_nowhere_in_what_the_browser_keeps(talks: Talks) -> None:
    console = talks()
    console.box.press_sequentially(DRAFT)
    expect(console.page.locator("#composer-doubts")).to_have_text(WARNED)

    kept = stored_by(console.page)
    assert "console" in kept, "the look must find what is there"
    assert "Obadiah" not in kept
    console.page.reload()
    console.is_connected()
    assert "Obadiah" not in stored_by(console.page)
    assert "Obadiah" not in console.page.content()


@pytest.mark.long
def test_no_prompt_of_the_script_and_no_service_of_the_directory_is_warned_about(talks: Talks) -> None:
    console = talks()
    look = """async (texts) => {
        const { finderFor } = await import('/static/console/identifying.js');
        const find = finderFor(JSON.parse(document.getElementById('console-data').textContent).services);
        return texts.map((text) => [text, find(text)]).filter(([, found]) => found.length) }"""
    marks = console.page.evaluate("JSON.parse(document.getElementById('console-data').textContent).services")

    assert len(marks) > 50
    assert console.page.evaluate(look, [f"You could try {mark}, they listen." for mark in marks]) == []
    assert console.page.evaluate(look, prompts()) == []
    assert console.page.evaluate(look, [DRAFT]) == [[DRAFT, ["a phone number", "a name"]]]


def prompts() -> list[str]:
    """Return all that the script and the cues offer to put into the box."""
    content = ROOT / "scripts" / "content"
    script = parse_script(read(content / "script_motivational.yaml"), source="script")
    book = parse_cues(read(content / "cues.yaml"), source="cues")
    said = [words for node in script.nodes.values() for words in (node.prompt, *node.alternatives)]
    said += [words for cue in book.cues.values() for words in cue.handler.replies]
    assert len(said) > 100
    return said


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize(("language", "spelled"), [("en", "en-GB"), ("cy", "cy")])
def test_the_box_checks_spelling_in_the_language_of_the_talk_and_asks_for_no_suggestions(
    talks: Talks, language: str, spelled: str
) -> None:
    console = talks(language=language)

    expect(console.box).to_have_attribute("lang", spelled)
    expect(console.box).to_have_js_property("spellcheck", True)
    expect(console.box).to_have_attribute("writingsuggestions", "false")
    expect(console.box).to_have_attribute("autocomplete", "off")
