"""The slow digest: the same each time, another for another site, and never many at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw

from helpline.kernel import slow_digest as module
from helpline.kernel.slow_digest import slow_digest
from helpline.kernel.throttle import TooFast


@pytest.fixture(autouse=True)
def _secret_of_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "site_secret", lambda name: b"t" * 32)


def test_the_same_secret_has_one_digest_on_one_site(monkeypatch: pytest.MonkeyPatch) -> None:
    first = slow_digest("abacus zoom purple plank", purpose="return-code")

    assert len(first) == 32
    assert slow_digest("abacus zoom purple plank", purpose="return-code") == first
    assert slow_digest("abacus zoom purple plane", purpose="return-code") != first
    assert slow_digest("abacus zoom purple plank", purpose="another") != first
    monkeypatch.setattr(module, "site_secret", lambda name: b"u" * 32)
    assert slow_digest("abacus zoom purple plank", purpose="return-code") != first


def test_it_is_argon2id_with_64_mib_and_three_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def spy(*arguments: Any) -> bytes:
        asked.append(arguments)
        return hash_secret_raw(arguments[0], arguments[1], 1, 8, 1, 32, Type.ID)

    monkeypatch.setattr(module, "hash_secret_raw", spy)
    slow_digest("abacus", purpose="return-code")

    (secret, salt, passes, memory, lanes, length, kind) = asked[0]
    assert (secret, len(salt), passes, memory, lanes, length, kind) == (
        b"abacus", 32, 3, 65_536, 1, 32, Type.ID,
    )  # fmt: skip


def test_two_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    guard, running, most = Lock(), 0, 0

    def spy(*arguments: Any) -> bytes:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        made = hash_secret_raw(arguments[0], arguments[1], 3, 8_192, 1, 32, Type.ID)
        with guard:
            running -= 1
        return made

    monkeypatch.setattr(module, "hash_secret_raw", spy)
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda n: slow_digest(str(n), purpose="p"), range(16)))

    assert len(set(made)) == 16
    assert most <= 2


def test_whoever_finds_no_place_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0)
    places = [module._places.acquire(blocking=False) for _ in range(2)]
    try:
        with pytest.raises(TooFast) as refusal:
            slow_digest("abacus", purpose="p")
    finally:
        for _ in places:
            module._places.release()

    assert (places, refusal.value.code, refusal.value.status) == ([True, True], "throttle.too_fast", 429)
    assert len(slow_digest("abacus", purpose="p")) == 32
