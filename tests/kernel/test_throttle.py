"""Buckets, in the process and shared; and names of networks that nobody can turn back."""

import time

import pytest
from django.conf import settings
from redis.exceptions import ConnectionError as RedisConnectionError

from helpline.kernel.throttle import NetworkNames, ProcessBuckets, Rate, RedisBuckets, RedisHourKeys

TEN_THEN_ONE = Rate(burst=10, per_second=1)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class NobodyThere:
    """A Redis that cannot be reached."""

    asked = 0

    def set(self, *args: object, **kwargs: object) -> None:
        self()

    def register_script(self, script: str) -> "NobodyThere":
        return self

    def __call__(self, **kwargs: object) -> None:
        self.asked += 1
        raise RedisConnectionError


def test_ten_at_once_then_one_a_second() -> None:
    clock = Clock()
    buckets = ProcessBuckets(clock)

    assert [buckets.take("a", TEN_THEN_ONE) for _ in range(11)] == [0.0] * 10 + [1.0]
    clock.now += 0.75
    assert buckets.take("a", TEN_THEN_ONE) == 0.25
    clock.now += 0.25
    assert buckets.take("a", TEN_THEN_ONE) == 0.0


def test_one_who_is_too_fast_costs_nobody_else() -> None:
    buckets = ProcessBuckets(Clock())
    for _ in range(11):
        buckets.take("a", TEN_THEN_ONE)

    assert buckets.take("b", TEN_THEN_ONE) == 0.0


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    clock = Clock()
    buckets = ProcessBuckets(clock)
    buckets.take("a", TEN_THEN_ONE)
    clock.now += 3_600

    assert [bool(buckets.take("a", TEN_THEN_ONE)) for _ in range(11)] == [False] * 10 + [True]


def test_two_processes_share_one_bucket_through_redis() -> None:
    if not settings.HELPLINE_REDIS_URL:
        pytest.skip("needs the Redis that make test starts")
    import redis

    with redis.Redis.from_url(settings.HELPLINE_REDIS_URL) as client:
        client.delete("throttle:shared")
        one, two = RedisBuckets(client), RedisBuckets(client)
        taken = [bucket.take("shared", Rate(4, 0.001)) for bucket in (one, two) * 3]

    assert taken[:4] == [0.0] * 4
    assert all(990 < wait <= 1_000 for wait in taken[4:])


def test_a_network_keeps_its_name_for_an_hour_and_no_longer() -> None:
    clock = Clock()
    names = NetworkNames(clock)
    first = names.name("192.0.2.7")

    assert names.name("192.0.2.7") == first
    assert names.name("192.0.2.8") != first
    clock.now += 3_600
    assert names.name("192.0.2.7") != first


def test_ipv6_counts_by_its_network_and_nonsense_has_one_name() -> None:
    names = NetworkNames(Clock())

    assert names.name("2001:db8::1") == names.name("2001:db8::ffff:1")
    assert names.name("2001:db8::1") != names.name("2001:db8:0:1::1")
    assert names.name("not an address") == names.name("") == "unknown"


def test_while_redis_is_away_each_process_counts_for_itself() -> None:
    clock, nobody_there = Clock(), NobodyThere()
    buckets = RedisBuckets(nobody_there, clock)

    assert [buckets.take("a", TEN_THEN_ONE) for _ in range(11)] == [0.0] * 10 + [1.0]
    assert nobody_there.asked == 1
    clock.now += 5
    buckets.take("a", TEN_THEN_ONE)
    assert nobody_there.asked == 2


def test_a_token_that_is_given_back_may_be_taken_again() -> None:
    buckets = ProcessBuckets(Clock())
    taken = [buckets.take("a", TEN_THEN_ONE) for _ in range(10)]
    buckets.give_back("a", TEN_THEN_ONE)

    assert (taken, buckets.take("a", TEN_THEN_ONE), buckets.take("a", TEN_THEN_ONE)) == ([0.0] * 10, 0.0, 1.0)


def test_giving_back_fills_no_bucket_beyond_its_burst() -> None:
    buckets = ProcessBuckets(Clock())
    buckets.give_back("a", TEN_THEN_ONE)
    buckets.take("a", TEN_THEN_ONE)
    for _ in range(5):
        buckets.give_back("a", TEN_THEN_ONE)

    assert [bool(buckets.take("a", TEN_THEN_ONE)) for _ in range(11)] == [False] * 10 + [True]


def test_a_token_is_given_back_through_redis() -> None:
    if not settings.HELPLINE_REDIS_URL:
        pytest.skip("needs the Redis that make test starts")
    import redis

    rate = Rate(2, 0.001)
    with redis.Redis.from_url(settings.HELPLINE_REDIS_URL) as client:
        client.delete("throttle:given")
        buckets = RedisBuckets(client)
        buckets.give_back("given", rate)
        taken = [bool(buckets.take("given", rate)) for _ in range(3)]
        for _ in range(5):
            buckets.give_back("given", rate)
        again = [bool(buckets.take("given", rate)) for _ in range(3)]

    assert (taken, again) == ([False, False, True], [False, False, True])


def test_what_was_taken_while_redis_was_away_is_given_back_in_the_process() -> None:
    buckets = RedisBuckets(NobodyThere(), Clock())
    taken = [buckets.take("a", TEN_THEN_ONE) for _ in range(10)]
    buckets.give_back("a", TEN_THEN_ONE)

    assert (taken, buckets.take("a", TEN_THEN_ONE), buckets.take("a", TEN_THEN_ONE)) == ([0.0] * 10, 0.0, 1.0)


def test_two_processes_give_one_network_one_name_and_only_for_its_hour() -> None:
    if not settings.HELPLINE_REDIS_URL:
        pytest.skip("needs the Redis that make test starts")
    import redis

    clock = Clock()
    clock.now = time.time()
    with redis.Redis.from_url(settings.HELPLINE_REDIS_URL) as client:
        key = f"throttle-key:{int(clock.now // 3_600)}"
        client.delete(key, f"throttle-key:{int(clock.now // 3_600) + 1}")
        one, two = (NetworkNames(clock, RedisHourKeys(client, clock)) for _ in range(2))
        first = [each.name("192.0.2.7") for each in (one, two)]
        lasts = client.ttl(key)
        clock.now += 3_600
        second = [each.name("192.0.2.7") for each in (one, two)]
        saves = client.config_get("save")

    assert first[0] == first[1]
    assert second[0] == second[1] != first[0]
    assert 0 < lasts <= 3_660
    assert saves == {"save": ""}


def test_while_redis_is_away_a_process_names_networks_by_a_key_of_its_own() -> None:
    clock, nobody_there = Clock(), NobodyThere()
    names = NetworkNames(clock, RedisHourKeys(nobody_there, clock))

    assert names.name("192.0.2.7") == names.name("192.0.2.7") != "unknown"
    assert nobody_there.asked == 1
    clock.now += 5
    names.name("192.0.2.7")
    assert nobody_there.asked == 2


def test_a_process_takes_the_shared_key_once_redis_is_back() -> None:
    clock = Clock()

    class ThereAgain(NobodyThere):
        kept = b"k" * 32

        def set(self, *args: object, **kwargs: object) -> None:
            if clock.now < 1_004:
                self()

        def get(self, name: str) -> bytes:
            return self.kept

    there_again = ThereAgain()
    one, two = (NetworkNames(clock, RedisHourKeys(there_again, clock)) for _ in range(2))
    apart = {one.name("192.0.2.7"), two.name("192.0.2.7")}
    clock.now += 5

    assert len(apart) == 2
    assert one.name("192.0.2.7") == two.name("192.0.2.7")
