"""How many connections there may be, and how long one may be quiet. See docs/adr/0052-floods.md."""

import resource
from collections import Counter
from typing import Any

from django.conf import settings

# Between two requests. Longer than a proxy of ours keeps a connection, else it would find it closed.
IDLE_SECONDS = 75
IDLE_SECONDS_WITHOUT_PROXY = 30
FILES_WANTED = 65_536
# Databases, Redis, files: what else a process holds open.
FILES_LEFT = 256


class OpenConnections:
    """How many there are, in all and by address. Behind proxies every address is a proxy's.

    Each is known by its transport, which stays the same when a request becomes a socket.
    """

    def __init__(self) -> None:
        self.addresses: dict[Any, str] = {}
        self.by_address: Counter[str] = Counter()

    def come(self, transport: Any, address: str) -> bool:
        """Count one more; False when there is no place for it."""
        most = min(settings.HELPLINE_LIMITS["connections"], files_allowed() - FILES_LEFT)
        one_address = most if settings.HELPLINE_TRUSTED_PROXIES else most // 2
        if len(self.addresses) >= most or self.by_address[address] >= one_address:
            return False
        self.addresses[transport] = address
        self.by_address[address] += 1
        return True

    def leave(self) -> None:
        """Close those on which nothing is asked; the others end with their answer. Sockets stay."""
        for transport in list(self.addresses):
            leave = getattr(getattr(transport.protocol, "_channel", None), "leave", None)
            if leave is not None:
                leave()

    def gone(self, transport: Any) -> None:
        address = self.addresses.pop(transport, None)
        if address is None:
            return
        self.by_address[address] -= 1
        if not self.by_address[address]:
            del self.by_address[address]


def files_allowed(*, hard: bool = False) -> int:
    """Return how many files this process may have open, or (`hard`) may allow itself."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1 if hard else 0]
    return FILES_WANTED if allowed == resource.RLIM_INFINITY else allowed


def allow_more_files() -> None:
    """Take as many files as we are allowed to take: each connection is one."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if most == resource.RLIM_INFINITY else min(most, FILES_WANTED)
    if now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def limit(factory: Any) -> OpenConnections:
    """Give Daphne's HTTP factory these deadlines; return the count of its connections."""
    # Imported here: after Daphne has chosen Twisted's reactor.
    from twisted.web.http import _GenericHTTPChannelProtocol

    from helpline.patient_channel import PatientChannel

    counted = OpenConnections()
    factory.protocol = lambda: _GenericHTTPChannelProtocol(PatientChannel(counted))
    factory.timeOut = IDLE_SECONDS if settings.HELPLINE_TRUSTED_PROXIES else IDLE_SECONDS_WITHOUT_PROXY
    return counted
