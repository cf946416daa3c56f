"""Commands of a handler's socket that are one call of a service and an ack.

What needs the socket itself (hello, words, typing) stands in chat/consumers/handler.py.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from chat import commands
from chat.services.boundaries import end_for_abuse, warn
from chat.services.ending import end_by_handler
from chat.services.known import hand_over_known
from chat.services.pausing import ask_for_debrief, carry_on
from chat.services.presence import set_presence
from chat.services.queue import release, take
from helpline.staff.models import Account

QUEUE = "main"

# Does what the command asks for this account; returns the contact that the ack names, if any.
DeskAct = Callable[[Account, Any], UUID | None]


def _set_presence(by: Account, command: commands.SetPresence) -> None:
    set_presence(by=by, available=command.available, capacity=command.capacity, skills=command.skills)


def _take(by: Account, command: commands.TakeContact) -> UUID:
    return take(by=by, contact=command.contact, queue=QUEUE).pk


def _release(by: Account, command: commands.ReleaseContact) -> UUID:
    return release(contact=command.contact, by=by).pk


def _end(by: Account, command: commands.EndContact) -> UUID:
    assert command.contact is not None
    return end_by_handler(contact=command.contact, by=by, outcome=command.outcome).pk


def _known(by: Account, command: commands.KnownContact) -> UUID:
    return hand_over_known(contact=command.contact, by=by).pk


def _warn(by: Account, command: commands.WarnContact) -> UUID:
    return warn(contact=command.contact, kind=command.kind, by=by).pk


def _end_for_abuse(by: Account, command: commands.EndForAbuse) -> UUID:
    return end_for_abuse(contact=command.contact, kind=command.kind, block=command.block, by=by).pk


def _carry_on(by: Account, command: commands.CarryOn) -> None:
    carry_on(by=by)


def _ask_for_debrief(by: Account, command: commands.AskForDebrief) -> None:
    ask_for_debrief(by=by, queue=QUEUE)


DESK_ACTS: dict[type[Any], DeskAct] = {
    commands.SetPresence: _set_presence,
    commands.TakeContact: _take,
    commands.ReleaseContact: _release,
    commands.EndContact: _end,
    commands.KnownContact: _known,
    commands.WarnContact: _warn,
    commands.EndForAbuse: _end_for_abuse,
    commands.CarryOn: _carry_on,
    commands.AskForDebrief: _ask_for_debrief,
}
