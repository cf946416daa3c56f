"""Every screen of the caller's page, and how one comes to it in either language."""

from collections.abc import Callable

from playwright.sync_api import Page

from chat.texts import consent, texts
from tests.caller.service import FULL_CARDS, Service

Screen = Callable[[Service, str], None]


def press(service: Service, lang: str, key: str) -> None:
    service.page.get_by_role("button", name=texts(lang)[key], exact=True).click()


def answer(page: Page, *values: str) -> None:
    for value in values:
        page.click(f"button.answer[value='{value}']")


def start(service: Service, lang: str) -> None:
    service.open(f"/chat/?lang={lang}")
    service.page.wait_for_selector("#start-opening p")


def closed(service: Service, lang: str) -> None:
    service.status = {"intake": "closed", "opens_at": "2031-07-07T08:00:00+00:00", "message": "Closed."}
    service.open(f"/chat/?lang={lang}")
    service.page.wait_for_selector("#start-lines:not([hidden])")


def limits(service: Service, lang: str) -> None:
    start(service, lang)
    service.page.click("#start-button")
    service.page.get_by_role("heading", name=consent(lang)["heading"]).wait_for()


def declined(service: Service, lang: str) -> None:
    limits(service, lang)
    service.page.get_by_role("button", name=consent(lang)["decline"]).click()
    service.page.get_by_role("heading", name=texts(lang)["declined_heading"]).wait_for()


def about(service: Service, lang: str) -> None:
    limits(service, lang)
    service.page.get_by_role("button", name=consent(lang)["agree"]).click()
    service.page.wait_for_selector("#question-about")


def age(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "own_behaviour", "yes", "yes")
    service.page.wait_for_selector("#question-age")


def area(service: Service, lang: str) -> None:
    age(service, lang)
    answer(service.page, "26_40", "man")
    service.page.wait_for_selector("#question-area")


def hurt(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "being_hurt")
    service.page.wait_for_selector("#help-being_hurt")


def danger(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "unsure", "no")
    service.page.wait_for_selector("#help-danger")


def watched(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "unsure", "yes", "no")
    service.page.wait_for_selector("#help-watched")


def child(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "unsure", "yes", "yes", "13_15")
    service.page.wait_for_selector("#help-child")


def nameless(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "work")
    service.page.wait_for_selector("#nameless")


def need(service: Service, lang: str) -> None:
    nameless(service, lang)
    service.page.get_by_role("button", name=consent(lang)["work"]["agree"]).click()
    answer(service.page, "yes")
    service.page.wait_for_selector("#question-need")


def refused(service: Service, lang: str) -> None:
    error = {"code": "throttle.too_many", "message": "Too many.", "retry_after_seconds": 300}
    service.start_answer = (429, {"error": error})
    about(service, lang)
    answer(service.page, "own_behaviour", "yes")
    press(service, lang, "skip_rest")
    service.page.get_by_role("alert").wait_for()


def shut(service: Service, lang: str) -> None:
    error = {"code": "hours.closed", "message": "Closed.", "opens_at": "2031-01-06T09:00:00+00:00"}
    service.start_answer = (403, {"error": error})
    about(service, lang)
    # Closed while the caller answered: the page asks again before it says so.
    service.status = {"intake": "closed", "open": False, "message": "The chat is closed now."}
    answer(service.page, "own_behaviour", "yes")
    service.status = {"intake": "closed", "opens_at": error["opens_at"]}
    press(service, lang, "skip_rest")
    service.page.get_by_role("heading", name=texts(lang)["closed_heading"]).wait_for()


def blocked(service: Service, lang: str) -> None:
    error = {"code": "network.blocked", "message": "A chat cannot be started from here just now."}
    service.start_answer = (403, {"error": error})
    about(service, lang)
    answer(service.page, "own_behaviour", "yes")
    press(service, lang, "skip_rest")
    service.page.get_by_role("heading", name=texts(lang)["blocked_heading"]).wait_for()


def waiting(service: Service, lang: str) -> None:
    about(service, lang)
    answer(service.page, "own_behaviour", "yes")
    press(service, lang, "skip_rest")
    service.page.get_by_text(texts(lang)["waiting_few"]).wait_for()


def talking(service: Service, lang: str) -> None:
    waiting(service, lang)
    service.welcome = {"state": "talking"}
    service.talk()
    service.message("Hello, you are through to a trained person.")
    service.say(**service.kept[-1])
    service.write("I shouted at her again. She left with the children.")
    service.page.locator("li.message").nth(1).wait_for()
    service.kept.append(
        {"type": "signpost", "seq": len(service.kept) + 1, "id": "c1", "card": FULL_CARDS[lang]}
    )
    service.say(**service.kept[-1])
    service.page.locator("li.message--card").wait_for()


LINES = {
    "where": "My brother has said that I can come at any hour.",
    "say": "I am going out for a time out. I will be back at ten.",
    "avoid": "Drink, and the talk about money.",
    "ring": "My brother, and the line below.",
    "tomorrow": "I ring the programme at nine.",
}


def ruler(service: Service, lang: str) -> None:
    talking(service, lang)
    service.say(**service.card("importance"))
    service.page.get_by_role("radiogroup").wait_for()


def ruler_answered(service: Service, lang: str) -> None:
    ruler(service, lang)
    service.page.get_by_role("radio", name="4", exact=True).click()
    service.page.get_by_text(texts(lang)["ruler_change"]).wait_for()


def ruler_closed(service: Service, lang: str) -> None:
    ruler_answered(service, lang)
    service.say(**service.card("confidence"))
    service.page.get_by_text(texts(lang)["ruler_closed"]).wait_for()


def time_out(service: Service, lang: str) -> None:
    talking(service, lang)
    service.say(**service.card("time_out"))
    service.page.locator(".card--plan").wait_for()


def tonight(service: Service, lang: str) -> None:
    talking(service, lang)
    service.say(**service.card("tonight", lines=LINES))
    service.page.locator(".card--plan").wait_for()


def stay_away_tonight(service: Service, lang: str) -> None:
    """An order forbids contact: the plan says so first."""
    talking(service, lang)
    lines = {"where": LINES["where"], "ring": LINES["ring"]}
    service.say(**service.card("tonight", lines=lines, contact_forbidden=True))
    service.page.locator(".card--plan").wait_for()


def ended_with_a_plan(service: Service, lang: str) -> None:
    tonight(service, lang)
    service.say(type="state", state="ended", reason="handler")
    service.page.get_by_role("heading", name=texts(lang)["ended_heading"]).wait_for()


def warned(service: Service, lang: str) -> None:
    talking(service, lang)
    service.write("My name is Robin Example and my number is 07700 900123.")
    service.page.wait_for_selector("#question-heading")


def settings(service: Service, lang: str) -> None:
    talking(service, lang)
    service.page.locator(".menu-button").click()
    service.page.wait_for_selector("#comfort")


def lost(service: Service, lang: str) -> None:
    talking(service, lang)
    service.refuse_sockets = True
    service.page.route("**/api/contact/*", lambda route: route.abort())
    service.cut()
    service.page.wait_for_selector(".banner--lost")


def ended(service: Service, lang: str) -> None:
    talking(service, lang)
    service.say(type="state", state="ended", reason="handler")
    service.page.get_by_role("heading", name=texts(lang)["ended_heading"]).wait_for()


def joined(service: Service, lang: str) -> None:
    """A supervisor has joined and writes beside the handler."""
    talking(service, lang)
    service.message("I am the supervisor on duty and have come to help.")
    service.say(**{**service.kept[-1], "supervisor": True})
    service.message("I am still here too.")
    service.say(**service.kept[-1])
    service.page.get_by_text("I am still here too.").wait_for()


def line_crossed(service: Service, lang: str) -> None:
    """Ended for abuse: it says so, and neither thanks nor asks how it was."""
    talking(service, lang)
    service.say(type="state", state="ended", reason="boundary")
    service.page.get_by_text(texts(lang)["ended_boundary"]).wait_for()


def asked_how_it_was(service: Service, lang: str) -> None:
    talking(service, lang)
    service.say(type="state", state="ended", reason="handler", survey=True)
    service.page.get_by_role("heading", name=texts(lang)["survey_heading"]).wait_for()


def four_words(service: Service, lang: str) -> None:
    start(service, lang)
    service.page.click("#start-return")
    service.page.wait_for_selector("#return-words")


SCREENS: dict[str, Screen] = {
    screen.__name__: screen
    for screen in (
        start, closed, limits, declined, about, age, area, hurt, danger, watched, child, nameless, need,
        refused, shut, blocked, waiting, talking, ruler, ruler_answered, ruler_closed, time_out, tonight,
        stay_away_tonight, ended_with_a_plan, warned, settings, lost, joined, ended, line_crossed,
        asked_how_it_was, four_words,
    )
}  # fmt: skip
