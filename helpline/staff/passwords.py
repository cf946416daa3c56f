"""Passwords that the service thinks up. Plain Python."""

import secrets

# 31 signs without look-alikes; 20 of them are 99 bits.
SIGNS = "abcdefghijkmnpqrstuvwxyz2345678"
GROUPS, SIGNS_IN_A_GROUP = 4, 5


def new_password() -> str:
    """Return a random password in four groups of five signs, fit to be read out."""
    groups = ["".join(secrets.choice(SIGNS) for _ in range(SIGNS_IN_A_GROUP)) for _ in range(GROUPS)]
    return "-".join(groups)
