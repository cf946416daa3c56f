"""The line is cut, a page is loaded again, the server is killed: both pages show every word once."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server
from tests.live_line import Line, a_line

pytestmark = pytest.mark.journey
# The length of the cuts that the service promises to bear; they are the scenario, not a wait for something.
CUTS_SECONDS = [5, pytest.param(30, marks=pytest.mark.long)]


@dataclass
class Talk:
    """Two pages in the middle of a talk, and what was said so far."""

    caller: CallerPage
    handler: Console
    line: Line
    server: Server
    said: list[str]

    def goes_on(self) -> None:
        """One word each way, which proves that both lines carry again."""
        n = len(self.said)
        for body, speaker, listener in (
            (f"Caller's word {n}", self.caller, self.handler),
            (f"Handler's word {n + 1}", self.handler, self.caller),
        ):
            speaker.says(body)
            listener.hears(body)
            self.said.append(body)

    def check(self) -> None:
        assert self.caller.transcript == self.said
        assert self.handler.transcript == self.said


@pytest.fixture
def line(own_server: Server) -> Iterator[Line]:
    with a_line(own_server.port) as line:
        own_server.allow_origin(line.origin)
        own_server.start()
        yield line


@pytest.fixture
def talk(own_server: Server, line: Line, opens: Opener) -> Talk:
    opens.expects_cuts = True
    caller = CallerPage(opens.page(PHONE), line.origin).starts()
    handler = Console(opens.page(DESK), own_server.origin).signs_in("handler1").is_available().takes()
    caller.sees(T["status_talking"])
    talk = Talk(caller, handler, line, own_server, [])
    talk.goes_on()
    return talk


@pytest.mark.parametrize("seconds", CUTS_SECONDS)
def test_three_messages_written_while_the_line_is_cut_come_once_and_in_order(
    talk: Talk, seconds: int
) -> None:
    talk.line.cut()
    talk.caller.sees(T["status_lost"])
    talk.handler.sees("Caller away")
    talk.handler.says("Take your time.").says("I am here when you are back.")
    kept = ["Are you still there?", "I lost the line.", "I will wait."]
    for body in kept:
        talk.caller.writes(body)
        expect(talk.caller.message(body)).to_contain_text(T["state_waiting"])
    time.sleep(seconds)
    talk.line.mend()

    talk.handler.hears(kept[-1]).sees("Caller online")
    talk.caller.hears("I am here when you are back.")
    talk.said += ["Take your time.", "I am here when you are back.", *kept]
    talk.goes_on()
    talk.check()


def test_a_caller_who_loads_the_page_again_is_back_in_the_talk(talk: Talk) -> None:
    talk.caller.page.reload()
    talk.caller.sees(T["status_talking"]).hears(talk.said[-1])

    talk.goes_on()
    talk.check()


def test_a_handler_who_loads_the_console_again_has_every_contact_and_word(talk: Talk) -> None:
    talk.handler.page.reload()
    talk.handler.is_connected()
    talk.handler.page.locator(".mine__one").click()
    talk.handler.hears(talk.said[-1])

    talk.goes_on()
    talk.check()


def kill(talk: Talk) -> None:
    talk.server.kill()


def kill_with_words_on_their_way(talk: Talk) -> None:
    """Press Send and kill at once: the words may be stored or not, acknowledged or not."""
    talk.caller.page.get_by_label(T["composer_label"]).fill("On its way.")
    talk.caller.presses(T["send"])
    talk.server.kill()


@pytest.mark.parametrize("kills", [pytest.param(kill, marks=pytest.mark.long), kill_with_words_on_their_way])
def test_a_killed_server_loses_and_doubles_nothing(talk: Talk, kills: Callable[[Talk], None]) -> None:
    kills(talk)
    talk.caller.sees(T["status_lost"])
    talk.handler.sees("Connection lost.")
    talk.caller.writes("Written while nobody served.")
    talk.handler.writes("This too.")
    talk.server.start()

    for page in (talk.caller, talk.handler):
        page.hears("Written while nobody served.").hears("This too.")
    has_it = re.compile(f"{T['state_sent']}|{T['state_seen']}")
    expect(talk.caller.message("Written while nobody served.")).to_contain_text(has_it)
    expect(talk.handler.message("This too.").locator(".message__status")).not_to_have_text("Waiting to send")
    # Who came back first decides the order of the two; both pages must show the same one.
    new = talk.caller.transcript[len(talk.said) :]
    on_its_way = ["On its way."] if kills is kill_with_words_on_their_way else []
    assert sorted(new) == sorted([*on_its_way, "Written while nobody served.", "This too."])
    assert [body for body in new if body != "This too."] == [*on_its_way, "Written while nobody served."]
    talk.said += new
    talk.goes_on()
    talk.check()
