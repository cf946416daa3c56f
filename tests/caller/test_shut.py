"""Closed and full: when we open, who is there now, something to read, and nothing to write into."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chat.texts import texts
from tests.caller.service import HOST, LINE, Service

pytestmark = pytest.mark.journey
OWN = "We are a small team."
OPENS_AT = "2031-01-06T09:00:00+00:00"
LATER = {
    "id": "2",
    "kind": "helpline",
    "name": "A day line",
    "phone": "0800 000 0000",
    "hours": "Listed as Monday to Friday, 9am to 5pm",
    "open_now": False,
    "hours_now": "Listed as opening tomorrow at 9 in the morning",
}
CLOSED = {
    "en": ("We are closed", "It opens again on Monday 6 January at 9 in the morning.", "You can ring now"),
    "cy": ("Rydym ar gau", "Bydd yn agor eto ddydd Llun 6 Ionawr am 9 y bore.", "Gallwch ffonio nawr"),
}
FULL = {
    "en": ("We are full just now", "nobody can take a new conversation now", "You can ring now"),
    "cy": ("Rydym yn llawn ar hyn o bryd", "ni all neb dderbyn sgwrs newydd nawr", "Gallwch ffonio nawr"),
}
REFUSALS = {"closed": ("hours.closed", CLOSED), "full": ("intake.full", FULL)}


def to_the_queue(page: Page) -> None:
    """Agree, answer what must be, and leave out the rest, in either language."""
    page.click("#start-button")
    page.locator(".points + .actions .button--main").click()
    page.click("button.answer[value=unsure]")
    page.locator(".actions--below .button--quiet").first.click()
    page.locator(".button--link").click()


def is_refused(service: Service, intake: str, lang: str) -> Page:
    """Go from the first screen to where the service refuses the start."""
    code, _ = REFUSALS[intake]
    service.start_answer = (403, {"error": {"code": code, "message": "No.", "opens_at": OPENS_AT}})
    service.lines = [LINE, LATER]
    page = service.open(f"/chat/?lang={lang}")
    expect(page.locator("#start-button")).to_be_visible()
    closed = intake == "closed"
    service.status = {"intake": intake, "open": False, "opens_at": OPENS_AT if closed else None}
    service.status |= {"own": OWN} if closed else {}
    to_the_queue(page)
    return page


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("intake", ["closed", "full"])
def test_a_refused_start_says_when_and_who_is_there_and_leaves_no_box(
    service: Service, intake: str, lang: str
):
    page = is_refused(service, intake, lang)
    heading, words, lines = REFUSALS[intake][1][lang]

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator(".lede")).to_contain_text(words)
    expect(page.get_by_role("heading", level=2).first).to_have_text(lines)
    expect(page.locator("textarea, input, select, form")).to_have_count(0)
    # What the charity says of its own stands beside, never in the place of when it opens.
    expect(page.get_by_text(OWN)).to_have_count(1 if intake == "closed" else 0)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_blocked_network_is_told_calmly_and_shown_the_lines(service: Service, lang: str):
    service.start_answer = (403, {"error": {"code": "network.blocked", "message": "No."}})
    page = service.open(f"/chat/?lang={lang}")
    to_the_queue(page)
    t = texts(lang)

    expect(page.get_by_role("heading", level=1)).to_have_text(t["blocked_heading"])
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator(".lede")).to_have_text(t["blocked_text"])
    expect(page.get_by_role("link", name=re.compile("999"))).to_have_attribute("href", "tel:999")
    expect(page.locator("textarea, input, select, form")).to_have_count(0)
    page.get_by_role("button", name=t["back"], exact=True).click()
    expect(page.locator("#start-button")).to_be_visible()


def test_lines_that_are_open_now_stand_before_those_that_are_not(service: Service):
    page = is_refused(service, "closed", "en")

    expect(page.locator(".lines h2")).to_have_text(["You can ring now", "Not open now, or look at the hours"])
    expect(page.locator(".lines h3")).to_have_text(["Police, ambulance", "A day line"])
    expect(page.locator(".card__now")).to_have_text(
        ["Open now, day and night", "Listed as opening tomorrow at 9 in the morning"]
    )


def test_the_guide_is_one_press_away_and_needs_no_script(service: Service):
    page = is_refused(service, "closed", "cy")
    page.get_by_role("link", name="Canllaw ar gyfer eiliad anodd").click()

    expect(page).to_have_url(f"{HOST}/chat/guide?lang=cy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Canllaw ar gyfer eiliad anodd")
    expect(page.locator("script")).to_have_count(0)


def test_trying_again_leads_to_the_start(service: Service):
    page = is_refused(service, "full", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("We are full just now")
    service.status = {"intake": "open", "open": True}
    page.get_by_role("button", name="Try again").click()

    expect(page.locator("#start-button")).to_be_visible()


def test_a_service_that_opened_meanwhile_is_not_called_closed(service: Service):
    service.start_answer = (403, {"error": {"code": "hours.closed", "message": "No.", "opens_at": None}})
    page = service.open()
    to_the_queue(page)

    expect(page.locator("#start-button")).to_be_visible()


def test_a_first_screen_that_is_shut_shows_the_lines_as_they_are_by_now(service: Service):
    service.lines = [LINE, LATER]
    service.status = {"intake": "closed", "open": False, "opens_at": OPENS_AT}
    page = service.open()

    expect(page.locator("#start-lines h3")).to_have_text(["Police, ambulance", "A day line"])
    expect(page.locator("textarea, input")).to_have_count(0)


def test_whoever_declines_gets_lines_and_the_guide(service: Service):
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I do not agree").click()

    expect(page.get_by_role("link", name="A guide for a hard moment")).to_have_attribute(
        "href", "/chat/guide"
    )
    expect(page.get_by_role("heading", name="You can ring now")).to_be_visible()


def test_lines_stay_when_the_network_does_not(service: Service):
    service.others[f"{HOST}/chat/lines.json?lang=en"] = {"status": 503, "body": ""}
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I do not agree").click()

    expect(page.get_by_role("link", name="Ring 999")).to_be_visible()
    expect(page.locator(".card__now")).to_have_count(0)


def test_easy_read_is_offered_where_one_agrees(service: Service):
    page = service.open()
    page.click("#start-button")
    page.get_by_role("link", name="Easy Read: what stays between us").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Easy Read: what stays between us")
    page.go_back()
    expect(page.locator("#start-button")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_guide_can_be_read_while_one_waits_and_the_place_is_kept(service: Service, lang: str):
    page = service.open(f"/chat/?lang={lang}")
    to_the_queue(page)
    page.locator("details.reading summary").click()

    heading = {"en": "Take a time out", "cy": "Cymryd seibiant"}[lang]
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    # The guide says that the lines stand below it.
    expect(page.locator(".reading .lines .card")).to_have_count(1)
    assert len(service.sockets) == 1
    assert service.hears("contact.end") == []
    service.message("Hello, I am here now.")
    service.talk()
    service.say(**service.kept[-1])
    expect(page.get_by_text("Hello, I am here now.")).to_be_visible()
    expect(page.locator("details.reading")).to_be_hidden()


def test_a_guide_that_cannot_be_had_says_so_and_is_asked_for_again(service: Service):
    service.others[f"{HOST}/chat/guide.json?lang=en"] = {"status": 503, "body": "no"}
    page = service.start_talking()
    summary = page.locator("details.reading summary")
    summary.click()
    expect(page.get_by_text("This could not be loaded now. The chat goes on.")).to_be_visible()
    service.others.clear()
    summary.click()
    summary.click()

    expect(page.get_by_role("heading", name="Take a time out")).to_be_visible()


# What the accessibility statement says was tried.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATHS = [
    "/chat/", "/chat/services", "/chat/guide", "/chat/workers", "/chat/easy-read", "/chat/accessibility"
]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_no_fault(service: Service, path: str, lang: str):
    page = service.open(f"{path}?lang={lang}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})

    assert [(fault["id"], len(fault["nodes"])) for fault in found.response["violations"]] == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off_at_four_times_the_size(service: Service, path: str):
    service.page.set_viewport_size({"width": 320, "height": 256})
    page = service.open(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PATHS)
def test_the_way_out_is_the_first_thing_that_the_keyboard_reaches(service: Service, path: str):
    page = service.open(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")

    expect(page.locator(".skip").first).to_be_focused()
