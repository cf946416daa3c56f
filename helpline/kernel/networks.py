"""Where a request comes from, for throttling and blocks alone; never stored, never logged."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from helpline.kernel.blocked import BlockedNetworks
    from helpline.kernel.marks import Marks
    from helpline.kernel.proved import Proved
    from helpline.kernel.throttle import Buckets, NetworkNames


# A limit that cannot be asked for quickly is counted in the process instead.
REDIS_SECONDS = 0.5


def address_of(request: HttpRequest) -> str:
    """Return the caller's address, believing only our own proxies about it."""
    return _believed(request.headers.get("X-Forwarded-For", ""), request.META.get("REMOTE_ADDR"))


def address_of_scope(scope: Mapping[str, Any]) -> str:
    """The same of a socket, or of a request that Django has not seen yet."""
    sent = [text.decode("latin-1") for name, text in scope["headers"] if name == b"x-forwarded-for"]
    client = scope.get("client")
    return _believed(",".join(sent), client[0] if client else None)


def _believed(header: str, peer: object) -> str:
    proxies: int = settings.HELPLINE_TRUSTED_PROXIES
    forwarded = [part.strip() for part in header.split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return str(peer or "")


def shared_buckets() -> "Buckets":
    """Return the buckets of this deployment: Redis's where there is one, else the process's."""
    from helpline.kernel.throttle import ProcessBuckets, RedisBuckets

    return RedisBuckets(_redis()) if settings.HELPLINE_REDIS_URL else ProcessBuckets()


def shared_names() -> "NetworkNames":
    """Return the names of networks of this deployment: the same in all its processes."""
    from helpline.kernel.throttle import NetworkNames, RedisHourKeys

    return NetworkNames(keys=RedisHourKeys(_redis()) if settings.HELPLINE_REDIS_URL else None)


def shared_marks() -> "Marks":
    """Return the marks of this deployment, in the same places."""
    from helpline.kernel.marks import ProcessMarks, RedisMarks

    return RedisMarks(_redis()) if settings.HELPLINE_REDIS_URL else ProcessMarks()


def shared_proved() -> "Proved":
    """Return whose work was done, in the same places."""
    from helpline.kernel.proved import ProcessProved, RedisProved

    return RedisProved(_redis()) if settings.HELPLINE_REDIS_URL else ProcessProved()


def shared_blocked_networks() -> "BlockedNetworks":
    """Return the blocked networks of this deployment, in the same places."""
    from helpline.kernel.blocked import ProcessBlockedNetworks, RedisBlockedNetworks

    return RedisBlockedNetworks(_redis()) if settings.HELPLINE_REDIS_URL else ProcessBlockedNetworks()


def _redis() -> Any:
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    from helpline.kernel.redis_address import client_of

    return client_of(
        settings.HELPLINE_REDIS_URL,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
