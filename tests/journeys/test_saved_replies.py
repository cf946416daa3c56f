"""Saved replies as a handler uses them: by keyboard, into the box, never sent by themselves."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.caller.test_every_screen import found_by_axe
from tests.journeys.console_page import Console
from tests.journeys.opener import Opener
from tests.journeys.writing_desk import Talks, nothing_is_sent, sent, stored_by
from tests.live import ROOT, Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
WORDS = "When it gets hot, go to [place] for [minutes] minutes."


def opened(console: Console) -> Locator:
    console.page.keyboard.press("Alt+r")
    pane = console.page.get_by_role("dialog", name="Saved replies")
    expect(pane).to_be_visible()
    return pane


def keeps(console: Console, title: str, words: str, *, team: bool = False) -> Locator:
    """Open the pane, write a reply and save it; the pane stays open."""
    pane = opened(console)
    pane.get_by_role("button", name="New reply").click()
    pane.get_by_label("Title, to find it by").fill(title)
    pane.get_by_label("Words; put").fill(words)
    if team:
        pane.get_by_label("For the whole team").check()
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(pane.get_by_role("status")).to_contain_text(f'Saved "{title}".')
    return pane


def selected(page: Page) -> str:
    return str(
        page.evaluate(
            "() => { const b = document.querySelector('#composer'); "
            "return b.value.slice(b.selectionStart, b.selectionEnd) }"
        )
    )


@pytest.mark.usefixtures("keys_alone")
def test_by_keyboard_alone_what_is_in_the_box_is_kept_found_filled_and_sent(talks: Talks) -> None:
    console = talks()
    page = console.page
    expect(console.box).to_be_focused()
    page.keyboard.type(WORDS)
    pane = opened(console)
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent") == "Save what is in the box":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(pane.get_by_label("Words; put")).to_have_value(WORDS)
    expect(pane.get_by_label("Title, to find it by")).to_be_focused()
    page.keyboard.type("Time out")
    page.keyboard.press("Enter")
    expect(pane.get_by_role("status")).to_contain_text('Saved "Time out".')
    page.keyboard.press("Escape")
    expect(console.box).to_be_focused()

    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("/hot")
    expect(pane.get_by_role("option")).to_have_text("Time out")
    expect(console.box).to_have_value("")
    page.keyboard.press("Enter")
    expect(pane).to_have_count(0)
    expect(console.box).to_have_value(WORDS)
    assert selected(page) == "[place]"
    page.keyboard.type("the shed")
    page.keyboard.press("Tab")
    assert selected(page) == "[minutes]"
    page.keyboard.press("Enter")
    expect(page.locator("#composer-doubts")).to_contain_text("Not sent yet.")
    nothing_is_sent(console)
    page.keyboard.type("20")
    expect(page.locator("#composer-doubts")).to_have_text("")
    page.keyboard.press("Enter")
    filled = "When it gets hot, go to the shed for 20 minutes."
    expect(console.message(filled).locator(".message__status")).to_have_text(re.compile("^(Sent|Seen)$"))
    assert sent(console) == [filled]


@pytest.mark.long
def test_tab_goes_from_blank_to_blank_and_back_and_leaves_the_box_behind_the_last(talks: Talks) -> None:
    console = talks()
    page = console.page
    console.box.fill("a [one] b [two] c")
    console.box.press("Control+Home")
    found = []
    for key in ("Tab", "Tab", "Shift+Tab"):
        page.keyboard.press(key)
        found.append(selected(page))
    assert found == ["[one]", "[two]", "[one]"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(console.box).not_to_be_focused()


@pytest.mark.long
def test_a_reply_goes_in_where_the_caret_is_and_the_browsers_undo_takes_it_out(talks: Talks) -> None:
    console = talks()
    pane = keeps(console, "Breathe", "Breathe out slowly.")
    page = console.page
    pane.get_by_role("button", name="Close").click()
    console.box.press_sequentially("First.  Last.")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+r")
    page.keyboard.press("Enter")
    expect(console.box).to_have_value("First. Breathe out slowly. Last.")
    page.keyboard.type(" Now.")
    expect(console.box).to_have_value("First. Breathe out slowly. Now. Last.")
    while page.evaluate("document.querySelector('#composer').value") not in {"First.  Last.", ""}:
        page.keyboard.press("Control+z")
    expect(console.box).to_have_value("First.  Last.")
    nothing_is_sent(console)


@pytest.mark.long
def test_the_sign_itself_is_written_with_a_second_press_and_inside_words_at_once(talks: Talks) -> None:
    console = talks()
    console.box.press("/")
    expect(console.page.get_by_label("Search the saved replies")).to_be_focused()
    console.page.keyboard.press("/")
    expect(console.box).to_have_value("/")
    console.page.keyboard.type("and/or")
    expect(console.box).to_have_value("/and/or")
    expect(console.page.locator(".replies")).to_have_count(0)


@pytest.mark.long
def test_adding_changing_and_deleting_can_each_be_undone(talks: Talks) -> None:
    console = talks()
    pane = opened(console)
    expect(pane).to_contain_text("No saved replies yet.")
    console.page.keyboard.press("Escape")
    pane = keeps(console, "First title", "First words.")
    undo, options, told = (
        pane.get_by_role("button", name="Undo"),
        pane.get_by_role("option"),
        pane.get_by_role("status"),
    )

    undo.click()
    expect(told).to_contain_text("Undone")
    expect(options).to_have_count(0)
    console.page.keyboard.press("Escape")
    keeps(console, "First title", "First words.")

    pane.get_by_role("button", name="Change").click()
    pane.get_by_label("Title, to find it by").fill("Second title")
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(told).to_contain_text('Changed "Second title".')
    expect(options).to_have_text("Second title")
    undo.click()
    expect(options).to_have_text("First title")

    pane.get_by_role("button", name="Delete").click()
    expect(told).to_contain_text('Deleted "First title".')
    expect(options).to_have_count(0)
    undo.click()
    expect(options).to_have_text("First title")
    console.page.reload()
    console.is_connected()
    console.page.locator(".mine__one").first.click()
    expect(opened(console).get_by_role("option")).to_have_text("First title")


@pytest.mark.long
def test_a_reply_that_looks_like_somebody_is_saved_with_a_second_press_only(talks: Talks) -> None:
    console = talks()
    console.box.fill("Your mate Obadiah, 07700 900123, could have the children.")
    pane = opened(console)
    pane.get_by_role("button", name="Save what is in the box").click()
    pane.get_by_label("Title, to find it by").fill("Children")
    warned = "Looks like a phone number and a name. Is it a caller's? "
    warned += "A reply is kept after the talk: leave it out."
    expect(pane.get_by_role("status")).to_have_text(warned)
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(pane.get_by_role("status")).to_contain_text("Not saved yet.")
    pane.get_by_label("Words; put").fill("Somebody you trust could have the children.")
    expect(pane.get_by_role("status")).to_have_text("")
    pane.get_by_label("Words; put").fill("Obadiah here")
    pane.get_by_role("button", name="Save", exact=True).click()
    pane.get_by_role("button", name="Save it as it stands").click()
    expect(pane.get_by_role("status")).to_contain_text('Saved "Children".')


@pytest.mark.long
def test_an_empty_and_a_too_long_reply_are_refused_beside_their_fields(talks: Talks) -> None:
    console = talks()
    pane = opened(console)
    pane.get_by_role("button", name="New reply").click()
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(pane.locator("#reply-title-wrong")).to_have_text("The title is empty.")
    expect(pane.locator("#reply-words-wrong")).to_have_text("This is empty.")
    pane.get_by_label("Title, to find it by").fill("t" * 61)
    pane.get_by_label("Words; put").fill("w" * 1_003)
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(pane.locator("#reply-title-wrong")).to_have_text("The title is 1 too long.")
    expect(pane.locator("#reply-words-wrong")).to_have_text("This is 3 too long.")


@pytest.mark.long
def test_the_hundred_and_first_is_refused_in_words_and_what_was_typed_stays(
    talks: Talks, service: Server, opens: Opener
) -> None:
    service.run_code(
        "from chat.models import SavedReply as R; from helpline.staff.models import Account; "
        "from django.utils.timezone import now; me = Account.objects.get(username='handler1'); "
        "R.objects.bulk_create(R(owner=me, title=f'{n}', words='a', changed_at=now()) for n in range(100))"
    )
    opens.expects_refusals = True
    console = talks()
    pane = opened(console)
    expect(pane.get_by_role("status")).to_have_text("100 replies")
    pane.get_by_role("button", name="New reply").click()
    pane.get_by_label("Title, to find it by").fill("One more")
    pane.get_by_label("Words; put").fill("Planted words.")
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(pane.get_by_role("alert").last).to_contain_text("the most there can be")
    expect(pane.get_by_label("Words; put")).to_have_value("Planted words.")


def test_the_teams_are_seen_by_all_and_kept_by_a_supervisor(talks: Talks) -> None:
    chief = talks(by="supervisor1")
    pane = keeps(chief, "For everybody", "Words of the team.", team=True)
    expect(pane.get_by_role("button", name="Change")).to_be_visible()

    console = talks()
    pane = opened(console)
    expect(pane.get_by_role("option")).to_have_text("For everybodyTeam")
    expect(pane).to_contain_text("A supervisor keeps this one.")
    for name in ("Change", "Delete"):
        expect(pane.get_by_role("button", name=name)).to_have_count(0)


@pytest.mark.long
def test_a_reply_half_written_waits_while_another_contact_is_looked_at(talks: Talks) -> None:
    console = talks()
    pane = opened(console)
    pane.get_by_role("button", name="New reply").click()
    pane.get_by_label("Title, to find it by").fill("Half")
    console.page.keyboard.press("Escape")
    console.page.locator(".mine__one").first.click()
    expect(opened(console).get_by_label("Title, to find it by")).to_have_value("Half")


def test_no_word_of_a_reply_is_in_what_the_browser_keeps(talks: Talks) -> None:
    console = talks()
    pane = keeps(console, "Obsidian title", "Obsidian words.")
    pane.get_by_role("button", name="Put into the box").click()
    expect(console.box).to_have_value("Obsidian words.")

    assert "Obsidian" in str(console.page.evaluate("document.querySelector('#composer').value"))
    assert "Obsidian" not in stored_by(console.page)


@pytest.mark.long
@pytest.mark.parametrize("size", [(1024, 768), (1440, 900)], ids=["1024", "1440"])
def test_the_pane_is_for_everybody(talks: Talks, size: tuple[int, int]) -> None:
    console = talks()
    page = console.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wrong: dict[str, Any] = {}

    def looks(name: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            folder = ROOT / "build" / "screenshots" / "writing"
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{size[0]}-{scheme}-{name}.png")
            wrong[f"{name} {scheme}"] = found_by_axe(page, ".part--talk")

    opened(console)
    looks("empty")
    page.keyboard.press("Escape")
    keeps(console, "Time out", WORDS)
    page.keyboard.press("Escape")
    keeps(
        console,
        "What we keep to ourselves, and what we must pass on",
        "Before you go on: [what] stays between us, unless " * 8,
    )
    page.keyboard.press("Escape")
    pane = keeps(console, "Ask for the next step", "What is one thing you could do before [day]?")
    looks("list")
    expect(pane.get_by_role("button", name="Put into the box")).to_be_in_viewport(ratio=1)
    pane.get_by_label("Search").fill("zebra")
    looks("nothing-fits")
    pane.get_by_role("button", name="New reply").click()
    pane.get_by_label("Words; put").fill("My mate Obadiah")
    pane.get_by_role("button", name="Save", exact=True).click()
    looks("form")
    assert {name: faults for name, faults in wrong.items() if faults} == {}
