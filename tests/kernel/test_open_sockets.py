"""Which socket goes when there are too many: a silent one, and never one that said hello."""

import pytest
from pytest_django.fixtures import Settings

from chat.consumers.open_sockets import HELLOS, OpenSockets
from tests.kernel.test_throttle import Clock

FLOOD, HOME = "192.0.2.1", "198.51.100.7"


class Socket:
    """One that notes whether it was cut."""

    is_cut = False
    kind = "caller"

    def cut(self) -> None:
        self.is_cut = True

    def move(self, *, after_ms: int) -> None:
        raise NotImplementedError

    def send_away(self) -> None:
        raise NotImplementedError


@pytest.fixture(autouse=True)
def _small(settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {
        **settings.HELPLINE_LIMITS,
        "sockets": 10,
        "sockets_per_network": 5,
        "sockets_per_holder": 3,
        "silent_sockets_per_network": 4,
        "connects_at_once": 50,
        "connects_per_second": 1,
    }


def come(sockets: OpenSockets, address: str, number: int) -> list[Socket]:
    made = [Socket() for _ in range(number)]
    assert all(sockets.come(socket, address) for socket in made)
    return made


def test_the_oldest_silent_one_of_the_same_network_makes_place() -> None:
    sockets = OpenSockets(Clock())
    (honest,) = come(sockets, HOME, 1)
    flood = come(sockets, FLOOD, 6)

    assert [socket.is_cut for socket in flood] == [True, True, False, False, False, False]
    assert not honest.is_cut


def test_who_said_hello_is_not_cut_for_a_flood_from_the_same_network() -> None:
    sockets = OpenSockets(Clock())
    honest = come(sockets, FLOOD, 2)
    assert [sockets.greet(socket, n) for n, socket in enumerate(honest)] == [True, True]
    flood = come(sockets, FLOOD, 20)
    late = come(sockets, FLOOD, 1)
    assert sockets.greet(late[0], "late")

    assert not [socket for socket in honest + late if socket.is_cut]
    assert sum(socket.is_cut for socket in flood) == 17


def test_a_full_process_cuts_a_silent_one_and_turns_away_where_there_is_none() -> None:
    sockets = OpenSockets(Clock())
    silent = come(sockets, "203.0.113.9", 1)
    for n in range(9):
        (socket,) = come(sockets, f"203.0.113.{n}", 1)
        assert sockets.greet(socket, n)
    (last,) = come(sockets, HOME, 1)
    assert sockets.greet(last, "last")

    assert silent[0].is_cut
    assert not sockets.come(Socket(), HOME)


def test_sockets_in_a_loop_cost_their_network_and_hello_gives_it_back() -> None:
    clock = Clock()
    sockets = OpenSockets(clock)
    for n in range(60):
        (honest,) = come(sockets, HOME, 1)
        assert sockets.greet(honest, n)
        sockets.gone(honest)
    for _ in range(50):
        (loop,) = come(sockets, FLOOD, 1)
        sockets.gone(loop)

    assert not sockets.come(Socket(), FLOOD)
    assert sockets.come(Socket(), HOME)
    clock.now += 1
    assert sockets.come(Socket(), FLOOD)


def test_one_holder_and_one_network_have_so_many_and_places_come_free() -> None:
    sockets = OpenSockets(Clock())
    made = come(sockets, HOME, 4)
    assert [sockets.greet(socket, "one") for socket in made] == [True, True, True, False]
    sockets.gone(made[3])
    sockets.gone(made[3])
    sockets.gone(made[0])
    (again,) = come(sockets, HOME, 1)
    assert sockets.greet(again, "one")

    others = come(sockets, HOME, 3)
    assert [sockets.greet(socket, n) for n, socket in enumerate(others)] == [True, True, False]


def test_one_token_said_hello_with_without_end_is_slowed_down() -> None:
    sockets = OpenSockets(Clock())
    answers = []
    for _ in range(HELLOS.burst + 2):
        (socket,) = come(sockets, HOME, 1)
        answers.append(sockets.greet(socket, "one"))
        sockets.gone(socket)

    assert answers == [True] * HELLOS.burst + [False] * 2
