"""A sealed value opens with its own key, in its own place, unchanged, or not at all."""

import pytest

from helpline.kernel.crypto import OVERHEAD_BYTES, SealBroken, new_key, seal, unseal

KEY = b"k" * 32
WORDS = b"I only pushed her"


def test_what_was_sealed_opens_again() -> None:
    sealed = seal(KEY, WORDS, bound_to="v1|msg|a|1")

    assert unseal(KEY, sealed, bound_to="v1|msg|a|1") == WORDS
    assert len(sealed) == len(WORDS) + OVERHEAD_BYTES
    assert WORDS not in sealed


def test_the_same_words_never_look_the_same() -> None:
    assert seal(KEY, WORDS, bound_to="x") != seal(KEY, WORDS, bound_to="x")


@pytest.mark.parametrize(
    ("key", "bound_to", "change"),
    [
        (new_key(), "x", lambda sealed: sealed),
        (KEY, "another row", lambda sealed: sealed),
        (KEY, "x", lambda sealed: sealed[:-1]),
        (KEY, "x", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEY, "x", lambda sealed: b"\x02" + sealed[1:]),
        (KEY, "x", lambda sealed: b""),
        (KEY, "x", lambda sealed: sealed[:20]),
    ],
)
def test_anything_else_is_refused(key: bytes, bound_to: str, change: object) -> None:
    sealed = seal(KEY, WORDS, bound_to="x")

    with pytest.raises(SealBroken):
        unseal(key, change(sealed), bound_to=bound_to)  # type: ignore[operator]
