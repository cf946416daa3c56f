"""The shared cache while Redis is away: each process goes on alone."""

import pytest
from redis.exceptions import RedisError

from helpline.kernel.shared_cache import SharedCache

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> SharedCache:
    monkeypatch.setattr(SharedCache, "_away_until", 0.0)
    cache = SharedCache(NOWHERE, {})
    cache._alone.clear()
    return cache


def test_what_is_counted_goes_on_in_the_process(away: SharedCache) -> None:
    assert away.add("tries", 1, timeout=60) is True
    assert away.add("tries", 2, timeout=60) is False
    away.set("tries", 3, 60)
    assert away.get("tries") == 3
    assert away.delete("tries") is True
    assert away.get("tries", "none") == "none"


def test_redis_is_not_asked_again_at_once(away: SharedCache, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(self: object, key: str, *args: object, **kwargs: object) -> None:
        asked.append(key)
        raise RedisError

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", refuse)

    for _ in range(3):
        away.get("tries")

    assert asked == ["tries"]
