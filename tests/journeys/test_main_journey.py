"""From the first page to the supervisor's figure, in two real browsers."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from chat.system_texts import TEXTS
from chat.texts import consent
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener, Shooter
from tests.live import Server
from tests.live_people import LiveCaller, LiveHandler

pytestmark = pytest.mark.journey
EARLIER_CONTACTS = 4
MINIMISING = "it was only a little shove, nothing major"
Run = Callable[[Coroutine[Any, Any, None]], None]


async def count_earlier_contacts(server: Server) -> None:
    """Let four callers be heard and counted: one fewer than a figure needs to be shown."""
    handler = await LiveHandler.signs_in(server, "handler2")
    for _ in range(EARLIER_CONTACTS):
        caller = await LiveCaller.starts(server)
        await handler.takes(caller.contact)
        await handler.says(caller.contact, "Hello.")
        await handler.ends(caller.contact)
        assert await handler.wraps_up(caller.contact, "completed") == {"state": "closed"}
        await caller.hangs_up()
    await handler.does(type="presence.set", available=False, capacity=1)
    await handler.hangs_up()


def test_a_caller_is_heard_challenged_signposted_and_counted(
    server: Server, opens: Opener, pictures: Path, in_thread: Run
) -> None:
    in_thread(count_earlier_contacts(server))
    shoot = Shooter(pictures)
    supervisor = Console(opens.page(DESK), server.origin).signs_in("supervisor1", "/supervision/figures/")
    supervisor.sees("Fewer than 5 contacts were counted")
    shoot(supervisor.page, "figures-before")

    caller = CallerPage(opens.page(PHONE), server.origin)
    caller_waits(caller, shoot)
    handler = Console(opens.page(DESK), server.origin)
    handler_takes(handler, shoot)
    caller.sees(T["status_talking"])
    prompt = handler_uses_the_prompt(handler, caller, shoot)
    challenge = handler_uses_the_challenge(handler, caller, shoot)
    handler_triages(handler, shoot)
    handler_signposts(handler, caller, shoot)

    said = [prompt, MINIMISING, challenge]
    assert caller.transcript == said
    assert handler.transcript == said
    assert caller.cards == handler.cards == ["Respect Phoneline"]
    the_talk_ends(handler, caller, shoot)

    supervisor.page.reload()
    supervisor.sees("Contacts counted: 5.")
    shoot(supervisor.page, "figures-after")


def caller_waits(caller: CallerPage, shoot: Shooter) -> None:
    caller.opens_home().sees(T["home_heading"])
    shoot(caller.page, "home")
    caller.opens_chat().sees(TEXTS["status_open"]["en"])
    shoot(caller.page, "chat-start")
    caller.presses(T["start_button"]).sees(consent("en")["heading"])
    shoot(caller.page, "consent")
    caller.page.locator(".actions .button--main").click()
    caller.sees(T["about_question"])
    shoot(caller.page, "question-about")
    caller.chooses(T["about_question"], T["about_own_behaviour"])
    caller.chooses(T["safe_question"], T["no"]).sees(T["help_danger_heading"])
    shoot(caller.page, "question-danger")
    caller.presses(T["back"]).chooses(T["safe_question"], T["yes"])
    caller.chooses(T["private_question"], T["yes"]).chooses(T["age_question"], T["age_26_40"])
    caller.chooses(T["gender_question"], T["gender_man"]).sees(T["area_question"])
    shoot(caller.page, "question-area")
    caller.picks(T["area_question"], "").chooses(T["language_question"], T["language_name_en"])
    caller.picks(T["interpreter_question"], "")
    caller.sees(T["waiting_heading"]).sees(T["waiting_few"])
    shoot(caller.page, "waiting")


def handler_takes(handler: Console, shoot: Shooter) -> None:
    handler.signs_in("handler1").is_connected()
    handler.sees("You are away")
    shoot(handler.page, "console-away")
    handler.is_available()
    expect(handler.page.locator(".waiter")).to_have_count(1)
    shoot(handler.page, "console-queue")
    handler.takes()
    expect(handler.page.locator(".prompt__words")).to_contain_text("you're through to the helpline chat")


def handler_uses_the_prompt(
    handler: Console, caller: CallerPage, shoot: Shooter, *, by_key: bool = False
) -> str:
    """Put the current prompt into the box, change it, send it; the caller gets what was sent."""
    if by_key:
        handler.page.keyboard.press("Alt+KeyP")
    else:
        handler.presses("Put into the message box")
    expect(handler.box).not_to_have_value("")
    shoot(handler.page, "console-prompt")
    assert caller.transcript == []
    changed = (
        "Hello, this is the helpline chat. You've done something useful by writing. Can I say how this works?"
    )
    handler.says(changed)
    caller.hears(changed)
    shoot(caller.page, "talking")
    return changed


def handler_uses_the_challenge(handler: Console, caller: CallerPage, shoot: Shooter) -> str:
    """The caller makes it small; the words are marked and a challenge is offered, changed and sent."""
    caller.says(MINIMISING)
    handler.hears(MINIMISING)
    expect(handler.message(MINIMISING).locator("mark")).not_to_have_count(0)
    suggestion = handler.page.locator(".suggestion").filter(has_text="minimis").first
    expect(suggestion).to_be_visible()
    shoot(handler.page, "console-cue")
    suggestion.get_by_role("button", name="Put into the box").click()
    expect(handler.page.locator(".composer__prompt")).to_contain_text("From the script")
    expect(handler.box).not_to_have_value("")
    assert len(caller.transcript) == 2, "a suggestion must never send itself"
    challenge = "You call it a little shove. What did she do when you pushed her?"
    handler.says(challenge)
    caller.hears(challenge)
    return challenge


def handler_triages(handler: Console, shoot: Shooter) -> None:
    handler.opens("Triage")
    handler.chooses("Who is it?", "Person using abuse").sees("caller type.")
    handler.chooses("Threats to kill", "Yes").sees("threats to kill.")
    handler.sees("Suggested level: Immediate").chooses("Level: a person decides", "Urgent")
    handler.sees("Urgent is less than the answers suggest (immediate).")
    handler.chooses("Why less than suggested?", "A supervisor and I judged it together")
    handler.presses("Set urgent with this reason").sees("Set by handler1")
    handler.chooses("Ready to change, at the start", "3").sees("ready to change, at the start.")
    handler.chooses("Ready to change, at the end", "6").sees("ready to change, at the end.")
    shoot(handler.page, "console-triage")


def handler_signposts(handler: Console, caller: CallerPage, shoot: Shooter) -> None:
    """Find the line, check it, confirm it, send its card."""
    handler.opens("Signpost")
    handler.page.get_by_label("Words").fill("Respect Phoneline")
    entry = handler.page.locator(".entry").filter(
        has=handler.page.locator(".entry__name").get_by_text("Respect Phoneline", exact=True)
    )
    entry.locator(".entry__head").click()
    expect(entry.get_by_role("button", name="Send this card")).to_have_count(0)
    shoot(handler.page, "console-signpost")
    entry.get_by_label("I have checked this number today").check()
    entry.get_by_role("button", name="Confirm the details").click()
    expect(entry.get_by_role("button", name="Send this card")).to_be_focused()
    entry.get_by_role("button", name="Send this card").click()
    expect(entry.locator(".entry__body .actions")).to_contain_text("Given")
    expect(caller.page.locator("li.message--card .card__name")).to_have_text("Respect Phoneline")
    expect(caller.page.locator("li.message--card").get_by_role("link", name="0808 802 4040")).to_be_visible()
    shoot(handler.page, "console-card-sent")
    shoot(caller.page, "card")


def the_talk_ends(handler: Console, caller: CallerPage, shoot: Shooter) -> None:
    handler.presses("End", within=".talk__acts")
    expect(handler.page.get_by_role("dialog")).to_be_visible()
    shoot(handler.page, "console-end-asks")
    handler.presses("End the talk", within="dialog").sees("Wrap up contact 1")
    handler.sees("Closes by itself at")
    shoot(handler.page, "console-wrap-up")
    caller.sees(T["ended_heading"])
    # The card stays with the caller, the words do not.
    assert caller.cards == ["Respect Phoneline"]
    assert caller.page.get_by_text(MINIMISING).count() == 0
    shoot(caller.page, "ended")
    # The level is urgent: whoever closes it is asked, and supervisors are told.
    handler.chooses("How did it end?", "Signposted").presses("Close this contact")
    handler.sees("The level is urgent.").presses("It was acted on", within="dialog")
    handler.sees("is closed and counted")
    expect(handler.page.locator(".mine__one")).to_have_count(0)
    shoot(handler.page, "console-closed")
