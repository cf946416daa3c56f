"""A process on its way out: what it does in which order, and when it ends."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chat.consumers.open_sockets import OpenSockets
from helpline.drain import ENDS_WITHIN, PATIENCE, Drain, unfinished
from helpline.kernel import keystore
from helpline.kernel.draining import Draining
from helpline.serving import forget_old_keys

SPREAD = 8
DONE: Any = SimpleNamespace(done=lambda: True)
WORKS: Any = SimpleNamespace(done=lambda: False)


class Reactor:
    """Time that goes on when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.planned: list[tuple[float, int, Callable[[], object]]] = []
        self.stopped = 0

    def callLater(self, delay: float, act: Callable[[], object]) -> None:  # noqa: N802 - Twisted's name
        self.planned.append((self.now + delay, len(self.planned), act))

    def stop(self) -> None:
        self.stopped += 1

    def runs_to(self, until: float) -> None:
        while due := sorted(plan for plan in self.planned if plan[0] <= until):
            self.planned.remove(due[0])
            self.now = due[0][0]
            due[0][2]()
        self.now = until


class Socket:
    """One that notes what it was told."""

    kind = "caller"

    def __init__(self) -> None:
        self.moves: list[int] = []
        self.sent_away = 0

    def cut(self) -> None:
        raise NotImplementedError

    def move(self, *, after_ms: int) -> None:
        self.moves.append(after_ms)

    def send_away(self) -> None:
        self.sent_away += 1


class Port:
    def __init__(self) -> None:
        self.did: list[str] = []

    def doRead(self) -> None:  # noqa: N802 - Twisted's name
        self.did.append("let in")

    def stopListening(self) -> None:  # noqa: N802 - Twisted's name
        self.did.append("stopped")


@pytest.fixture
def rig(settings: Settings) -> SimpleNamespace:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "drain_seconds": SPREAD}
    server = SimpleNamespace(connections={})
    reactor, sockets, port, state = Reactor(), OpenSockets(), Port(), Draining()
    drain = Drain(server, reactor=reactor, sockets=sockets, state=state)
    drain.remember(port)
    return SimpleNamespace(**locals())


def under_way(rig: SimpleNamespace, name: str) -> None:
    rig.server.connections[name] = {"application_instance": WORKS}


def test_where_nothing_is_under_way_it_ends_at_once(rig: SimpleNamespace) -> None:
    rig.drain.begin()

    assert rig.port.did == ["let in", "stopped"]
    assert (rig.state.begun, rig.reactor.stopped) == (True, 1)
    rig.reactor.runs_to(60)
    assert rig.reactor.stopped == 1


def test_each_socket_is_asked_to_move_at_a_time_of_its_own(rig: SimpleNamespace) -> None:
    sockets = [Socket() for _ in range(50)]
    for n, socket in enumerate(sockets):
        rig.sockets.come(socket, f"192.0.2.{n}")
    rig.sockets.greet(sockets[0], "contact.1")
    under_way(rig, "socket")
    rig.drain.begin()

    times = [socket.moves for socket in sockets]
    assert {len(moves) for moves in times} == {1}
    assert all(0 <= moves[0] <= SPREAD * 1000 for moves in times)
    assert len({moves[0] for moves in times}) > 25
    assert rig.reactor.stopped == 0


def test_it_ends_as_soon_as_the_last_one_has_gone(rig: SimpleNamespace) -> None:
    under_way(rig, "request")
    rig.drain.begin()
    rig.reactor.runs_to(4)
    assert rig.reactor.stopped == 0

    rig.server.connections.clear()
    rig.reactor.runs_to(4.1)

    assert rig.reactor.stopped == 1


def test_who_stays_is_sent_away_after_the_last_should_have_gone(rig: SimpleNamespace) -> None:
    rig.sockets.come(socket := Socket(), "192.0.2.1")
    under_way(rig, "socket")
    rig.drain.begin()
    rig.reactor.runs_to(SPREAD + PATIENCE - 0.1)
    assert socket.sent_away == 0

    rig.reactor.runs_to(SPREAD + PATIENCE + 0.1)

    assert socket.sent_away > 0


def test_alone_nobody_is_kept_for_a_process_that_does_not_come(
    rig: SimpleNamespace, settings: Settings
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "drain_seconds": 0}
    rig.sockets.come(socket := Socket(), "192.0.2.1")
    under_way(rig, "socket")
    rig.drain.begin()
    rig.reactor.runs_to(0.1)

    assert socket.moves == [0]
    assert socket.sent_away > 0


@pytest.mark.parametrize(("until", "stopped"), [(ENDS_WITHIN - 0.1, 0), (ENDS_WITHIN, 1), (60, 1)])
def test_it_ends_in_time_whatever_is_under_way(rig: SimpleNamespace, until: float, stopped: int) -> None:
    under_way(rig, "request")
    rig.drain.begin()
    rig.reactor.runs_to(until)

    assert rig.reactor.stopped == stopped


def test_asked_a_second_time_it_ends_at_once(rig: SimpleNamespace) -> None:
    under_way(rig, "request")
    rig.drain.begin()
    rig.drain.begin()

    assert rig.reactor.stopped == 1
    assert rig.port.did == ["let in", "stopped"]


@pytest.mark.parametrize(
    ("details", "busy"),
    [
        ({"connected": 1}, True),
        ({"connected": 1, "application_instance": DONE}, True),
        ({"connected": 1, "application_instance": WORKS, "disconnected": 2}, True),
        ({"connected": 1, "application_instance": DONE, "disconnected": 2}, False),
        ({"connected": 1, "disconnected": 2}, False),
    ],
)
def test_work_is_under_way_until_it_is_done_and_its_connection_over(
    details: dict[str, Any], busy: bool
) -> None:
    assert unfinished(SimpleNamespace(connections={"one": details})) == busy


def test_every_process_forgets_unwrapped_keys_by_itself(rig: SimpleNamespace, monkeypatch: Any) -> None:
    asked: list[float] = []
    monkeypatch.setattr(keystore.cache, "forget_old", lambda: asked.append(rig.reactor.now))
    forget_old_keys(rig.reactor)
    rig.reactor.runs_to(3 * keystore.CACHE_SECONDS)

    assert asked == [0, 60, 120, 180]


def test_what_is_cut_at_the_end_is_logged_by_how_much_it_was(
    rig: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    under_way(rig, "one"), under_way(rig, "two")
    rig.drain.begin()
    rig.reactor.runs_to(ENDS_WITHIN - 1)
    assert caplog.messages == []
    rig.reactor.runs_to(ENDS_WITHIN)

    assert caplog.messages == ["ended with 2 requests or sockets under way, which are cut"]
