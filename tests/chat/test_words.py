"""What is kept of a text: everything a person meant, nothing that could harm a page."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import MessageEmpty, MessageTooLong
from chat.words import clean_body


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hello", "hello"),
        ("  ends are trimmed \n", "ends are trimmed"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("a\x00b\x07c\x1b[31md\x7fe\x85f", "abc[31mdef"),
        ("cafe\u0301", "café"),
        ("cafe\x00\u0301", "café"),
        ("<script>alert(1)</script> & 'quotes'", "<script>alert(1)</script> & 'quotes'"),
        ("half a pair \ud83d here", "half a pair  here"),
        ("👨‍👩‍👧 family", "👨‍👩‍👧 family"),
        ("mae'n ddrwg gen i, dŵr a thân", "mae'n ddrwg gen i, dŵr a thân"),
        ("مرحبا بكم", "مرحبا بكم"),
        ("I FUCKING HATE this!!!", "I FUCKING HATE this!!!"),
    ],
)
def test_what_is_kept(typed: str, kept: str) -> None:
    assert clean_body(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n\t ", "\x00\x1f", "\u200b", "\ufeff \u2060", "\ud800", "\r"])
def test_what_holds_nothing_is_refused(typed: str) -> None:
    with pytest.raises(MessageEmpty) as refusal:
        clean_body(typed)
    assert refusal.value.code == "message.empty"


def test_four_thousand_characters_fit_and_one_more_does_not() -> None:
    assert clean_body("x" * 4_000) == "x" * 4_000
    with pytest.raises(MessageTooLong) as refusal:
        clean_body("x" * 4_001)
    assert refusal.value.as_wire() == {
        "code": "message.too_long",
        "message": "This message is too long, so it was not sent. Make it shorter, or send it in parts.",
        "most": 4_000,
        "length": 4_001,
    }


def test_length_counts_what_is_kept() -> None:
    assert len(clean_body("e\u0301" * 4_000)) == 4_000
    assert len(clean_body("x" * 4_000 + "\x00" * 100 + "  ")) == 4_000


@given(st.text(st.characters(), max_size=300))
def test_what_is_kept_can_be_stored_and_is_kept_again_unchanged(typed: str) -> None:
    try:
        kept = clean_body(typed)
    except MessageEmpty:
        return
    assert clean_body(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode().decode() == kept
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in kept)
