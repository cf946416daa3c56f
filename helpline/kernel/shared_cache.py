"""The cache on Redis, which goes on in the process while Redis is away: nobody is kept from signing in."""

import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from helpline.kernel.redis_address import client_of
from helpline.kernel.throttle import AWAY_SECONDS


class Client(RedisCacheClient):
    """Django's, at whatever address: it knows nothing of Sentinels."""

    _servers: list[str]
    _pool_options: dict[str, Any]
    _pools: dict[int, Any]

    def _get_connection_pool(self, write: bool) -> Any:
        if 0 not in self._pools:
            self._pools[0] = client_of(self._servers[0], **self._pool_options).connection_pool
        return self._pools[0]


class SharedCache(RedisCache):
    """Asks Redis, and this process's own memory while Redis cannot be asked."""

    _away_until: ClassVar[float] = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # One address: Django would divide it at the commas between Sentinels.
        super().__init__([server], params)
        self._class = Client
        self._alone = LocMemCache("while-redis-is-away", params)

    def _either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= type(self)._away_until:
            ask: Callable[..., Any] = getattr(super(), name)
            try:
                return ask(*args, **kwargs)
            except RedisError:
                # Not asked again for a while: each attempt may cost a time-out.
                type(self)._away_until = time.monotonic() + AWAY_SECONDS
        return getattr(self._alone, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("delete", *args, **kwargs)
