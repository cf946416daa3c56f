"""The script panel as a handler uses it: what fits and what is not so, by a key; nothing goes by itself."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.journeys.writing_desk import nothing_is_sent
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
EXCUSES = "my wife knows how to wind me up, she started it, it was just a push"
FULL = f"{EXCUSES}, I was drunk. I want to change"
THREAT = "I know where her new fella lives and I'm going to pay him a visit"
COUNTS = """
import json
from chat.models import GuidanceUse
rows = sorted(GuidanceUse.objects.values_list("kind", "name", "count"))
open(OUT, "w").write(json.dumps(rows))
"""


@pytest.fixture
def callers(server: Server) -> Iterator[Callers]:
    with Callers(server) as callers:
        yield callers


@pytest.fixture
def console(server: Server, opens: Opener) -> Console:
    return Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()


def a_talk(callers: Callers, console: Console, *said: str) -> str:
    (contact,) = callers.start(1)
    for body in said:
        callers.says(contact, body)
    console.takes()
    for body in said:
        console.hears(body)
    return contact


def counted(server: Server, tmp_path: Path) -> dict[str, list[str]]:
    """Return the names that were counted, by kind."""
    out = tmp_path / "counts.json"
    server.run_code(COUNTS.replace("OUT", repr(str(out))))
    found: dict[str, list[str]] = {}
    for kind, name, _ in json.loads(out.read_text()):
        found.setdefault(kind, []).append(name)
    return found


def test_three_prompts_fit_and_a_key_puts_one_in_with_the_callers_own_words(
    callers: Callers, console: Console, server: Server, tmp_path: Path
) -> None:
    page = console.page
    a_talk(callers, console, FULL)
    suggestions = page.locator(".suggestion")
    expect(suggestions).to_have_count(3)
    first = suggestions.first
    expect(first.locator(".suggestion__why q").first).not_to_be_empty()
    expect(first.locator(".suggestion__intent")).not_to_be_empty()
    words = first.locator(".suggestion__words").inner_text()

    page.keyboard.press("Alt+Comma")

    expect(console.box).to_have_value(words)
    expect(console.box).to_be_focused()
    nothing_is_sent(console)
    assert "{" not in page.locator("#help-panel").inner_text()
    console.box.press("Enter")
    # Sending it said yes to the marks that it answers.
    expect(page.locator(".named__name", has_text="✓")).not_to_have_count(0)
    found = counted(server, tmp_path)
    assert len(found["prompt_shown"]) == 4
    assert (len(found["prompt_taken"]), len(found["prompt_skipped"])) == (1, 2)
    assert found["prompt_sent"] == found["prompt_taken"]
    assert "prompt_changed" not in found


def test_the_panel_follows_how_the_caller_speaks_of_the_other_until_it_is_set(
    callers: Callers, console: Console
) -> None:
    page = console.page
    contact = a_talk(callers, console, "it was just a push")
    pronoun = page.get_by_label("Pronoun for the other person")
    as_they_say = pronoun.locator("option").first
    expect(as_they_say).to_have_text("they")

    callers.says(contact, "my husband cried, he was only a bit scared, he started it")
    expect(as_they_say).to_have_text("he")
    expect(pronoun).to_have_value("")

    pronoun.select_option("they")
    expect(as_they_say).to_have_text("As the caller says")
    page.reload()
    console.is_connected()
    page.keyboard.press("Alt+1")
    expect(pronoun).to_have_value("they")

    # Any other prompt is found by its words, and speaks of the other person in the same way.
    page.keyboard.press("Alt+Semicolon")
    page.keyboard.type("would they say it was like")
    expect(page.locator(".palette__from").first).to_contain_text("Challenge")
    page.keyboard.press("Enter")
    expect(console.box).to_have_value("What would they say it was like?")
    nothing_is_sent(console)


def test_not_so_takes_a_mark_away_on_every_window_and_after_a_reload_and_is_undone(
    callers: Callers, console: Console, opens: Opener, server: Server
) -> None:
    page = console.page
    a_talk(callers, console, "it was just a push")
    other = Console(opens.page(DESK), server.origin).signs_in("handler1").is_connected()
    other.page.keyboard.press("Alt+1")
    expect(other.page.locator("mark")).to_have_count(1)
    expect(page.locator(".suggestion")).to_have_count(1)

    page.keyboard.press("Alt+KeyV")

    for window in (page, other.page):
        expect(window.locator("mark")).to_have_count(0)
        expect(window.locator(".suggestion")).to_have_count(0)
    page.reload()
    console.is_connected()
    page.keyboard.press("Alt+1")
    expect(page.locator(".refused")).to_contain_text("You said “not so” (1)")
    expect(page.locator("mark")).to_have_count(0)
    page.locator(".refused summary").click()
    page.get_by_role("button", name="Undo not so").click()
    for window in (page, other.page):
        expect(window.locator("mark")).to_have_count(1)
        expect(window.locator(".suggestion")).to_have_count(1)


def test_a_mark_of_a_danger_takes_two_presses_stays_faint_and_closes_unasked(
    callers: Callers, console: Console, server: Server, tmp_path: Path
) -> None:
    page = console.page
    a_talk(callers, console, THREAT)
    mark = page.locator("mark")
    expect(mark).to_have_class("mark mark--safety")
    expect(page.locator(".suggestion").first).to_be_visible()

    page.keyboard.press("Alt+KeyV")
    expect(page.get_by_role("button", name="Nobody is in danger here")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".suggestion").first.get_by_role("button", name="Not so")).to_be_focused()
    expect(mark).to_have_class("mark mark--safety")
    page.keyboard.press("Alt+KeyV")
    expect(page.get_by_role("button", name="Nobody is in danger here")).to_be_focused()
    page.keyboard.press("Enter")

    expect(mark).to_have_class("mark mark--safety mark--faint")
    expect(page.locator(".message__cues")).to_contain_text("Threat: not so (handler1)")
    expect(page.locator(".suggestion")).to_have_count(0)
    console.ends().wraps_up("Talk completed")
    assert counted(server, tmp_path)["cue_refused"] == ["threat_ultimatum"]


@pytest.mark.long
def test_yes_is_counted_small_in_the_panel(callers: Callers, console: Console) -> None:
    page = console.page
    a_talk(callers, console, "I want to change")
    expect(page.locator(".standing")).not_to_contain_text("Change talk")

    page.get_by_role("button", name="Yes: ").first.click()

    expect(page.locator(".standing")).to_contain_text("Change talk 1")


@pytest.mark.long
def test_the_ways_back_and_into_another_script_are_one_step(callers: Callers, console: Console) -> None:
    page = console.page
    a_talk(callers, console, "hello")
    here = page.locator(".prompt__words")
    expect(here).to_contain_text("you're through")
    page.locator(".next__step").first.click()
    expect(here).not_to_contain_text("you're through")
    page.locator(".script-ways").get_by_role("button", name="One step back").click()
    expect(here).to_contain_text("you're through")

    page.locator(".script-ways summary", has_text="Another script").click()
    page.locator(".script-ways .menu__one", has_text="danger").first.click()

    expect(here).not_to_contain_text("you're through")
    expect(page.locator("#prompt-title")).to_contain_text("Danger")
    nothing_is_sent(console)


def test_the_panel_stays_calm_and_is_for_everybody(
    callers: Callers, console: Console, pictures: Path
) -> None:
    folder = pictures / "panel"
    folder.mkdir(exist_ok=True)
    page = console.page
    a_talk(callers, console, FULL, THREAT)
    expect(page.locator(".suggestion")).to_have_count(3)
    page.get_by_role("button", name="Yes: ").first.click()
    expect(page.locator(".named__name", has_text="✓")).to_have_count(1)
    wrong = faults_of(page, folder, "01-three-fit")
    page.keyboard.press("Alt+KeyV")
    expect(page.get_by_role("button", name="Nobody is in danger here").first).to_be_focused()
    wrong += faults_of(page, folder, "02-asked-once-more")
    page.keyboard.press("Enter")
    expect(page.locator(".refused")).to_have_count(1)
    page.locator(".refused summary").click()
    wrong += faults_of(page, folder, "03-not-so")
    assert wrong == []
