"""What is told to the sockets of an account whose standing has changed. Plain Python."""

from typing import Any


def account_group(account: int) -> str:
    """The group of every socket that is signed in as this account."""
    return f"account.{account}"


def account_hint() -> dict[str, Any]:
    """Look again whether you may still be here."""
    return {"type": "hint.account"}
