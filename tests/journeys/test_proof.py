"""The proof of work in a real browser, on a real server that asks for all of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from chat.texts import consent
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.opener import PHONE, Opener
from tests.live import Server, a_server
from tests.live_http import Refused, post_json
from tests.servers import answers, free_port

pytestmark = [pytest.mark.journey, pytest.mark.once]
START = {"consent": True, "about": "own_behaviour", "language": "en"}
REFUSED = {"error": {"code": "proof.invalid", "message": "No."}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("proof")
    with a_server(folder / "server", HELPLINE_PROOF_NUMBER="5000") as server:
        server.start()
        yield server


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that may complain: what the test takes away is missed aloud."""
    context = chromium.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


def sent_proofs(page: Page) -> list[str]:
    """Note the proof of every start that the page sends from now on."""
    sent: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/api/contacts"):
            sent.append(json.loads(request.post_data)["proof"])

    page.on("request", note)
    return sent


def test_a_contact_starts_with_a_proof_that_counts_once_and_nothing_is_complained_about(
    server: Server, opens: Opener
) -> None:
    page = opens.page(PHONE)
    sent = sent_proofs(page)
    CallerPage(page, server.origin).starts()

    (proof,) = sent
    for again in (proof, ""):
        with pytest.raises(Refused, match=r"^proof\.invalid$"):
            post_json(f"{server.origin}/api/contacts", {**START, "proof": again})


def test_the_work_is_done_by_the_worker_while_the_caller_answers(server: Server, opens: Opener) -> None:
    page = opens.page(PHONE)
    caller = CallerPage(page, server.origin).opens_home().opens_chat()
    with page.expect_worker() as working:
        caller.presses(T["start_button"])

    assert working.value.url == f"{server.origin}/static/vendor/altcha-worker.js"
    caller.presses(consent("en")["agree"]).answers_and_waits()
    # Gone with its answer.
    assert page.workers == []


def test_the_page_says_that_it_starts_while_the_proof_is_not_there(server: Server, page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/api/challenge", lambda route: waiting.append(route))
    caller = CallerPage(page, server.origin).opens_home().opens_chat().agrees()
    answer_all(caller)

    expect(page.get_by_role("heading", level=1)).to_have_text(T["starting"])
    waiting[0].continue_()
    caller.sees(T["waiting_heading"])


def test_a_proof_that_is_refused_is_made_anew_once_without_a_word(server: Server, page: Page) -> None:
    sent = sent_proofs(page)
    page.route("**/api/contacts", lambda route: route.fulfill(status=400, json=REFUSED), times=1)
    CallerPage(page, server.origin).starts()

    assert len(set(sent)) == 2


def test_a_proof_refused_twice_is_said_and_the_plain_way_takes_the_answers_along(
    server: Server, page: Page
) -> None:
    sent = sent_proofs(page)
    page.route("**/api/contacts", lambda route: route.fulfill(status=400, json=REFUSED))
    caller = CallerPage(page, server.origin).opens_home().opens_chat().agrees()
    answer_all(caller)
    expect(page.get_by_role("alert")).to_have_text(T["proof_failed"])
    assert len(set(sent)) == 2
    expect(page.get_by_role("button", name=T["try_again"], exact=True)).to_be_enabled()

    caller.presses(T["proof_plain"])
    expect(page).to_have_url(f"{server.origin}/chat/plain")
    caller.sees(T["plain_check"])


def test_without_a_worker_the_page_does_the_work_itself(server: Server, page: Page) -> None:
    page.route("**/altcha-worker.js", lambda route: route.abort())
    sent = sent_proofs(page)
    CallerPage(page, server.origin).starts()

    assert len(sent) == 1


@pytest.fixture
def charity(tmp_path: Path) -> Iterator[str]:
    """The origin of a charity's own page, which opens the chat in a frame."""
    program = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    port = free_port()
    with subprocess.Popen(
        [*program, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as site:
        while not answers(port):
            assert site.poll() is None
        yield f"http://127.0.0.1:{port}"
        site.terminate()


def test_in_a_charitys_frame_the_work_is_done_as_well(charity: str, tmp_path: Path, page: Page) -> None:
    sent = sent_proofs(page)
    with a_server(tmp_path / "server", HELPLINE_FRAME_ANCESTORS=charity) as server:
        server.start()
        embed = f'<script src="{server.origin}/embed.js" data-frame></script>'
        (tmp_path / "index.html").write_text(f"<!doctype html><title>Charity</title><body>{embed}")
        page.goto(f"{charity}/")
        page.get_by_role("link", name="Chat with us").click()
        frame = page.frame_locator("iframe")
        with page.expect_worker():
            frame.get_by_role("button", name=T["start_button"], exact=True).click()
        for name in (consent("en")["agree"], T["about_own_behaviour"], T["skip"], T["skip_rest"]):
            frame.get_by_role("button", name=name, exact=True).click()

        expect(frame.get_by_text(T["waiting_heading"]).first).to_be_visible()
    assert len(sent) == 1


POLICIES = """
window.policies = [];
const create = TrustedTypePolicyFactory.prototype.createPolicy;
TrustedTypePolicyFactory.prototype.createPolicy = function (...given) {
  policies.push(create.apply(this, given));
  return policies.at(-1);
};
"""
REFUSALS = """() => [
  () => trustedTypes.createPolicy("another", { createScriptURL: (url) => url }),
  () => trustedTypes.createPolicy("helpline", { createScriptURL: (url) => url }),
  () => new Worker("/static/vendor/altcha-worker.js"),
  () => document.createElement("script").setAttribute("src", "/static/chat/main.js"),
  () => policies[0].createHTML("<b>"),
].map((act) => { try { act(); return "allowed"; } catch (error) { return error.name; } })"""


def test_the_one_policy_gives_the_workers_address_and_nothing_else(server: Server, page: Page) -> None:
    page.add_init_script(POLICIES)
    caller = CallerPage(page, server.origin).opens_home().opens_chat()
    with page.expect_worker():
        caller.presses(T["start_button"])
    assert page.evaluate("policies.length") == 1

    asked = "(url) => policies[0].createScriptURL(url).toString()"
    for url in ("https://elsewhere.example/x.js", "data:text/javascript,1", "/static/chat/main.js", ""):
        assert page.evaluate(asked, url) == "/static/vendor/altcha-worker.js"
    assert page.evaluate("policies[0].name") == "helpline"
    assert page.evaluate(REFUSALS) == ["TypeError"] * 5


def test_a_worker_of_another_host_is_refused(server: Server, page: Page) -> None:
    page.goto(f"{server.origin}/chat/")
    blocked = """() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
      const policy = trustedTypes.createPolicy("helpline", { createScriptURL: (url) => url });
      new Worker(policy.createScriptURL("blob:" + location.origin + "/x")).onerror = () => {};
    })"""

    assert page.evaluate(blocked) == "worker-src"


def answer_all(caller: CallerPage) -> None:
    """Answer what must be answered and go on, without waiting for what comes."""
    caller.chooses(T["about_question"], T["about_own_behaviour"]).presses(T["skip"]).presses(T["skip_rest"])
