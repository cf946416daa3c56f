"""A page that cannot show its work, since it is not a secure one, or since the service does not answer."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from helpline.kernel.proof import new_challenge
from tests.caller.service import HOST, Service

pytestmark = pytest.mark.journey
CHALLENGE = f"{HOST}/api/challenge"
PLAIN = f"{HOST}/chat/plain"


@pytest.fixture
def asks_for_proof(service: Service, settings: Settings) -> Service:
    settings.HELPLINE_PROOF = "on"
    service.others[CHALLENGE] = {"json": new_challenge(max_number=50)}
    return service


def answers_and_starts(service: Service) -> Page:
    page = service.open()
    page.click("#start-button")
    page.get_by_role("button", name="I agree, go on").click()
    page.click("button.answer[value=own_behaviour]")
    page.click("button.answer[value=yes]")
    page.get_by_role("button", name="Leave out the rest and go to the chat").click()
    return page


def test_where_no_proof_is_asked_for_none_is_fetched(service: Service):
    asked: list[str] = []
    service.page.on("request", lambda request: asked.append(request.url))
    service.start_talking()

    assert service.started[0]["proof"] == ""
    assert [url for url in asked if "challenge" in url or "worker" in url] == []


def test_a_page_that_is_not_secure_goes_the_plain_way_with_its_answers(asks_for_proof: Service):
    page = answers_and_starts(asks_for_proof)

    expect(page.get_by_role("alert")).to_contain_text("could not do our check against misuse")
    assert asks_for_proof.started == []
    asks_for_proof.others[PLAIN] = {"content_type": "text/html", "body": "<title>Plain</title>"}
    with page.expect_request(PLAIN) as asked:
        page.get_by_role("button", name="Go on page by page").click()
    assert asked.value.method == "POST"
    sent = dict(pair.split("=") for pair in (asked.value.post_data or "").split("&"))
    assert {name: sent.get(name) for name in ("step", "consent", "about", "safe_now", "gender")} == {
        "step": "start",
        "consent": "yes",
        "about": "own_behaviour",
        "safe_now": "yes",
        "gender": None,
    }


def test_the_plain_way_is_offered_once_however_often_one_tries(asks_for_proof: Service):
    page = answers_and_starts(asks_for_proof)
    expect(page.get_by_role("button", name="Go on page by page")).to_be_visible()
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_role("button", name="Go on page by page")).to_have_count(1)


TOO_MANY = {"code": "throttle.too_many", "message": "Too many.", "retry_after_seconds": 300}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            {"status": 429, "json": {"error": TOO_MANY}},
            "There were many tries from your network. You can try again in 5 minutes.",
        ),
        ({"status": 502, "body": "<h1>Bad gateway</h1>"}, "We could not reach the service"),
    ],
)
def test_a_challenge_that_is_not_given_says_why(asks_for_proof: Service, answer: dict[str, Any], words: str):
    asks_for_proof.others[CHALLENGE] = answer
    page = answers_and_starts(asks_for_proof)

    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    assert asks_for_proof.started == []
