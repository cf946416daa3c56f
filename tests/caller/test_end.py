"""The end: who ended it and why, what was agreed, the cards, and three questions that may be left out."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chat.texts import texts
from tests.caller.service import AT, CARD, HOST, Service
from tests.caller.test_every_screen import found_by_axe
from tests.caller.test_line import until

pytestmark = pytest.mark.journey
T = texts("en")
PROGRAMME = {**CARD, "id": "10", "kind": "programme", "name": "A programme"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AGREED = "You ring the programme on Monday. https://line.example/"


def ends(service: Service, reason: str = "handler", **more: Any) -> None:
    service.say(type="state", state="ended", reason=reason, **more)
    expect(service.page.get_by_role("heading", level=1)).to_have_text(T["ended_heading"])


def says_agreed(service: Service, body: str = AGREED, **more: Any) -> None:
    service.say(**{**service.message(body), "agreed": True, **more})


def headings(page: Page) -> list[str]:
    return page.locator("#app h2").all_inner_texts()


def survey_of(service: Service) -> list[Any]:
    """Answer the survey from now on; what was sent stands in the list."""
    service.page.unroute_all()
    service.context.route("**/api/contact/survey", lambda route: answer(route))
    sent: list[Any] = []
    replies: list[int] = [200]

    def answer(route: Any) -> None:
        sent.append((route.request.headers["authorization"], json.loads(route.request.post_data)))
        code = {503: "storage.unavailable", 410: "survey.closed"}.get(replies[0])
        body = {"error": {"code": code, "message": "No."}} if code else {"thanks": True}
        route.fulfill(status=replies[0], json=body)

    service.survey_status = replies  # type: ignore[attr-defined]
    return sent


# -- ending it ---------------------------------------------------------------------------------


def test_a_wish_to_end_that_went_down_with_its_line_is_sent_on_the_next(service: Service) -> None:
    page = service.start_talking()
    service.deaf = True
    page.get_by_role("button", name=T["menu"]).click()
    page.get_by_role("button", name=T["leave_queue"]).click()
    page.get_by_role("button", name=T["leave_yes"]).click()
    until(page, lambda: service.hears("contact.end"))
    service.deaf = False
    service.cut()
    until(page, lambda: len(service.hears("contact.end")) == 2)

    assert len({command["id"] for command in service.hears("contact.end")}) == 1


def test_a_line_that_is_back_after_the_end_is_asked_for_no_other(service: Service) -> None:
    page = service.start_talking()
    service.deaf = True
    page.get_by_role("button", name=T["menu"]).click()
    page.get_by_role("button", name=T["leave_queue"]).click()
    page.get_by_role("button", name=T["leave_yes"]).click()
    until(page, lambda: service.hears("contact.end"))
    service.deaf = False
    service.welcome = {"state": "ended", "reason": "caller"}
    service.cut()

    expect(page.get_by_role("heading", level=1)).to_have_text(T["ended_heading"])
    assert len(service.hears("contact.end")) == 1


# -- who and why ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("caller", "ended_caller"),
        ("handler", "ended_handler"),
        ("boundary", "ended_boundary"),
        ("caller_gone", "ended_caller_gone"),
        ("hours.closed", "ended_hours"),
        ("", "ended_other"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_who_ended_it_and_why_is_said_after_a_reload_too(
    service: Service, lang: str, reason: str, key: str
) -> None:
    words = texts(lang)
    page = service.start_talking()
    service.talk()
    ends(service, reason)
    expect(page.locator(".lede")).to_have_text(T[key])
    service.welcome = {"state": "ended", **({"reason": reason} if reason else {})}

    service.open(f"/chat/?lang={lang}")

    expect(page.get_by_role("heading", level=1)).to_have_text(words["ended_heading"])
    expect(page.locator(".lede")).to_have_text(words[key])
    expect(page.get_by_text(words["ended_danger"])).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_order_is_calm(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    says_agreed(service)
    service.say(type="signpost", seq=2, id="s", card=PROGRAMME)
    page.fill("#message", "Half a sentence")
    ends(service, survey=True)

    assert headings(page) == [
        T["agreed"], T["ended_cards"], T["ended_safe"], T["ended_now"], T["survey_heading"],
    ]  # fmt: skip
    expect(page.locator("#app .actions .button--main")).to_have_text([T["ended_close"]])
    expect(page.locator("blockquote")).to_have_text([AGREED, "Half a sentence"])
    assert page.locator("#app li").all_inner_texts() == [
        T[f"ended_safe_{each}"] for each in ("number", "call", "page", "history")
    ]


# -- what was agreed --------------------------------------------------------------------------


def test_what_was_agreed_has_its_label_in_the_talk_and_stands_again_at_the_end(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    service.say(**service.message("Not this."))
    says_agreed(service, links=["https://line.example/"])
    expect(page.locator(".message--agreed .message__label")).to_have_text("What we agreed")
    expect(page.locator(".message__label", has_text="What we agreed")).to_have_count(1)
    ends(service)

    expect(page.locator("blockquote")).to_have_text([AGREED])
    expect(page.locator("blockquote a")).to_have_attribute("href", "https://line.example/")
    expect(page.get_by_text("Not this.")).to_have_count(0)


def test_after_a_reload_the_words_are_out_of_reach_and_the_page_says_so(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    says_agreed(service)
    ends(service)
    expect(page.get_by_text(T["ended_agreed_gone"])).to_have_count(0)
    service.welcome = {"state": "ended", "reason": "handler"}
    service.kept = [{"type": "signpost", "seq": 2, "id": "s", "card": PROGRAMME, "at": AT}]
    page.reload()

    expect(page.get_by_text(T["ended_agreed_gone"])).to_be_visible()
    expect(page.get_by_role("heading", name="A programme")).to_be_visible()
    assert AGREED not in page.content()


def test_last_words_that_came_after_the_end_are_shown(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    ends(service)
    service.say(**service.message("You did well to write."))
    says_agreed(service, "You ring on Monday.")

    expect(page.locator("blockquote")).to_have_text(["You did well to write.", "You ring on Monday."])
    expect(page.get_by_text(T["ended_late"])).to_be_visible()


def test_what_was_agreed_is_markup_to_nobody(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    says_agreed(service, "<img src=x onerror=alert(1)>")
    ends(service)

    expect(page.locator("blockquote")).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("blockquote *")).to_have_count(0)


def test_nothing_of_the_end_stays_once_the_page_is_closed(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    says_agreed(service)
    ends(service, survey=True)
    page.get_by_role("button", name=T["ended_close"]).click()
    page.wait_for_url("http://weather.test/")
    page.goto(HOST + "/static/img/icon.svg")

    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


# -- without a line ---------------------------------------------------------------------------


def test_an_end_right_after_the_start_shows(service: Service) -> None:
    page = service.start_talking()
    ends(service, "caller")

    expect(page.locator(".lede")).to_have_text(T["ended_caller"])


def test_an_end_shows_when_nothing_can_be_fetched_any_more(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    says_agreed(service)
    page.wait_for_load_state("networkidle")
    service.context.route("**/*", lambda route: route.abort())
    ends(service, "handler", survey=True)

    expect(page.locator("blockquote")).to_have_text([AGREED])
    page.get_by_role("button", name=T["survey_begin"]).click()
    expect(page.get_by_role("group", name=T["survey_heard"])).to_be_visible()


def test_an_end_shows_in_words_when_the_last_file_never_came(service: Service) -> None:
    service.context.route("**/chat/rest.js*", lambda route: route.abort())
    page = service.start_talking()
    ends(service, "handler")

    expect(page.get_by_role("heading", level=1)).to_have_text(T["ended_heading"])
    expect(page.locator("main p")).to_have_text([T["ended_danger"], T["ended_words"]])


def test_lines_on_the_first_screen_say_in_words_what_listed_means(service: Service) -> None:
    service.context.route("**/chat/rest.js*", lambda route: route.abort())
    service.status = {"intake": "closed", "open": False, "opens_at": None}
    page = service.open()

    expect(page.locator("#start-lines .soft")).to_have_text(T["lines_listed"])


# -- the questions ----------------------------------------------------------------------------


def begins(service: Service, *, programme: bool = False) -> Page:
    page = service.start_talking()
    service.talk()
    if programme:
        service.say(type="signpost", seq=1, id="s", card=PROGRAMME)
        expect(page.get_by_role("heading", name="A programme")).to_be_visible()
    ends(service, survey=True)
    page.get_by_role("button", name=T["survey_begin"]).click()
    return page


def choose(page: Page, question: str, number: int) -> None:
    page.get_by_role("group", name=T[f"survey_{question}"]).locator(f"input[value='{number}']").check()


def test_where_the_service_does_not_ask_nothing_is_offered(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    ends(service)

    expect(page.locator(".survey")).to_have_count(0)


def test_the_answers_go_once_with_the_token_and_are_thanked_for(service: Service) -> None:
    sent = survey_of(service)
    page = begins(service, programme=True)
    choose(page, "heard", 7)
    choose(page, "likely", 0)
    page.get_by_role("button", name=T["survey_send"]).click()

    expect(page.locator(".survey")).to_have_text(T["survey_thanks"])
    expect(page.locator(".survey [role=status]")).to_be_focused()
    assert sent == [("Bearer secret-token", {"heard": 7, "likely": 0})]


def test_the_service_is_asked_about_only_where_a_handler_gave_one(service: Service) -> None:
    page = service.start_talking()
    service.talk()
    # The service's own lines, and 999, are none that somebody thinks over.
    service.say(type="signpost", seq=1, id="s", card={**CARD, "id": "10"}, **{"from": "system"})
    service.say(type="signpost", seq=2, id="e", card={"id": "1", "name": "Police", "phone": "999"})
    page.get_by_role("link", name="Ring 999").wait_for()
    ends(service, survey=True)
    page.get_by_role("button", name=T["survey_begin"]).click()

    expect(page.get_by_role("group")).to_have_count(2)
    expect(page.get_by_text(T["survey_likely"])).to_have_count(0)


def test_a_question_can_be_left_out_again_and_all_of_them_send_nothing(service: Service) -> None:
    sent = survey_of(service)
    page = begins(service)
    choose(page, "heard", 7)
    page.get_by_role("group", name=T["survey_heard"]).get_by_label(T["survey_skip"]).check()
    page.get_by_role("button", name=T["survey_send"]).click()

    expect(page.locator(".survey [role=alert]")).to_have_text(T["survey_none"])
    assert sent == []


def test_not_now_leaves_the_questions_and_the_reader_at_the_next_button(service: Service) -> None:
    page = begins(service)
    page.get_by_role("button", name=T["survey_not_now"]).click()

    expect(page.locator(".survey")).to_have_count(0)
    expect(page.get_by_role("button", name=T["ended_close"])).to_be_focused()


def test_what_did_not_get_through_can_be_sent_again(service: Service) -> None:
    sent = survey_of(service)
    service.survey_status[0] = 503  # type: ignore[attr-defined]
    page = begins(service)
    choose(page, "clearer", 10)
    page.get_by_role("button", name=T["survey_send"]).click()
    expect(page.locator(".survey [role=alert]")).to_have_text(T["survey_failed"])
    service.survey_status[0] = 200  # type: ignore[attr-defined]
    page.get_by_role("button", name=T["survey_send"]).click()

    expect(page.locator(".survey")).to_have_text(T["survey_thanks"])
    assert [answers for _, answers in sent] == [{"clearer": 10}] * 2


def test_too_late_is_said_as_it_is(service: Service) -> None:
    survey_of(service)
    service.survey_status[0] = 410  # type: ignore[attr-defined]
    page = begins(service)
    choose(page, "heard", 5)
    page.get_by_role("button", name=T["survey_send"]).click()

    expect(page.locator(".survey")).to_have_text(T["survey_late"])


def test_the_questions_work_by_keyboard_alone(service: Service) -> None:
    sent = survey_of(service)
    page = service.start_talking()
    service.talk()
    ends(service, survey=True)
    page.get_by_role("button", name=T["survey_begin"]).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=T["survey_heading"])).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label(T["survey_skip"]).first).to_be_focused()
    # Round from the last to the first, then up the scale.
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("input[name=heard][value='3']")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("input[name=clearer][value='10']")).to_be_checked()
    page.keyboard.press("Enter")

    expect(page.locator(".survey")).to_have_text(T["survey_thanks"])
    assert [answers for _, answers in sent] == [{"heard": 3, "clearer": 10}]


def test_the_ends_of_a_scale_have_names(service: Service) -> None:
    page = begins(service)
    group = page.get_by_role("group", name=T["survey_heard"])

    expect(group.get_by_role("radio")).to_have_count(12)
    expect(group.get_by_role("radio", name="0, Not at all", exact=True)).to_have_count(1)
    expect(group.get_by_role("radio", name="5", exact=True)).to_have_count(1)
    expect(group.get_by_role("radio", name="10, Completely", exact=True)).to_have_count(1)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_at_320_pixels_nothing_is_cut_off_and_every_number_can_be_hit(service: Service, lang: str) -> None:
    words, page = texts(lang), service.page
    page.set_viewport_size({"width": 320, "height": 568})
    service.start_talking()
    service.welcome = {"state": "ended", "reason": "handler", "survey": True}
    service.kept = [{"type": "signpost", "seq": 1, "id": "s", "card": PROGRAMME, "at": AT}]
    service.open(f"/chat/?lang={lang}")
    page.get_by_role("button", name=words["survey_begin"]).click()
    expect(page.get_by_role("group", name=words["survey_likely"])).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    boxes = [each.bounding_box() for each in page.locator(".scale__one").all()]
    assert len(boxes) == 33
    assert [box for box in boxes if box is None or box["width"] < 44 or box["height"] < 44] == []


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_axe_finds_no_fault_at_the_end_and_in_the_questions(service: Service, lang: str) -> None:
    words, page = texts(lang), service.page
    service.start_talking()
    service.welcome = {"state": "ended", "reason": "handler", "survey": True}
    service.kept = [{"type": "signpost", "seq": 1, "id": "s", "card": PROGRAMME, "at": AT}]
    service.open(f"/chat/?lang={lang}")
    page.get_by_role("button", name=words["survey_begin"]).click()
    page.get_by_role("button", name=words["survey_send"]).click()
    expect(page.locator(".survey [role=alert]")).to_have_text(words["survey_none"])
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})

    assert [(fault["id"], len(fault["nodes"])) for fault in found.response["violations"]] == []


def test_cards_that_come_late_disturb_no_answer(service: Service) -> None:
    page = begins(service)
    choose(page, "heard", 7)
    service.say(type="signpost", seq=1, id="s", card=PROGRAMME)

    expect(page.get_by_role("heading", name="A programme")).to_be_visible()
    expect(page.locator("input[name=heard][value='7']")).to_be_checked()
    expect(page.locator("input[name=heard][value='7']")).to_be_focused()


# -- the questions about the caller -------------------------------------------------------------


def test_questions_about_the_caller_follow_the_survey_and_go_once(service: Service) -> None:
    survey_of(service)
    sent: list[Any] = []

    def answer(route: Any) -> None:
        sent.append((route.request.headers["authorization"], json.loads(route.request.post_data)))
        failed = {"error": {"code": "storage.unavailable", "message": "No."}}
        route.fulfill(
            status=200 if len(sent) > 1 else 503, json={"thanks": True} if len(sent) > 1 else failed
        )

    service.context.route("**/api/contact/equality", answer)
    page = begins(service)
    about = page.locator(".equality")
    expect(about).not_to_be_visible()
    page.get_by_role("button", name=T["survey_not_now"]).click()

    expect(about).to_contain_text(T["equality_private"])
    about.get_by_role("button", name=T["survey_begin"]).click()
    expect(about.get_by_role("heading", name=T["equality_heading"])).to_be_focused()
    about.get_by_role("button", name=T["survey_send"]).click()
    expect(about.get_by_role("alert")).to_have_text(T["equality_none"])
    assert found_by_axe(page) == []
    about.get_by_label(T["equality_ethnicity_black"]).check()
    group = about.get_by_role("group", name=T["equality_sexuality"])
    group.get_by_label(T["equality_prefer_not"]).check()
    about.get_by_role("button", name=T["survey_send"]).click()
    expect(about.get_by_role("alert")).to_have_text(T["survey_failed"])
    about.get_by_role("button", name=T["survey_send"]).click()

    expect(about).to_have_text(T["equality_thanks"])
    expect(about.get_by_role("status")).to_be_focused()
    assert sent == [("Bearer secret-token", {"ethnicity": "black", "sexuality": "prefer_not"})] * 2
