"""Networks that may start nothing for a while: keyed hashes in memory, or in Redis without persistence.

Each block has a key of its own, drawn when it is first put into force and gone with it, so that the hashes
of two blocks say nothing of each other. Neither key nor hash is written to disk; see docs/threat-model.md.
"""

import contextlib
import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from redis.exceptions import RedisError

from helpline.kernel.throttle import network_of

LONGEST_SECONDS = 24 * 3_600
KEY_BYTES = 32
# A page may change from Wi-Fi to mobile data while it hears of the end. Whoever carries its token from
# network to network must not block every one of them for everybody else.
MOST_NETWORKS = 3


class BlockedNetworks(Protocol):
    def put(self, block: UUID, address: str, *, seconds: int) -> bool:
        """Put a block into force for the network of an address, for `MOST_NETWORKS` at most.

        False when the address cannot be read.
        """
        ...

    def of(self, address: str) -> list[UUID]:
        """Return the blocks that are in force for the network of an address."""
        ...

    def in_force(self) -> set[UUID]:
        """Return every block that acts on some network."""
        ...

    def lift(self, block: UUID) -> None:
        """Forget a block with its key."""
        ...


@dataclass(frozen=True)
class _Held:
    """One block as it is held: its key and its networks' hashes, hexadecimal."""

    key: str
    hashes: tuple[str, ...]
    until: float

    def with_network(self, network: str) -> "_Held":
        found = _hash(self.key, network)
        if found in self.hashes or len(self.hashes) >= MOST_NETWORKS:
            return self
        return _Held(self.key, (*self.hashes, found), self.until)

    def holds(self, network: str) -> bool:
        wanted = _hash(self.key, network)
        return any(hmac.compare_digest(wanted, held) for held in self.hashes)


def _hash(key: str, network: str) -> str:
    return hmac.new(bytes.fromhex(key), network.encode(), hashlib.sha256).hexdigest()


def _new(network: str, until: float) -> _Held:
    key = os.urandom(KEY_BYTES).hex()
    return _Held(key, (_hash(key, network),), until)


class ProcessBlockedNetworks:
    """Blocks in this process's memory."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._held: dict[UUID, _Held] = {}

    def put(self, block: UUID, address: str, *, seconds: int) -> bool:
        network = network_of(address)
        if network is None or seconds <= 0:
            return False
        until = self._clock() + min(seconds, LONGEST_SECONDS)
        with self._lock:
            self._forget_old()
            known = self._held.get(block)
            self._held[block] = known.with_network(network) if known else _new(network, until)
        return True

    def of(self, address: str) -> list[UUID]:
        network = network_of(address)
        return [block for block, held in self.held().items() if network and held.holds(network)]

    def in_force(self) -> set[UUID]:
        return set(self.held())

    def held(self) -> dict[UUID, _Held]:
        """Return what is held, without what is over."""
        with self._lock:
            self._forget_old()
            return dict(self._held)

    def lift(self, block: UUID) -> None:
        with self._lock:
            self._held.pop(block, None)

    def _forget_old(self) -> None:
        now = self._clock()
        self._held = {block: held for block, held in self._held.items() if held.until > now}


# All blocks in one hash, so that a look at them is one question. A block may be put into force from two
# connections of a caller at once: the first one's key stays.
_ALL = "blocked"
_PUT = """
local held = redis.call('HGET', KEYS[1], ARGV[1])
if (held or '') ~= ARGV[2] then return held or '' end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return false
"""


class RedisBlockedNetworks:
    """Blocks that all processes share. Redis must run without persistence.

    While Redis is away a process knows the blocks that it put into force itself.
    """

    def __init__(self, client: Any, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._put = client.register_script(_PUT)
        self._clock = clock
        self._alone = ProcessBlockedNetworks(clock)

    def put(self, block: UUID, address: str, *, seconds: int) -> bool:
        network = network_of(address)
        if network is None or not self._alone.put(block, address, seconds=seconds):
            return False
        with contextlib.suppress(RedisError):
            self._share(block, network, until=self._clock() + min(seconds, LONGEST_SECONDS))
        return True

    def _share(self, block: UUID, network: str, *, until: float) -> None:
        known, wanted = "", _new(network, until)
        while True:
            answer = self._put(keys=[_ALL], args=[str(block), known, _written(wanted), LONGEST_SECONDS])
            if answer is None:
                return
            # Another connection was there first: its key, and this network as well.
            known = answer.decode()
            wanted = _read(known).with_network(network) if known else _new(network, until)

    def of(self, address: str) -> list[UUID]:
        network = network_of(address)
        return [block for block, held in self.held().items() if network and held.holds(network)]

    def in_force(self) -> set[UUID]:
        return set(self.held())

    def lift(self, block: UUID) -> None:
        self._alone.lift(block)
        # While Redis is away the row says that it was lifted: chat/services/blocks.py asks it.
        with contextlib.suppress(RedisError):
            self._client.hdel(_ALL, str(block))

    def held(self) -> dict[UUID, _Held]:
        """Return what is held anywhere, without what is over."""
        # Asked each time, so that what is over stays in no process's memory either.
        alone = self._alone.held()
        try:
            texts = self._client.hgetall(_ALL)
        except RedisError:
            return alone
        held = {UUID(name.decode()): _read(text.decode()) for name, text in texts.items()}
        old = [block for block, each in held.items() if each.until <= self._clock()]
        for block in old:
            self.lift(block)
        return {block: each for block, each in held.items() if block not in old}


def _written(held: _Held) -> str:
    return json.dumps([held.key, list(held.hashes), held.until])


def _read(text: str) -> _Held:
    key, hashes, until = json.loads(text)
    return _Held(key, tuple(hashes), until)
