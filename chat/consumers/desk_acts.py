"""Commands of a handler's socket that are one call of a service and an ack.

What needs the socket itself (hello, words, typing) stands in chat/consumers/handler.py.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat import commands
from chat.services.assigning import assign
from chat.services.boundaries import end_for_abuse, warn
from chat.services.ending import end_by_handler
from chat.services.following import follow, join, take_over, unfollow, whisper
from chat.services.help import raise_help, withdraw_help
from chat.services.idle import still_here
from chat.services.judging_cues import judge_cue
from chat.services.known import hand_over_known
from chat.services.notes import add_note
from chat.services.offers import decline
from chat.services.once import do_once
from chat.services.pausing import ask_for_debrief, carry_on
from chat.services.practice import start_practice
from chat.services.practice_ending import has_ended
from chat.services.presence import set_presence
from chat.services.prompt_use import take_prompt
from chat.services.queue import release, take
from chat.services.recording import discard_recording, note_signpost, start_recording
from chat.services.transfer import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer
from chat.services.transfer_deadlines import settle_after_leaving
from helpline.staff.models import Account

QUEUE = "main"

# Does what the command asks for this account; returns the contact that the ack names, if any.
DeskAct = Callable[[Account, Any], UUID | None]


def _set_presence(by: Account, command: commands.SetPresence) -> None:
    set_presence(
        by=by,
        available=command.available,
        capacity=command.capacity,
        skills=command.skills,
        break_reason=command.break_reason,
    )
    if not command.available:
        settle_after_leaving(by=by, now=timezone.now())


def _take(by: Account, command: commands.TakeContact) -> UUID:
    return take(by=by, contact=command.contact, queue=QUEUE).pk


def _decline(by: Account, command: commands.DeclineOffer) -> UUID:
    return decline(contact=command.contact, by=by).pk


def _assign(by: Account, command: commands.AssignContact) -> UUID:
    return assign(contact=command.contact, to=command.to, by=by).pk


def _release(by: Account, command: commands.ReleaseContact) -> UUID:
    return release(contact=command.contact, by=by).pk


def _end(by: Account, command: commands.EndContact) -> UUID:
    assert command.contact is not None
    if has_ended(command.contact, by=by):
        # Asked again because the answer was lost: its row is gone with its words.
        return command.contact
    return end_by_handler(contact=command.contact, by=by, outcome=command.outcome).pk


def _known(by: Account, command: commands.KnownContact) -> UUID:
    return hand_over_known(contact=command.contact, by=by).pk


def _warn(by: Account, command: commands.WarnContact) -> UUID:
    return warn(contact=command.contact, by=by).pk


def _end_for_abuse(by: Account, command: commands.EndForAbuse) -> UUID:
    if has_ended(command.contact, by=by):
        return command.contact
    return end_for_abuse(contact=command.contact, kind=command.kind, block=command.block, by=by).pk


def _carry_on(by: Account, command: commands.CarryOn) -> None:
    carry_on(by=by, queue=QUEUE)


def _ask_for_debrief(by: Account, command: commands.AskForDebrief) -> None:
    ask_for_debrief(by=by, queue=QUEUE)


def _ask_transfer(by: Account, command: commands.AskTransfer) -> UUID:
    return ask_transfer(
        contact=command.contact,
        handler=command.handler,
        skill=command.skill,
        note=command.note,
        client_id=command.id,
        by=by,
    )


def _whisper(by: Account, command: commands.Whisper) -> UUID:
    return whisper(contact=command.contact, body=command.body, client_id=command.id, by=by)


def _add_note(by: Account, command: commands.AddNote) -> UUID:
    return add_note(contact=command.contact, body=command.body, client_id=command.id, by=by)


def _raise_help(by: Account, command: commands.RaiseHelp) -> UUID:
    return raise_help(contact=command.contact, client_id=command.id, by=by)


def _judge_cue(by: Account, command: commands.JudgeCue) -> UUID:
    return judge_cue(contact=command.contact, seq=command.seq, cue=command.cue, so=command.so, by=by)


def _take_prompt(by: Account, command: commands.TakePrompt) -> UUID:
    return take_prompt(contact=command.contact, prompt=command.prompt, passed=command.passed, by=by)


def _start_practice(by: Account, command: commands.StartPractice) -> UUID:
    return start_practice(caller=command.caller, client_id=command.id, by=by)


def _start_recording(by: Account, command: commands.StartRecording) -> UUID:
    return start_recording(channel=command.channel, about=command.about, by=by)


def _note_signpost(by: Account, command: commands.NoteSignpost) -> UUID:
    return note_signpost(contact=command.contact, programme=command.programme, by=by)


DESK_ACTS: dict[type[Any], DeskAct] = {
    commands.SetPresence: _set_presence,
    commands.StillHere: lambda by, command: still_here(by=by),
    commands.TakeContact: _take,
    commands.DeclineOffer: _decline,
    commands.AssignContact: _assign,
    commands.ReleaseContact: _release,
    commands.EndContact: _end,
    commands.KnownContact: _known,
    commands.WarnContact: _warn,
    commands.EndForAbuse: _end_for_abuse,
    commands.CarryOn: _carry_on,
    commands.AskForDebrief: _ask_for_debrief,
    commands.AskTransfer: _ask_transfer,
    commands.AcceptTransfer: lambda by, command: accept_transfer(contact=command.contact, by=by),
    commands.DeclineTransfer: lambda by, command: decline_transfer(contact=command.contact, by=by),
    commands.WithdrawTransfer: lambda by, command: withdraw_transfer(contact=command.contact, by=by),
    commands.AddNote: _add_note,
    commands.RaiseHelp: _raise_help,
    commands.WithdrawHelp: lambda by, command: withdraw_help(contact=command.contact, by=by),
    commands.Follow: lambda by, command: follow(contact=command.contact, by=by),
    commands.Unfollow: lambda by, command: unfollow(contact=command.contact, by=by),
    commands.Join: lambda by, command: join(contact=command.contact, by=by),
    commands.TakeOver: lambda by, command: take_over(contact=command.contact, by=by),
    commands.Whisper: _whisper,
    commands.StartPractice: _start_practice,
    commands.StartRecording: _start_recording,
    commands.DiscardRecording: lambda by, command: discard_recording(contact=command.contact, by=by),
    commands.NoteSignpost: _note_signpost,
    commands.JudgeCue: _judge_cue,
    commands.TakePrompt: _take_prompt,
}

# These say how things shall be, or keep their own count: asked again, they are done again without harm.
DONE_ANEW = (commands.SetPresence, commands.StillHere, commands.StartPractice)
# Words of staff beside a contact: their rate counts apart from what is said to the caller.
WRITTEN_BESIDE = (commands.AddNote, commands.Whisper, commands.AskTransfer)


def act(by: Account, command: Any) -> UUID | None:
    """Do what a command asks for and return the contact that its ack names; asked again, answer again."""
    do = DESK_ACTS[type(command)]
    if isinstance(command, DONE_ANEW):
        return do(by, command)
    return do_once(
        by=by,
        id=command.id,
        kind=type(command).__name__,
        contact=getattr(command, "contact", None),
        act=lambda: do(by, command),
    )
