"""From the first screen to the queue, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from chat.texts import texts
from tests.caller.service import STARTED, Service

pytestmark = pytest.mark.journey


def test_limits_come_before_the_first_question(service: Service):
    page = service.open()
    page.click("#start-button")

    expect(page.get_by_role("heading", level=1)).to_have_text("What stays between us, and what cannot")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("within four days")).to_be_visible()


def test_who_does_not_agree_can_ring_and_writes_nothing(service: Service):
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I do not agree").click()

    expect(page.get_by_role("link", name="Ring 999")).to_have_attribute("href", "tel:999")
    expect(page.locator("textarea")).to_have_count(0)
    assert service.started == []


def to_questions(service: Service) -> Page:
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    return page


def answer(page: Page, value: str) -> None:
    page.click(f"button.answer[value='{value}']")


def go_nameless(page: Page) -> None:
    page.get_by_role("button", name="I will leave it out, go on").click()


def skip(page: Page) -> None:
    page.get_by_role("button", name="Rather not say").click()


def test_the_first_question_has_no_way_round_it(service: Service):
    page = to_questions(service)

    expect(page.get_by_role("heading", level=1)).to_have_text("Who do you want to talk about?")
    expect(page.get_by_role("button", name="Rather not say")).to_have_count(0)
    expect(page.get_by_role("button", name="Leave out the rest")).to_have_count(0)


def test_questions_come_one_at_a_time_and_each_but_the_first_may_be_skipped(service: Service):
    page = to_questions(service)
    answer(page, "own_behaviour")
    asked = []
    for _ in range(7):
        asked.append(page.get_by_role("heading", level=1).text_content())
        skip(page)
    page.get_by_text("You are near the front of the queue.").wait_for()

    assert asked == [
        "Is everybody safe at this moment?",
        "Can you write without somebody seeing it?",
        "How old are you?",
        "Are you a man, a woman, or another gender?",
        "Which council area are you in?",
        "Which language shall we write in?",
        "Would another language be easier for you?",
    ]


def test_somebody_at_work_is_asked_what_they_need_and_not_about_themselves(service: Service):
    page = to_questions(service)
    answer(page, "work")
    go_nameless(page)
    asked = []
    for _ in range(5):
        asked.append(page.get_by_role("heading", level=1).text_content())
        skip(page)
    page.get_by_text("You are near the front of the queue.").wait_for()

    assert asked == [
        "Is everybody safe at this moment?",
        "What would help you most?",
        "Which council area are you in?",
        "Which language shall we write in?",
        "Would another language be easier for you?",
    ]


def test_a_worker_is_told_once_to_name_nobody_then_says_what_they_need(service: Service):
    page = to_questions(service)
    answer(page, "work")

    expect(page.get_by_role("heading", level=1)).to_have_text("Please leave out who it is")
    expect(page.get_by_text("Leave out names, dates of birth, addresses")).to_be_visible()
    expect(page.get_by_text("Version 4 of this text")).to_be_visible()
    way = page.get_by_role("link", name=texts("en")["workers_link"])
    expect(way).to_have_attribute("href", "/chat/workers")
    go_nameless(page)
    answer(page, "yes")
    answer(page, "consultation")
    page.get_by_role("button", name="Leave out the rest").click()
    page.locator("details.reading summary").click()
    expect(page.get_by_role("heading", name="Step 1: Look and listen")).to_be_visible()

    [sent] = service.started
    assert (sent["about"], sent["need"], sent["consent_version"]) == ("work", "consultation", 4)


def test_an_answer_that_is_not_asked_of_this_caller_is_not_sent(service: Service):
    page = to_questions(service)
    answer(page, "own_behaviour")
    answer(page, "yes")
    answer(page, "yes")
    answer(page, "26_40")
    for _ in range(4):
        page.get_by_role("button", name="Back").click()
    answer(page, "work")
    go_nameless(page)
    answer(page, "yes")
    page.get_by_role("button", name="Leave out the rest").click()
    page.get_by_text("You are near the front of the queue.").wait_for()

    [sent] = service.started
    assert [sent["about"], sent["safe_now"], sent["private_now"], sent["age_band"]] == [
        "work",
        True,
        None,
        None,
    ]


def test_another_talk_is_not_begun_with_the_answers_of_the_one_before(service: Service):
    page = to_questions(service)
    for value in ("own_behaviour", "yes", "yes", "26_40"):
        answer(page, value)
    page.get_by_role("button", name="Leave out the rest").click()
    page.get_by_text("You are near the front of the queue.").wait_for()
    service.say(type="state", state="ended", reason="handler")
    page.get_by_role("button", name=texts("en")["ended_again"]).click()
    service.go_to_the_queue()

    assert [sent["age_band"] for sent in service.started] == ["26_40", None]


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        (["being_hurt"], "You do not have to put up with this"),
        (["own_behaviour", "no"], "If somebody is in danger now, ring 999"),
        (["unsure", "yes", "yes", "13_15"], "There are people just for you"),
    ],
)
def test_the_right_lines_come_at_once_and_one_may_still_wait(
    service: Service, answers: list[str], heading: str
):
    page = to_questions(service)
    for value in answers:
        answer(page, value)

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("link", name="Ring 999")).to_have_attribute("href", "tel:999")
    page.get_by_role("button", name="Go on to the chat").click()
    expect(page.locator(".question")).to_be_visible()


def test_whoever_is_watched_is_told_to_take_care(service: Service):
    page = to_questions(service)
    answer(page, "own_behaviour")
    answer(page, "yes")
    answer(page, "no")

    expect(page.get_by_text("Only write what that person may read.")).to_be_visible()


def test_what_was_not_answered_is_sent_as_not_said(service: Service):
    service.start_talking()

    assert service.started == [
        {
            "consent": True,
            "consent_version": 4,
            "about": "own_behaviour",
            "need": None,
            "safe_now": None,
            "private_now": None,
            "area": None,
            "age_band": None,
            "gender": None,
            "language": "en",
            "interpreter": None,
            "first_message": None,
            "proof": "",
        }
    ]


def test_answers_are_sent_as_given_and_kept_when_one_goes_back(service: Service):
    page = to_questions(service)
    answer(page, "unsure")
    answer(page, "yes")
    answer(page, "no")
    page.get_by_role("button", name="Back").click()
    expect(page.locator("button[value=no]")).to_have_attribute("aria-current", "true")
    answer(page, "no")
    page.get_by_role("button", name="Go on to the chat").click()
    answer(page, "26_40")
    skip(page)
    page.select_option("#area", "Powys")
    page.get_by_role("button", name="Continue").click()
    answer(page, "en")
    page.select_option("#interpreter", "Polski (Polish)")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("You are near the front of the queue.").wait_for()

    [sent] = service.started
    names = ("about", "safe_now", "private_now", "age_band", "gender", "area", "interpreter")
    assert {name: sent[name] for name in names} == {
        "about": "unsure",
        "safe_now": True,
        "private_now": False,
        "age_band": "26_40",
        "gender": None,
        "area": "Powys",
        "interpreter": "Polski (Polish)",
    }


def test_the_language_question_changes_the_page_and_keeps_the_answers(service: Service):
    page = to_questions(service)
    answer(page, "unsure")
    answer(page, "yes")
    for _ in range(4):
        skip(page)
    answer(page, "cy")
    expect(page.get_by_role("heading", level=1)).to_have_text("A fyddai iaith arall yn haws i chi?")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator("#exit")).to_have_text("Gadael nawr")
    page.get_by_role("button", name="Gwell gen i beidio \u00e2 dweud").click()
    page.wait_for_selector(".talk")

    [sent] = service.started
    assert [sent["about"], sent["safe_now"], sent["language"]] == ["unsure", True, "cy"]


def test_the_language_link_keeps_one_on_the_same_screen(service: Service):
    page = to_questions(service)
    answer(page, "unsure")
    page.click("#language")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ydy pawb yn ddiogel y funud hon?")
    page.click("#language")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is everybody safe at this moment?")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ({"intake": "closed", "opens_at": None}, "The chat is closed now."),
        ({"intake": "closing", "opens_at": None}, "The chat takes no new conversations before it closes."),
        (
            {"intake": "full"},
            "The chat is open, but nobody can take a new conversation now. Please try again later.",
        ),
    ],
)
def test_there_is_no_way_to_write_into_a_void(service: Service, status: dict[str, str | None], words: str):
    service.status = status
    page = service.open()

    expect(page.get_by_text(words)).to_be_visible()
    expect(page.locator("#start-button")).to_be_hidden()
    expect(page.locator("#start-lines")).to_be_visible()


def test_next_opening_is_said_in_london_time(service: Service):
    service.status = {"intake": "closed", "opens_at": "2031-07-07T08:00:00+00:00"}
    page = service.open()

    expect(page.get_by_text("It opens again on Monday 7 July at 9 in the morning.")).to_be_visible()


def test_closed_while_answering_gives_lines_and_the_next_opening(service: Service):
    error = {"code": "hours.closed", "message": "Closed.", "opens_at": "2031-01-06T09:00:00+00:00"}
    service.start_answer = (403, {"error": error})
    page = to_questions(service)
    service.status = {"intake": "closed", "open": False, "opens_at": error["opens_at"]}
    answer(page, "unsure")
    skip(page)
    page.get_by_role("button", name="Leave out the rest").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("We are closed")
    expect(page.locator(".lede")).to_contain_text("It opens again on Monday 6 January at 9 in the morning.")
    expect(page.get_by_role("link", name="Ring 999")).to_be_visible()


def test_a_refused_start_says_why_and_may_be_tried_again(service: Service):
    error = {"code": "throttle.too_many", "message": "Too many.", "retry_after_seconds": 300}
    service.start_answer = (429, {"error": error})
    page = to_questions(service)
    answer(page, "unsure")
    answer(page, "yes")
    page.get_by_role("button", name="Leave out the rest").click()

    expect(page.get_by_role("alert")).to_have_text(
        "There were many tries from your network. You can try again in 5 minutes."
    )
    service.start_answer = (201, STARTED)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("You are near the front of the queue.").wait_for()
    assert [sent["safe_now"] for sent in service.started] == [True, True]


def test_advice_is_there_while_one_waits(service: Service):
    page = service.start_talking(about="being_hurt")

    expect(page.get_by_role("link", name="Ring 0800 1111")).to_have_attribute("href", "tel:08001111")
    expect(page.get_by_role("link", name="line.example")).to_have_attribute(
        "rel", "nofollow noreferrer noopener"
    )
