"""Whose work was done: kept for an hour, known to all processes, never without end."""

from typing import Any

import pytest
from django.conf import settings

from helpline.kernel import proved
from helpline.kernel.proved import ProcessProved, RedisProved
from tests.kernel.test_marks import Away
from tests.kernel.test_throttle import Clock


def test_what_was_good_is_known_for_an_hour_after_it_was_last_seen() -> None:
    clock = Clock()
    kept = ProcessProved(clock)
    kept.remember("a")
    clock.now += 1_800
    kept.remember("a")
    clock.now += 3_599

    assert (kept.knows("a"), kept.knows("b")) == (True, False)
    clock.now += 1
    assert not kept.knows("a")


def test_it_never_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proved, "MOST", 3)
    clock = Clock()
    kept = ProcessProved(clock)
    for name in "abcd":
        kept.remember(name)
        clock.now += 1

    assert [kept.knows(name) for name in "abcd"] == [False, True, True, True]
    clock.now += 4_000
    kept.remember("e")
    assert list(kept._until) == ["e"]


def test_what_another_process_saw_is_known_through_redis() -> None:
    if not settings.HELPLINE_REDIS_URL:
        pytest.skip("needs the Redis that make test starts")
    import redis

    with redis.Redis.from_url(settings.HELPLINE_REDIS_URL) as client:
        client.delete("proved:a")
        one, two = RedisProved(client), RedisProved(client)
        one.remember("a")
        before = two.knows("a")
        elsewhere = [two.knows_elsewhere("a"), two.knows_elsewhere("b")]
        lasts: Any = client.ttl("proved:a")

        assert (before, elsewhere, two.knows("a")) == (False, [True, False], True)
        assert 0 < lasts <= 3_600


def test_while_redis_is_away_a_process_knows_its_own() -> None:
    class Gone(Away):
        exists = pipeline = Away.set

    one = RedisProved(Gone())
    one.remember("a")

    assert (one.knows("a"), one.knows_elsewhere("b")) == (True, False)
