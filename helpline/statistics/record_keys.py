"""The random number that each fact carries for the noise of released figures. Plain Python."""

import secrets

RECORD_KEY_BITS = 16


def new_record_key() -> int:
    """Return a random number from 0 to 65,535, drawn from nothing about the contact."""
    return secrets.randbits(RECORD_KEY_BITS)
