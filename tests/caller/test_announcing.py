"""What a screen reader is told: each new message once, with who said it, and never what was there before."""

import pytest
from playwright.sync_api import Page, expect

from tests.caller.service import CARD, Service

pytestmark = pytest.mark.journey
LISTEN = """() => {
    window.said = [];
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
        addedNodes.forEach((node) => said.push(node.textContent))))
        .observe(document.getElementById('live'), { childList: true, subtree: true, characterData: true });
}"""


def listening(service: Service) -> Page:
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    expect(page.locator("#live")).to_contain_text("You are talking with a trained person")
    page.evaluate(LISTEN)
    return page


def hears(page: Page, *said: str) -> None:
    page.wait_for_function("(n) => said.length >= n", arg=len(said))
    assert page.evaluate("said") == list(said)


def test_each_new_message_is_said_once_with_who_said_it(service: Service):
    page = listening(service)
    for words in ("One.", "Two."):
        event = service.message(words)
        service.say(**event)
        service.say(**event)
    hears(page, "Trained person: One.", "Trained person: Two.")
    service.say(type="signpost", seq=3, id="s", card=CARD)
    service.kept.append({"type": "signpost", "seq": 3, "id": "s", "card": CARD})
    hears(page, "Trained person: One.", "Trained person: Two.", "A service for you: A line")
    service.cut()
    expect(page.locator(".message")).to_have_count(3)
    service.write("Mine.")
    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    service.say(**service.message("Three."))

    # Neither the new line nor one's own words read anything out again.
    hears(
        page,
        "Trained person: One.",
        "Trained person: Two.",
        "A service for you: A line",
        "Trained person: Three.",
    )


def test_many_at_once_are_said_as_their_number(service: Service):
    page = listening(service)
    for n in range(5):
        service.message(f"Missed {n}.")
    service.cut()
    expect(page.locator(".message")).to_have_count(5)
    hears(page, "5 new messages")
    service.say(**service.message("And on."))

    hears(page, "5 new messages", "Trained person: And on.")


def test_history_is_never_read_out(service: Service):
    page = listening(service)
    service.say(**service.message("Before."))
    hears(page, "Trained person: Before.")
    page.add_init_script(f"addEventListener('DOMContentLoaded', {LISTEN})")
    page.reload()
    expect(page.locator(".message")).to_have_count(1)
    service.say(**service.message("After."))

    hears(page, "Trained person: After.")
    log = page.get_by_role("log", name="The conversation")
    assert log.get_attribute("aria-live") == "off"


def test_a_change_of_language_reads_nothing_out_again(service: Service):
    page = listening(service)
    service.say(**service.message("Before."))
    hears(page, "Trained person: Before.")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("button", name="Anfon")).to_be_visible()
    expect(page.locator(".message")).to_have_count(1)
    service.say(**service.message("After."))

    page.wait_for_function("() => said.some((words) => words.endsWith(': After.'))")
    assert [words for words in page.evaluate("said") if "Before." in words] == ["Trained person: Before."]
    assert [words.split(": ")[-1] for words in page.evaluate("said") if "After." in words] == ["After."]


def test_nothing_but_the_live_region_speaks_of_messages(service: Service):
    """Each part that a screen reader listens to, with the words that came into it once the talk went on."""
    page = listening(service)
    page.evaluate("""() => {
      window.parts = {};
      for (const part of document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')) {
        if (part.getAttribute('aria-live') === 'off') continue;
        const name = part.id || part.className;
        new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
          (parts[name] ??= []).push(...[...addedNodes].map((node) => node.textContent))))
          .observe(part, { childList: true, subtree: true, characterData: true });
      }
    }""")
    service.say(**service.message("One."))
    service.write("Mine.")
    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Sent")
    service.say(type="seen", seq=2)
    expect(page.locator(".message--mine .message__meta")).to_have_text("14:05 · Seen")
    hears(page, "Trained person: One.")

    assert page.evaluate("parts") == {"live": ["Trained person: One."]}
