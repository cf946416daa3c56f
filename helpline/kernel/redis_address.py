"""Where Redis is: one address, or Sentinels that know which of several is the master just now.

sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT,.../SERVICE/DB - user, password and database are those of Redis;
?sentinel_password=... is the Sentinels' own. See docs/operations/several-processes.md.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SCHEME = "sentinel"
SENTINEL_PORT = 26379
# A Sentinel that does not answer is passed over: another one knows as much.
SENTINEL_SECONDS = 0.5


@dataclass(frozen=True)
class Sentinels:
    """Whom to ask for which service, and how to open what they name."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    options: dict[str, Any] = field(hash=False)
    own_options: dict[str, Any] = field(hash=False)


def sentinels_of(url: str) -> Sentinels | None:
    """Return the Sentinels that an address names, None for any other. Raises ValueError."""
    if not url.startswith(f"{SCHEME}://"):
        return None
    parts = urlsplit(url)
    service, _, database = parts.path.strip("/").partition("/")
    credentials, _, places = parts.netloc.rpartition("@")
    if not service or not places:
        raise ValueError("hosts and the name of a service are missing")
    user, _, password = credentials.partition(":")
    options: dict[str, Any] = {"db": int(database or 0)}
    options |= {"username": unquote(user)} if user else {}
    options |= {"password": unquote(password)} if password else {}
    own: dict[str, Any] = {
        "socket_timeout": SENTINEL_SECONDS,
        "socket_connect_timeout": SENTINEL_SECONDS,
        **({"password": word[0]} if (word := parse_qs(parts.query).get("sentinel_password")) else {}),
    }
    return Sentinels(tuple(hosts_of(places, SENTINEL_PORT)), unquote(service), options, own)


def hosts_of(places: str, port: int) -> list[tuple[str, int]]:
    """Return (host, port) for each of HOST[:PORT],... where an IPv6 address stands in brackets."""
    found = []
    for place in places.split(","):
        read = urlsplit(f"//{place}")
        if not read.hostname:
            raise ValueError("a host is missing")
        found.append((read.hostname, read.port or port))
    return found


def client_of(url: str, **options: Any) -> Any:
    """Return a client of the Redis at an address; with Sentinels, of whichever is the master then."""
    import redis
    from redis.sentinel import Sentinel

    known = sentinels_of(url)
    if known is None:
        return redis.Redis.from_url(url, **options)
    make: Any = Sentinel
    asked = make(list(known.hosts), sentinel_kwargs=known.own_options)
    return asked.master_for(known.service, **known.options, **options)


def layer_host(url: str, **options: Any) -> dict[str, Any]:
    """Return how the channel layer is told of an address."""
    known = sentinels_of(url)
    if known is None:
        return {"address": url, **options}
    return {
        "sentinels": list(known.hosts),
        "master_name": known.service,
        "sentinel_kwargs": known.own_options,
        **known.options,
        **options,
    }
