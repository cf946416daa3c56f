"""Marks that pass: taken once, counted by the minute, shared through Redis and without it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from redis.exceptions import ConnectionError as RedisConnectionError

from helpline.kernel.marks import Marks, ProcessMarks, RedisMarks
from tests.chat.at_once import at_once
from tests.kernel.test_throttle import Clock


class Away:
    """A Redis that can be reached again when the test says so."""

    asked = 0

    def set(self, *args: Any, **kwargs: Any) -> None:
        self.asked += 1
        raise RedisConnectionError

    pipeline = mget = set


@pytest.fixture
def redis() -> Iterator[Any]:
    if not settings.HELPLINE_REDIS_URL:
        pytest.skip("needs the Redis that make test starts")
    import redis

    with redis.Redis.from_url(settings.HELPLINE_REDIS_URL) as client:
        for key in [*client.scan_iter("mark:*"), *client.scan_iter("count:*")]:
            client.delete(key)
        yield client


def test_a_name_is_taken_once_until_its_time_is_over() -> None:
    clock = Clock()
    marks = ProcessMarks(clock)

    assert [marks.claim("a", 10), marks.claim("a", 10), marks.claim("b", 10)] == [True, False, True]
    clock.now += 9
    assert not marks.claim("a", 10)
    clock.now += 1
    assert marks.claim("a", 10)


def test_what_is_over_is_forgotten_when_there_is_much_of_it() -> None:
    clock = Clock()
    marks = ProcessMarks(clock)
    for number in range(10_001):
        marks.claim(f"{number}", 10)
    clock.now += 10

    assert marks.claim("one more", 10)
    assert len(marks._claims) == 1


def test_counts_are_of_this_minute_and_the_one_before() -> None:
    clock = Clock()
    clock.now = 1_200.0
    marks = ProcessMarks(clock)

    assert [marks.count("a"), marks.count("a"), marks.count("b")] == [1, 2, 1]
    clock.now += 60
    assert [marks.count("a"), marks.count("b")] == [3, 2]
    clock.now += 60
    assert [marks.count("a"), marks.count("c")] == [2, 1]
    clock.now += 120
    assert marks.count("a") == 1


def test_of_many_threads_one_takes_the_name() -> None:
    marks = ProcessMarks()

    assert sorted(at_once(*[lambda: marks.claim("a", 60)] * 8)) == [False] * 7 + [True]


def test_two_processes_share_their_marks_through_redis(redis: Any) -> None:
    clock = Clock()
    clock.now = 1_200.0
    one, two = RedisMarks(redis, clock), RedisMarks(redis, clock)

    assert [one.claim("a", 60), two.claim("a", 60), one.claim("a", 60)] == [True, False, False]
    assert [one.count("n"), two.count("n")] == [1, 2]
    clock.now += 60
    assert one.count("n") == 3
    assert 0 < redis.ttl("mark:a") <= 60
    assert 0 < redis.ttl("count:n:21") <= 180


def test_while_redis_is_away_each_process_remembers_for_itself() -> None:
    clock, away = Clock(), Away()
    marks: Marks = RedisMarks(away, clock)

    assert [marks.claim("a", 60), marks.claim("a", 60), marks.claim("b", 60)] == [True, False, True]
    assert [marks.count("n"), marks.count("n")] == [1, 2]
    assert away.asked == 1
    clock.now += 5
    marks.count("n")
    assert away.asked == 2


def test_what_was_taken_while_redis_was_there_stays_taken_when_it_is_away() -> None:
    class There(Away):
        def set(self, *args: Any, **kwargs: Any) -> bool | None:  # type: ignore[override]
            return True

    marks = RedisMarks(There())
    assert marks.claim("a", 60)
    marks._client = Away()

    assert not marks.claim("a", 60)


def test_what_was_counted_is_told_without_counting() -> None:
    clock = Clock()
    marks: Marks = ProcessMarks(clock)
    marks.count("n")

    assert [marks.counted("n"), marks.counted("n"), marks.counted("never")] == [1, 1, 0]
    assert RedisMarks(Away(), clock).counted("n") == 0
