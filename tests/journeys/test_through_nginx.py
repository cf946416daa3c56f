"""The main journey as a charity's callers have it: from its website, through nginx and TLS, on two processes.

The service is one, no demo: staff have second factors, callers' browsers show their work. The certificates
are trusted by their keys, as those of a test have to be; for any other the browser refuses to go on.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chat.system_texts import TEXTS
from tests.chromium import a_chromium
from tests.faults.cluster import Cluster, a_cluster
from tests.faults.in_service import IN_SERVICE, opened_for, where
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.invited import Invited
from tests.journeys.opener import DESK, PHONE, Opener, Shooter
from tests.journeys.site import Site, a_site
from tests.journeys.test_main_journey import (
    MINIMISING,
    handler_signposts,
    handler_triages,
    handler_uses_the_challenge,
    handler_uses_the_prompt,
    the_talk_ends,
)
from tests.journeys.website import (
    BACK,
    VANISHES,
    comes_back_and_vanishes,
    loads_again,
    vanishes_from_the_frame,
    waits_in_a_frame,
    waits_in_a_tab,
)
from tests.journeys.wire import Wire, cookies_are_staffs_alone, nothing_was_written_down
from tests.proxy import key_digest, make_certificate
from tests.servers import HOST

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]
MOST_TURNS = 20
HANDLER, SUPERVISOR = "handler1", "supervisor1"
BLAMES = "That sounds hard. She really wound you up. Did you sleep?"
NOTE = "He has the children on Saturday: ask who else is there."
WHISPER = "Ask what he does before Monday."
ON_DUTY = "I am the supervisor on duty."


@pytest.fixture(scope="module")
def charity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The charity's website, which has TLS as well."""
    folder = tmp_path_factory.mktemp("charity")
    make_certificate(folder)
    with a_site(HOST, tls=folder) as site:
        yield site


@pytest.fixture(scope="module")
def cluster(charity: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with a_cluster(
        tmp_path_factory.mktemp("cluster"),
        with_lines=False,
        begins=IN_SERVICE,
        HELPLINE_PROOF="on",
        HELPLINE_PROOF_NUMBER="5000",
        HELPLINE_FRAME_ANCESTORS=charity.origin,
        HELPLINE_EXIT_URL=f"{charity.origin}/weather",
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def chromium(charity: Site, cluster: Cluster) -> Iterator[Browser]:
    """One that keeps pages as they were for whoever goes back, and trusts two keys more."""
    assert charity.tls is not None
    trusted = ",".join(key_digest(folder) for folder in (cluster.nginx.folder, charity.tls))
    with a_chromium(
        f"--ignore-certificate-errors-spki-list={trusted}",
        without=["--disable-back-forward-cache"],
        whole=True,
    ) as browser:
        yield browser


def settles(cluster: Cluster, kind: str, held: dict[int, int], loads: Callable[[], object]) -> None:
    """Load a page again until the processes hold the sockets of a kind so: nginx gives each its turn."""
    for _ in range(MOST_TURNS):
        if where(cluster, kind, sum(held.values())) == held:
            return
        # Else a page that asks an even number of times would be given the same one each time.
        cluster.nginx.asked("/healthz")
        loads()
    raise AssertionError(f"nginx gave no {kind} another process")


def test_the_main_journey_on_two_processes(
    cluster: Cluster, charity: Site, opens: Opener, pictures: Path
) -> None:
    origin = cluster.nginx.origin
    (pictures / "nginx").mkdir(exist_ok=True)
    shoot, wire = Shooter(pictures / "nginx"), Wire(origin)
    handler, supervisor = (Invited(wire.listens(opens.page(DESK)), origin) for _ in range(2))
    links = opened_for(cluster, **{HANDLER: "handler", SUPERVISOR: "supervisor"})
    for staff, name, place in ((handler, HANDLER, "/console/"), (supervisor, SUPERVISOR, "/supervision/")):
        staff.comes_in_by(links[name])
        staff.signs_in_with_both(name, place, shoot)
    expect(supervisor.page.locator(".board-link--online")).to_have_text("Live")

    caller = waits_in_a_tab(charity, wire.listens(opens.page(PHONE)), origin, shoot)
    alone = where(cluster, "caller", 1)
    desk = wire.listens(opens.page(DESK))
    other = waits_in_a_frame(charity, desk, origin, shoot)
    # A frame stays where it is, what stands in a tab of its own is loaded again.
    (callers,) = Counter(where(cluster, "caller", 2)) - Counter(alone)
    settles(cluster, "caller", {callers: 2}, lambda: loads_again(caller))
    settles(cluster, "handler", {1 - callers: 1}, lambda: (handler.page.reload(), handler.is_connected()))
    shoot(supervisor.page, "board-waiting")

    accepts_both(handler, caller, other, shoot)
    words_go_both_ways(handler, caller, shoot)
    reads_along(supervisor, handler, caller, wire.listens, shoot)
    handler_triages(handler, shoot)
    keeps_a_note(handler, shoot)
    handler_signposts(handler, caller, shoot)
    # Callers and their handler met in no process.
    assert where(cluster, "caller", 2) == {callers: 2}
    assert where(cluster, "handler", 2)[1 - callers] >= 1

    code = vanishes_from_the_frame(handler, other, desk, charity, shoot)
    again = wire.listens(opens.page(PHONE))
    comes_back_and_vanishes(handler, CallerPage(again, origin), charity, code, shoot)
    handler.page.keyboard.press("Alt+Digit1")
    the_talk_ends(handler, caller, shoot)
    answers_the_questions(caller, shoot)

    assert wire.faults() == []
    assert {url.partition("/ws/")[2] for url in wire.sockets} == {"caller/", "handler/", "board/"}
    cookies_are_staffs_alone(handler.page, caller.page, desk, again)
    nothing_was_written_down(cluster, MINIMISING, NOTE, WHISPER, VANISHES, BACK)


def accepts_both(handler: Console, first: CallerPage, second: CallerPage, shoot: Shooter) -> None:
    """Whoever waited longest is offered first; each is accepted by one key."""
    handler.is_available()
    for number, caller in ((1, first), (2, second)):
        expect(handler.page.locator(".offer")).to_contain_text("Offered to you")
        shoot(handler.page, f"offer-{number}")
        handler.page.keyboard.press("Alt+KeyY")
        expect(handler.page.locator("#talk-title")).to_contain_text(f"Contact {number}:")
        caller.sees(T["status_talking"])
    handler.page.keyboard.press("Alt+Digit1")
    expect(handler.page.locator("#talk-title")).to_contain_text("Contact 1:")


def words_go_both_ways(handler: Console, caller: CallerPage, shoot: Shooter) -> None:
    """A prompt by key, a cue with its challenge, and a doubt about the handler's own words."""
    prompt = handler_uses_the_prompt(handler, caller, shoot, by_key=True)
    challenge = handler_uses_the_challenge(handler, caller, shoot)
    handler.box.fill(BLAMES)
    handler.box.press("Enter")
    doubt = handler.page.get_by_role("region", name="Before it goes out")
    expect(doubt).to_contain_text("May be agreeing with blame")
    shoot(handler.page, "doubt")
    handler.page.keyboard.press("Alt+KeyU")
    expect(doubt).to_have_count(0)
    mended = handler.box.input_value()
    assert mended != BLAMES
    handler.box.press("Enter")
    caller.hears(mended)
    handler.hears(mended)
    assert handler.transcript == caller.transcript == [prompt, MINIMISING, challenge, mended]
    shoot(caller.page, "tab-talking")


def reads_along(
    supervisor: Console,
    handler: Console,
    caller: CallerPage,
    listens: Callable[[Page], Page],
    shoot: Shooter,
) -> None:
    """From the live board into the talk: a whisper, then words that the caller sees."""
    shoot(supervisor.page, "board-talking")
    with supervisor.page.context.expect_page() as opened:
        supervisor.page.get_by_role("link", name="Follow").first.click()
    beside = Console(listens(opened.value), supervisor.origin)
    expect(beside.page.locator("#talk-title")).to_contain_text(f"{HANDLER}'s talk")
    beside.hears(MINIMISING)
    handler.sees(f"{SUPERVISOR} reads along. The caller is not told.")
    beside.page.get_by_label(f"Whisper to {HANDLER}").fill(WHISPER)
    beside.presses("Whisper", within=".writing")
    expect(handler.page.locator(".told")).to_contain_text(WHISPER)
    shoot(handler.page, "whisper")
    handler.presses("Seen", within=".told")
    beside.presses("Join").presses("Join", within="dialog")
    caller.hears(TEXTS["joined"]["en"])
    beside.page.get_by_label("To the caller, as a supervisor").fill(ON_DUTY)
    beside.presses("Send to the caller")
    caller.hears(ON_DUTY)
    handler.hears(ON_DUTY)
    shoot(beside.page, "joined")
    assert WHISPER not in caller.page.content()


def keeps_a_note(handler: Console, shoot: Shooter) -> None:
    handler.page.keyboard.press("Alt+KeyE")
    handler.page.get_by_label("A note").fill(NOTE)
    handler.presses("Keep this note").sees(NOTE)
    shoot(handler.page, "note")


def answers_the_questions(caller: CallerPage, shoot: Shooter) -> None:
    caller.presses(T["survey_begin"])
    heard = caller.page.get_by_role("group", name=T["survey_heard"])
    heard.get_by_label("9", exact=True).check()
    shoot(caller.page, "survey")
    caller.presses(T["survey_send"]).sees(T["survey_thanks"])
