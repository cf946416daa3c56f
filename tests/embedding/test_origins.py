"""Exact origins: what is one, what is refused with which help, and that nothing else gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.embedding.origins import read_origin


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("  https://www.example.org/ ", "https://www.example.org"),
        ("HTTPS://WWW.Example.ORG", "https://www.example.org"),
        ("https://www.example.org:443", "https://www.example.org"),
        ("https://www.example.org:8443", "https://www.example.org:8443"),
        ("https://elusen.cymru", "https://elusen.cymru"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_is_read_as_browsers_write_it(typed: str, origin: str) -> None:
    assert read_origin(typed).origin == origin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("www.example.org", "https://www.example.org"),
        ("www.example.org/help", "https://www.example.org"),
        ("http://www.example.org", "https://www.example.org"),
        ("https://www.example.org/contact?x=1", "https://www.example.org"),
        ("https://ann:secret@www.example.org", "https://www.example.org"),
        ("ftp://www.example.org/x", "https://www.example.org"),
        ("", ""),
        ("https://", ""),
        ("https://*.example.org", ""),
        ("*", ""),
        ("https://localhost", ""),
        ("https://exa mple.org", ""),
        ("https://example.org;script-src", ""),
        ("https://-example.org", ""),
        ("https://example.org:port", ""),
        ("https://[::1", ""),
        ("javascript:alert(1)", ""),
        ("https://" + "a" * 300 + ".org", ""),
    ],
)
def test_what_is_none_is_refused_with_a_sentence_and_what_was_meant(typed: str, meant: str) -> None:
    read = read_origin(typed)

    assert read.origin == ""
    assert read.mistake.endswith(".") or read.mistake.endswith(").")
    assert read.meant == meant


@given(st.text(max_size=220) | st.text("https:/*.;, 'abc@?#\n").map("https://".__add__))
def test_whatever_is_typed_no_origin_ends_a_policy(typed: str) -> None:
    """An origin stands in a header between spaces: nothing in it may begin another directive or line."""
    origin = read_origin(typed).origin

    assert not origin or (origin.isascii() and not set(origin) & set(" ;,'\"*\r\n\t"))
    assert not origin or read_origin(origin).origin == origin
