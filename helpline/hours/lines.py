"""The ways in which people reach the service, each with hours of its own. Plain Python.

The chat's hours open and close it. Calls and e-mails are answered elsewhere and only recorded here
(chat/channels.py): their hours are told to callers, and open nothing.
"""

from enum import Enum

from helpline.hours.rules import MAIN_QUEUE


class Line(Enum):
    """One way in: the queue of its hours, and what staff call it."""

    CHAT = (MAIN_QUEUE, "chat", "Web chat")
    PHONE = ("phone", "phone", "Phone line")
    EMAIL = ("email", "email", "E-mail")

    def __init__(self, queue: str, key: str, title: str) -> None:
        self.queue, self.key, self.title = queue, key, title

    @property
    def opens_the_chat(self) -> bool:
        return self is Line.CHAT


RECORDED = (Line.PHONE, Line.EMAIL)


def line_of(key: str) -> Line | None:
    """Return the line of a key, None where there is none."""
    return next((line for line in Line if line.key == key), None)
