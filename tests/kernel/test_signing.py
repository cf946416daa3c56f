"""A signature fits one statement, one purpose and one key."""

from base64 import b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from helpline.kernel.signing import is_signed, key_id, public_key, sign

STATEMENT = {"day": "2026-11-27", "lines": 3}


def test_a_signature_fits_its_own_statement_in_whatever_order_it_is_written() -> None:
    signature = sign("digest", STATEMENT)

    assert is_signed("digest", {"lines": 3, "day": "2026-11-27"}, signature)


@pytest.mark.parametrize(
    ("purpose", "statement"),
    [
        ("digest", {**STATEMENT, "lines": 4}),
        ("digest", {**STATEMENT, "more": 1}),
        ("digest", {"day": "2026-11-27"}),
        ("purge", STATEMENT),
    ],
)
def test_a_signature_fits_nothing_else(purpose: str, statement: dict[str, object]) -> None:
    assert not is_signed(purpose, statement, sign("digest", STATEMENT))


@pytest.mark.parametrize("signature", ["", "no base64!", b64encode(b"s" * 64).decode(), "QUJD"])
def test_what_is_no_signature_is_refused_and_breaks_nothing(signature: str) -> None:
    assert not is_signed("digest", STATEMENT, signature)


@pytest.mark.parametrize("public", ["QUJD", "no base64!"])
def test_what_is_no_public_key_is_refused_and_breaks_nothing(public: str) -> None:
    assert not is_signed("digest", STATEMENT, sign("digest", STATEMENT), public=public)


def test_an_old_signature_still_fits_the_public_key_that_was_written_down(settings: Settings) -> None:
    signature, public = sign("digest", STATEMENT), public_key()

    settings.SECRET_KEY = "another, since last night"

    assert not is_signed("digest", STATEMENT, signature)
    assert is_signed("digest", STATEMENT, signature, public=public)
    assert key_id() != key_id(public)


def test_a_key_of_its_own_goes_before_the_secret_key(settings: Settings) -> None:
    derived = public_key()
    settings.HELPLINE_SIGNING_KEY = b64encode(b"s" * 32).decode()
    own = public_key()

    settings.SECRET_KEY = "another, since last night"

    assert own not in {derived, ""}
    assert public_key() == own


@pytest.mark.parametrize("own", ["no base64!", b64encode(b"s" * 31).decode()])
def test_a_key_that_is_none_is_said_to_be_none(settings: Settings, own: str) -> None:
    settings.HELPLINE_SIGNING_KEY = own

    with pytest.raises(ImproperlyConfigured, match="HELPLINE_SIGNING_KEY"):
        sign("digest", STATEMENT)
