"""From the first screen to the queue, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.caller.service import Service

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


def test_the_first_question_must_be_answered(service: Service):
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("alert")).to_have_text("Choose who you want to talk about")
    expect(page.locator("input[value=own_behaviour]")).to_be_focused()


def test_whoever_is_not_safe_reads_999_at_once(service: Service):
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    page.check("input[value=being_hurt]")
    page.get_by_role("button", name="Continue").click()
    page.check("#safe input[value=no]")

    expect(page.get_by_role("link", name="Ring 999")).to_be_visible()
    page.check("#safe input[value=yes]")
    expect(page.get_by_role("link", name="Ring 999")).to_have_count(0)


def test_what_was_not_answered_is_sent_as_not_said(service: Service):
    service.start_talking()

    assert service.started == [
        {
            "consent": True,
            "consent_version": 1,
            "about": "own_behaviour",
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
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    page.check("input[value=work]")
    page.get_by_role("button", name="Continue").click()
    page.check("#safe input[value=yes]")
    page.check("#private input[value=no]")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("#private input[value=no]")).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    page.check("#age input[value='26_40']")
    page.check("#gender input[value=skip]")
    page.select_option("#area", "Powys")
    page.get_by_role("button", name="Start the chat").click()
    page.get_by_text("You are near the front of the queue.").wait_for()

    [sent] = service.started
    assert {
        name: sent[name] for name in ("about", "safe_now", "private_now", "age_band", "gender", "area")
    } == {
        "about": "work",
        "safe_now": True,
        "private_now": False,
        "age_band": "26_40",
        "gender": None,
        "area": "Powys",
    }


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ({"intake": "closed", "opens_at": None}, "We are closed."),
        ({"intake": "closing", "opens_at": None}, "We are about to close and cannot start a new chat now."),
        ({"intake": "full"}, "Everybody here is talking with someone. We cannot start a new chat just now."),
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

    expect(page.get_by_text("We open again on Monday 7 July at 09:00.")).to_be_visible()


def test_closed_while_answering_gives_lines_and_the_next_opening(service: Service):
    error = {"code": "hours.closed", "message": "Closed.", "opens_at": "2031-01-06T09:00:00+00:00"}
    service.start_answer = (403, {"error": error})
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    page.check("input[value=unsure]")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Start the chat").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("We are closed")
    expect(page.get_by_text("We open again on Monday 6 January at 09:00.").first).to_be_visible()
    expect(page.get_by_role("link", name="Ring 999")).to_be_visible()


def test_a_refused_start_keeps_the_answers_and_says_why(service: Service):
    error = {"code": "throttle.too_many", "message": "Too many.", "retry_after_seconds": 300}
    service.start_answer = (429, {"error": error})
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    page.check("input[value=unsure]")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.select_option("#area", "Leeds")
    page.get_by_role("button", name="Start the chat").click()

    expect(page.get_by_role("alert")).to_have_text(
        "There were many tries from your network. You can try again in 5 minutes."
    )
    expect(page.locator("#area")).to_have_value("Leeds")


def test_advice_is_there_while_one_waits(service: Service):
    page = service.start_talking(about="being_hurt")

    expect(page.get_by_role("link", name="Ring 0800 1111")).to_have_attribute("href", "tel:08001111")
    expect(page.get_by_role("link", name="line.example")).to_have_attribute(
        "rel", "nofollow noreferrer noopener"
    )
