"""The wrap-up in one screen: by keyboard, saved at once, one thing needed, and closed by itself."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.caller.test_every_screen import found_by_axe
from tests.journeys.console_page import Console
from tests.journeys.keyboard import tabs_to
from tests.journeys.looks import faults_of
from tests.journeys.opener import Opener
from tests.journeys.writing_desk import Talks
from tests.live import ROOT, Server

pytestmark = [pytest.mark.journey, pytest.mark.once]


WAS_TOLD = """
from chat.models import Alert
assert [(alert.kind, alert.because) for alert in Alert.objects.all()] == [("left_open", "judged")]
"""


def group(page: Page, name: str) -> str:
    """Return the label of what is chosen in a group of the form."""
    chosen = page.locator(".wrap-up").get_by_role("group", name=name).locator("label:has(:checked)")
    return "".join(chosen.all_text_contents())


@pytest.mark.usefixtures("keys_alone")
def test_by_keyboard_alone_a_talk_is_ended_judged_and_closed(talks: Talks) -> None:
    console = talks()
    page = console.page
    # The box takes the keys as the talk opens: only then do they go on, or it would take them back.
    expect(page.locator("#composer")).to_be_focused()
    # From the notes, where the focus would have stayed.
    page.keyboard.press("Alt+e")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.press("Alt+w")
    tabs_to(page, "dialog .button--danger")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wrap up contact 1")).to_be_focused()

    tabs_to(page, '[name="outcome"]')
    page.keyboard.press("ArrowDown")
    expect(page.locator(".wrap-up .saved")).to_contain_text("how it ended.")
    page.keyboard.press("Enter")
    tabs_to(page, '[name="wrap-up-caller-type"]')
    page.keyboard.press("Space")
    expect(page.locator(".wrap-up .saved")).to_contain_text("caller type.")
    tabs_to(page, '[name="wrap-up-level"]')
    page.keyboard.press("Space")
    expect(page.locator(".wrap-up .level-line")).to_contain_text("Set by handler1")
    tabs_to(page, '[name="readiness_after"]')
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".wrap-up .saved")).to_contain_text("ready to change, at the end.")
    tabs_to(page, '[name="wrap-up-weapon_access"]')
    page.keyboard.press("ArrowRight")
    expect(page.locator(".wrap-up .saved")).to_contain_text("weapons.")
    assert [group(page, name) for name in ("Who was it?", "Level", "Weapons", "Threats to kill")] == [
        "Person using abuse", "Immediate", "Yes", "Not asked"
    ]  # fmt: skip
    page.keyboard.press("Alt+z")
    expect(page.locator(".wrap-up .saved")).to_contain_text("Undone")
    assert group(page, "Weapons") == "Not asked"
    tabs_to(page, '.wrap-up [type="submit"]')
    page.keyboard.press("Alt+f")
    # The level is immediate: one more press, which says why.
    console.sees("The level is immediate.")
    page.keyboard.press("3")
    console.sees("is closed and counted")


def test_by_keyboard_a_danger_that_nobody_asked_about_is_not_closed_away(
    talks: Talks, server: Server, pictures: Path
) -> None:
    console = talks(first_message="I want to kill her")
    page = console.page
    shows = partial(faults_of, page, pictures, sizes=("1024", "1440", "1920"), axe_at=("1440",))
    page.keyboard.press("Alt+w")
    console.sees("You heard: threats to kill. It was not asked about, and no level is set.")
    assert shows("end-in-danger") == []
    # Triage has the focus; it leads to what nobody asked about.
    page.keyboard.press("Enter")
    expect(page.locator('[name="marker-threat_to_kill"]:checked')).to_be_focused()
    page.keyboard.press("Alt+w")
    page.keyboard.press("3")
    expect(page.get_by_role("heading", name="Wrap up contact 1")).to_be_focused()

    tabs_to(page, '[name="outcome"]')
    page.keyboard.press("Space")
    tabs_to(page, '.wrap-up [type="submit"]')
    page.keyboard.press("Enter")
    console.sees("You can close it all the same.")
    assert shows("close-in-danger") == []
    page.keyboard.press("Enter")
    expect(page.locator('[name="wrap-up-threat_to_kill"]:checked')).to_be_focused()
    tabs_to(page, '.wrap-up [type="submit"]')
    page.keyboard.press("Enter")
    console.sees("You can close it all the same.")
    page.keyboard.press("5")
    console.sees("is closed and counted")
    server.run_code(WAS_TOLD)


def ended(talks: Talks) -> Console:
    return talks().ends()


def test_only_how_it_ended_is_needed_and_what_is_not_answered_says_not_asked(talks: Talks) -> None:
    console = ended(talks)
    form = console.page.locator(".wrap-up")
    expect(form.locator(".marker--not_asked")).to_have_count(15)
    expect(form).to_contain_text("Nothing more can be sent.")
    expect(form).to_contain_text("No card was given.")
    expect(console.page.locator("#composer")).to_have_count(0)

    console.presses("Close this contact")
    expect(form.get_by_role("alert")).to_contain_text("Choose how it ended first.")
    expect(form.locator('[name="outcome"]').first).to_be_focused()
    console.wraps_up("Plan made")


NOTED = """
from helpline.statistics.models import DraftFact
draft = DraftFact.objects.get(relationship="ex_partner")
assert draft.behaviours == ["online", "threats"], draft.behaviours
assert (draft.unmet_need, draft.confidence) == ("cost", 0), draft.unmet_need
"""


def test_what_is_optional_is_folded_away_and_noted_by_keyboard(
    talks: Talks, server: Server, pictures: Path
) -> None:
    console = ended(talks)
    page = console.page
    saved = page.locator(".wrap-up .saved")
    expect(page.locator(".noted select").first).not_to_be_visible()
    tabs_to(page, ".noted summary")
    page.keyboard.press("Enter")
    for field, typed in (("relationship", "Former"), ("confidence", "0"), ("unmet_need", "It costs")):
        tabs_to(page, f'[name="noted-{field}"]')
        page.keyboard.type(typed)
    expect(saved).to_contain_text("what was missing.")
    for name in ("threats", "online"):
        tabs_to(page, f'[name="noted-{name}"]')
        page.keyboard.press("Space")
        expect(page.locator(f'[name="noted-{name}"]')).to_be_checked()
    expect(page.locator(".noted summary")).to_contain_text("4 noted")
    assert faults_of(page, pictures, "wrap-up-noted", sizes=("1024", "1440"), axe_at=("1440",)) == []
    console.wraps_up("Plan made")
    server.run_code(NOTED)


@pytest.mark.long
def test_what_was_recorded_wrongly_is_corrected_from_the_console_without_a_mouse(talks: Talks) -> None:
    console = ended(talks).wraps_up("Plan made")
    console.sees("for 24 hours it can be corrected")
    console.page.keyboard.press("Control+k")
    console.page.keyboard.type("correct a closed")
    with console.page.context.expect_page() as opened:
        console.page.keyboard.press("Enter")
    page = opened.value
    # The latest stands first; whoever is a handler sees their own.
    expect(page.get_by_role("heading", name="Corrections")).to_be_visible()
    tabs_to(page, "tbody a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Correct contact")).to_be_visible()
    tabs_to(page, "[name=outcome]")
    page.keyboard.type("Signposted")
    tabs_to(page, 'form [type="submit"].button--primary')
    page.keyboard.press("Enter")
    expect(page.get_by_text("is corrected: how it ended.")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Signposted")
    page.close()


@pytest.mark.long
def test_what_was_chosen_is_there_after_the_page_is_loaded_again(talks: Talks) -> None:
    console = ended(talks)
    page = console.page
    console.chooses("How did it end?", "Plan made").sees("how it ended.")
    console.chooses("Threats to kill", "Yes").sees("threats to kill.")
    until = page.locator(".wrap-up__time").text_content() or ""
    assert until.startswith("Closes by itself at ")
    page.reload()
    console.is_connected()
    page.locator(".mine__one").first.click()
    console.sees("Wrap up contact 1").sees("Who was it?")

    assert [group(page, name) for name in ("How did it end?", "Threats to kill")] == ["Plan made", "Yes"]
    expect(page.locator(".wrap-up__time")).to_have_text(until)


@pytest.mark.long
def test_closing_waits_for_what_is_still_being_saved(talks: Talks) -> None:
    console = ended(talks)
    page = console.page
    console.chooses("How did it end?", "Plan made").sees("how it ended.")
    held: list[Route] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rstrip("/").rsplit("/", 1)[-1]))
    page.route("**/triage/", lambda route: held.append(route))
    console.chooses("Who was it?", "Friend or family").presses("Close this contact")
    expect(page.locator(".wrap-up [type=submit]")).to_have_text("Closing…")
    assert asked == ["triage"]

    held[0].continue_()
    console.sees("is closed and counted")
    assert asked == ["triage", "wrap-up"]


@pytest.mark.long
def test_what_could_not_be_saved_is_said_and_closing_asks_once(talks: Talks, opens: Opener) -> None:
    opens.expects_cuts = True
    console = ended(talks)
    page = console.page
    console.chooses("How did it end?", "Plan made").sees("how it ended.")
    page.route("**/triage/", lambda route: route.abort("connectionfailed"))
    console.chooses("Who was it?", "Friend or family").sees("Not saved: caller type.")
    assert group(page, "Who was it?") == ""

    console.presses("Close this contact")
    expect(page.locator(".wrap-up [role=alert]")).to_contain_text('"caller type" was not saved.')
    console.presses("Close this contact")
    console.sees("is closed and counted")


def test_time_over_closes_it_and_loses_no_note(talks: Talks, service: Server, pictures: Path) -> None:
    console = ended(talks)
    page = console.page
    console.chooses("How did it end?", "Plan made").sees("how it ended.").opens("Notes")
    page.get_by_label("A note").fill("He goes back on Monday")
    service.run_code(
        "from chat.models import Contact; from datetime import timedelta; "
        "from django.utils.timezone import now; "
        "Contact.objects.filter(state='ended').update(ended_at=now() - timedelta(hours=1))"
    )

    # The note was half-written: it stays in sight until it is put away.
    console.sees("closed by itself: the time for its wrap-up was over")
    expect(page.get_by_label("Your note, not kept")).to_have_value("He goes back on Monday")
    assert faults_of(page, pictures, "unkept") == []
    console.presses("Put it away")
    expect(page.locator(".unkept")).to_have_count(0)
    service.run_code(
        "from helpline.statistics.models import DraftFact; "
        "assert DraftFact.objects.filter(outcome='plan_made').exists()"
    )


@pytest.mark.long
@pytest.mark.parametrize("size", [(1024, 768), (1440, 900)], ids=["1024", "1440"])
def test_the_wrap_up_is_for_everybody(talks: Talks, size: tuple[int, int]) -> None:
    console = talks()
    page = console.page
    console.says("What will you do before Monday?")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    console.ends().chooses("Who was it?", "Person using abuse").sees("caller type.")
    console.chooses("Threats to kill", "Yes").sees("threats to kill.")
    wrong: dict[str, Any] = {}
    folder = ROOT / "build" / "screenshots" / "writing"
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.screenshot(path=folder / f"{size[0]}-{scheme}-wrap-up.png")
        wrong[scheme] = found_by_axe(page, ".part--talk")

    assert wrong == {"light": [], "dark": []}
    # Nothing goes over the form's edge sideways, and the last button is always in sight.
    over = "() => { const f = document.querySelector('.wrap-up'); return f.scrollWidth - f.clientWidth }"
    assert page.evaluate(over) <= 1
    expect(page.get_by_role("button", name="Close this contact")).to_be_in_viewport()
