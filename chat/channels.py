"""How somebody got in touch: written here, or by phone or e-mail, which a handler records. Plain Python.

A recorded contact holds no words: nothing can be written in it, and nobody but its handler has it.
"""

from enum import StrEnum

from chat.errors import NotByChannel


class Channel(StrEnum):
    """The same codes as in a fact (helpline/statistics/categories.py)."""

    WEB_CHAT = "web_chat"
    PHONE = "phone"
    EMAIL = "email"


RECORDED = frozenset({Channel.PHONE, Channel.EMAIL})


def is_recorded(channel: str) -> bool:
    """Tell whether a handler records this contact: there is no caller's page and no message box."""
    return channel in RECORDED


def check_written(channel: str) -> None:
    """Raise NotByChannel for a recorded contact: what follows is for those who write here."""
    if is_recorded(channel):
        raise NotByChannel


def check_recorded(channel: str) -> None:
    """Raise NotByChannel for a contact that is written here: what follows is for recorded ones."""
    if not is_recorded(channel):
        raise NotByChannel(
            "This conversation is written here: that is for phone calls and e-mails. Write in the box."
        )
