"""A caller whose network lets no WebSocket through, on the true server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = pytest.mark.journey


class Wall:
    """What stands between a page and its sockets, until it is taken down."""

    def __init__(self) -> None:
        self.stands = True

    def __call__(self, socket: WebSocketRoute) -> None:
        if self.stands:
            socket.close(code=1011)
        else:
            socket.connect_to_server()


def holds(body: str) -> Callable[[object], bool]:
    return lambda answer: "/api/contact/events" in answer.url and body in answer.text()  # type: ignore[attr-defined]


def test_a_whole_talk_goes_over_requests_that_wait(server: Server, opens: Opener) -> None:
    wall = Wall()
    page = opens.page(PHONE)
    page.route_web_socket("**/ws/caller/", wall)
    caller = CallerPage(page, server.origin).starts()
    caller.says("Written while I wait.")
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    handler.hears("Written while I wait.")
    caller.sees(T["status_talking"])
    caller.says("Through the wall.")
    handler.hears("Through the wall.")

    with page.expect_response(holds("I hear you.")) as answered:
        handler.says("I hear you.")
    # It waited at the service, and did not come by luck between two questions.
    assert "wait=25" in answered.value.request.url
    caller.hears("I hear you.")

    wall.stands = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".banner")).to_be_hidden()
    caller.says("The wall is gone.")
    handler.hears("The wall is gone.").says("Good.")
    caller.hears("Good.")
    assert caller.transcript == [
        "Written while I wait.",
        "Through the wall.",
        "I hear you.",
        "The wall is gone.",
        "Good.",
    ]
