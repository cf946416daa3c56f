"""Blocked networks: keyed hashes in memory and in Redis, each block with a key of its own."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis import Redis as Client
from redis.exceptions import ConnectionError as RedisConnectionError

from helpline.kernel.blocked import (
    LONGEST_SECONDS,
    MOST_NETWORKS,
    BlockedNetworks,
    ProcessBlockedNetworks,
    RedisBlockedNetworks,
)
from tests.kernel.test_throttle import Clock
from tests.servers import Redis, running

HERE, THERE = "203.0.113.77", "198.51.100.9"
Make = Callable[[Clock], BlockedNetworks]


@pytest.fixture(scope="module")
def redis() -> Iterator[Client]:
    """A Redis of this module's own, without persistence."""
    with running(Redis) as server, Client.from_url(server.url) as client:
        yield client


@pytest.fixture(params=["process", "redis"])
def make(request: pytest.FixtureRequest) -> Make:
    """Make one process's view of what is blocked."""
    if request.param == "process":
        return ProcessBlockedNetworks
    client: Client = request.getfixturevalue("redis")
    client.flushall()
    return lambda clock: RedisBlockedNetworks(client, clock)


def test_a_network_is_blocked_until_its_time_is_over_and_no_other(make: Make) -> None:
    clock, block = Clock(), uuid4()
    held = make(clock)

    assert held.put(block, HERE, seconds=60)
    assert (held.of(HERE), held.of(THERE), held.in_force()) == ([block], [], {block})
    clock.now += 59
    assert held.of(HERE) == [block]
    clock.now += 1
    assert (held.of(HERE), held.in_force()) == ([], set())


@pytest.mark.parametrize(
    ("blocked", "asked", "same"),
    [
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("::ffff:203.0.113.77", HERE, True),
        ("203.0.113.78", HERE, False),
    ],
)
def test_a_network_is_an_address_and_of_version_6_its_64(
    make: Make, blocked: str, asked: str, same: bool
) -> None:
    held = make(Clock())
    held.put(uuid4(), blocked, seconds=60)

    assert bool(held.of(asked)) is same


@pytest.mark.parametrize("address", ["", "unknown", "not an address", "203.0.113"])
def test_what_is_no_address_blocks_nobody(make: Make, address: str) -> None:
    held = make(Clock())

    assert not held.put(uuid4(), address, seconds=60)
    assert held.of(address) == []
    assert held.in_force() == set()


def test_no_block_lasts_longer_than_a_day(make: Make) -> None:
    clock = Clock()
    held = make(clock)
    held.put(uuid4(), HERE, seconds=10 * LONGEST_SECONDS)
    clock.now += LONGEST_SECONDS

    assert held.of(HERE) == []
    assert not held.put(uuid4(), HERE, seconds=0)


def test_two_connections_of_one_caller_are_two_networks_of_one_block(make: Make) -> None:
    held, block = make(Clock()), uuid4()
    for address in (HERE, THERE, HERE):
        held.put(block, address, seconds=60)

    assert (held.of(HERE), held.of(THERE)) == ([block], [block])
    held.lift(block)
    assert (held.of(HERE), held.of(THERE), held.in_force()) == ([], [], set())


def test_who_carries_the_token_from_network_to_network_blocks_three_of_them_at_most(make: Make) -> None:
    held, block = make(Clock()), uuid4()
    networks = [f"203.0.113.{n}" for n in range(1, 7)]
    for address in networks:
        held.put(block, address, seconds=60)

    assert [address for address in networks if held.of(address)] == networks[:MOST_NETWORKS]
    assert held.put(uuid4(), networks[-1], seconds=60)
    assert held.of(networks[-1])


def test_lifting_one_of_two_leaves_the_other(make: Make) -> None:
    held = make(Clock())
    one, two = UUID(int=1), UUID(int=2)
    for block in (one, two):
        held.put(block, HERE, seconds=60)
    held.lift(one)
    held.lift(one)

    assert held.of(HERE) == [two]


def test_the_hashes_of_two_blocks_of_one_network_say_nothing_of_each_other() -> None:
    held = ProcessBlockedNetworks(Clock())
    for _ in range(2):
        held.put(uuid4(), HERE, seconds=60)
    one, two = held.held().values()

    assert one.key != two.key
    assert one.hashes != two.hashes
    assert len(one.hashes[0]) == 64


# -- shared through Redis -------------------------------------------------------------------


def test_what_one_process_blocks_another_refuses_and_may_lift(redis: Client) -> None:
    redis.flushall()
    one, two, block = RedisBlockedNetworks(redis), RedisBlockedNetworks(redis), uuid4()
    one.put(block, HERE, seconds=60)
    two.put(block, THERE, seconds=60)

    assert (one.of(THERE), two.of(HERE)) == ([block], [block])
    assert 0 < redis.ttl("blocked") <= LONGEST_SECONDS
    two.lift(block)
    assert (one.of(HERE), one.in_force()) == ([], set())


def test_what_is_over_does_not_stay_in_redis(redis: Client) -> None:
    redis.flushall()
    clock = Clock()
    held = RedisBlockedNetworks(redis, clock)
    held.put(uuid4(), HERE, seconds=60)
    clock.now += 60

    assert held.of(HERE) == []
    assert redis.hlen("blocked") == 0
    assert held._alone._held == {}


def test_no_address_and_no_network_stands_in_redis(redis: Client) -> None:
    redis.flushall()
    RedisBlockedNetworks(redis).put(uuid4(), HERE, seconds=60)

    assert HERE.encode() not in b"".join(redis.hgetall("blocked").values())
    assert redis.keys("*") == [b"blocked"]


def test_of_two_connections_at_the_same_moment_none_is_lost(redis: Client) -> None:
    """The other process writes between the look and the write of this one."""
    redis.flushall()
    block = uuid4()
    other, slow = RedisBlockedNetworks(redis), RedisBlockedNetworks(redis)
    swap = slow._put

    def after_the_other(**asked: Any) -> Any:
        slow._put = swap
        other.put(block, THERE, seconds=60)
        return swap(**asked)

    slow._put = after_the_other
    slow.put(block, HERE, seconds=60)

    assert (other.of(HERE), other.of(THERE)) == ([block], [block])


class Away:
    """A Redis that cannot be reached."""

    def register_script(self, script: str) -> "Away":
        return self

    def __call__(self, **kwargs: object) -> None:
        raise RedisConnectionError

    def hgetall(self, *args: object) -> None:
        raise RedisConnectionError

    hdel = hgetall


def test_while_redis_is_away_a_process_knows_what_it_blocked_itself() -> None:
    held, block = RedisBlockedNetworks(Away()), uuid4()

    assert held.put(block, HERE, seconds=60)
    assert (held.of(HERE), held.in_force()) == ([block], {block})
    held.lift(block)
    assert held.of(HERE) == []
