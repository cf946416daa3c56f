"""Frames of the sockets read into commands (chat/commands.py). Plain Python.

The parsers raise CommandInvalid (with the `id` they could read, so that the refusal finds
its command) and nothing else.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from chat.assignment import MOST_CAPACITY
from chat.commands import (
    MOST_AT_ONCE,
    AcceptTransfer,
    AddNote,
    AnswerCard,
    AskForDebrief,
    AskTransfer,
    AssignContact,
    BoardHello,
    CallerCommand,
    CarryOn,
    DeclineOffer,
    DeclineTransfer,
    DiscardRecording,
    DraftDoubted,
    EndContact,
    EndForAbuse,
    Follow,
    HandlerCommand,
    HandlerHello,
    Hello,
    Join,
    JudgeCue,
    KnownContact,
    NoteSignpost,
    Ping,
    PostMessage,
    PromptsShown,
    RaiseHelp,
    ReleaseContact,
    Seen,
    SendCard,
    SendSignpost,
    SendSignposts,
    SetPresence,
    StartPractice,
    StartRecording,
    StillHere,
    TakeContact,
    TakeOver,
    TakePrompt,
    Typing,
    Unfollow,
    WarnContact,
    Whisper,
    WithdrawHelp,
    WithdrawTransfer,
)
from chat.frames import Fields

T = TypeVar("T")

CALLER_COMMANDS: dict[str, Callable[[Fields], CallerCommand]] = {
    "hello": lambda f: Hello(token=f.text("token", most=200), after=f.whole("after")),
    "message.post": lambda f: PostMessage(id=f.uuid("id"), body=f.text("body")),
    "card.answer": lambda f: AnswerCard(id=f.uuid("id"), card=f.uuid("card"), value=f.answer("value")),
    "typing": lambda f: Typing(on=f.flag("on")),
    "seen": lambda f: Seen(seq=f.whole("seq")),
    "contact.end": lambda f: EndContact(id=f.uuid("id")),
    "ping": lambda f: Ping(),
}

HANDLER_COMMANDS: dict[str, Callable[[Fields], HandlerCommand]] = {
    "hello": lambda f: HandlerHello(after=f.positions("after")),
    "presence.set": lambda f: SetPresence(
        id=f.uuid("id"),
        available=f.flag("available"),
        capacity=f.whole("capacity", least=1, most=MOST_CAPACITY),
        skills=f.skills("skills") if "skills" in f.frame else None,
        break_reason=f.optional("break_reason", f.break_reason) or "",
    ),
    "presence.here": lambda f: StillHere(id=f.uuid("id")),
    "queue.take": lambda f: TakeContact(id=f.uuid("id"), contact=f.optional("contact", f.uuid)),
    "offer.decline": lambda f: DeclineOffer(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.assign": lambda f: AssignContact(id=f.uuid("id"), contact=f.uuid("contact"), to=f.name("to")),
    "message.post": lambda f: PostMessage(
        id=f.uuid("id"),
        contact=f.uuid("contact"),
        body=f.text("body"),
        prompt=f.optional("prompt", f.prompt),
        agreed=f.optional("agreed", f.flag) or False,
    ),
    "typing": lambda f: Typing(contact=f.uuid("contact"), on=f.flag("on")),
    "seen": lambda f: Seen(contact=f.uuid("contact"), seq=f.whole("seq")),
    "contact.transfer": lambda f: _transfer(f),
    "contact.transfer.accept": lambda f: AcceptTransfer(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.transfer.decline": lambda f: DeclineTransfer(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.transfer.withdraw": lambda f: WithdrawTransfer(id=f.uuid("id"), contact=f.uuid("contact")),
    "note.add": lambda f: AddNote(id=f.uuid("id"), contact=f.uuid("contact"), body=f.text("body")),
    "help.raise": lambda f: RaiseHelp(id=f.uuid("id"), contact=f.uuid("contact")),
    "help.withdraw": lambda f: WithdrawHelp(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.follow": lambda f: Follow(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.unfollow": lambda f: Unfollow(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.join": lambda f: Join(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.take_over": lambda f: TakeOver(id=f.uuid("id"), contact=f.uuid("contact")),
    "whisper": lambda f: Whisper(id=f.uuid("id"), contact=f.uuid("contact"), body=f.text("body")),
    "signpost.send": lambda f: SendSignpost(
        id=f.uuid("id"), contact=f.uuid("contact"), programme=f.uuid("programme")
    ),
    "signpost.send_several": lambda f: SendSignposts(
        id=f.uuid("id"), contact=f.uuid("contact"), programmes=f.several("programmes", most=MOST_AT_ONCE)
    ),
    "card.send": lambda f: SendCard(
        id=f.uuid("id"),
        contact=f.uuid("contact"),
        name=f.card("name"),
        contact_forbidden=f.optional("contact_forbidden", f.flag),
        lines=f.plan("lines"),
    ),
    "contact.release": lambda f: ReleaseContact(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.end": lambda f: EndContact(
        id=f.uuid("id"), contact=f.uuid("contact"), outcome=f.optional("outcome", f.outcome)
    ),
    "cue.judge": lambda f: JudgeCue(
        id=f.uuid("id"),
        contact=f.uuid("contact"),
        seq=f.whole("seq", least=1),
        cue=f.prompt("cue"),
        so=f.optional("so", f.flag),
    ),
    "prompt.take": lambda f: TakePrompt(
        id=f.uuid("id"),
        contact=f.uuid("contact"),
        prompt=f.optional("prompt", f.prompt),
        passed=f.prompts("passed"),
    ),
    "prompts.shown": lambda f: PromptsShown(contact=f.uuid("contact"), prompts=f.prompts("prompts")),
    "draft.doubted": lambda f: DraftDoubted(
        contact=f.uuid("contact"),
        shown=f.prompts("shown"),
        sent_anyway=f.prompts("sent_anyway"),
        mended=f.prompts("mended"),
    ),
    "contact.known": lambda f: KnownContact(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.warn": lambda f: WarnContact(id=f.uuid("id"), contact=f.uuid("contact"), kind=f.kind("kind")),
    "contact.end_for_abuse": lambda f: EndForAbuse(
        id=f.uuid("id"), contact=f.uuid("contact"), kind=f.kind("kind"), block=f.flag("block")
    ),
    "presence.carry_on": lambda f: CarryOn(id=f.uuid("id")),
    "debrief.ask": lambda f: AskForDebrief(id=f.uuid("id")),
    "practice.start": lambda f: StartPractice(id=f.uuid("id"), caller=f.prompt("caller")),
    "record.start": lambda f: StartRecording(
        id=f.uuid("id"), channel=f.channel("channel"), about=f.about("about")
    ),
    "record.discard": lambda f: DiscardRecording(id=f.uuid("id"), contact=f.uuid("contact")),
    "signpost.note": lambda f: NoteSignpost(
        id=f.uuid("id"), contact=f.uuid("contact"), programme=f.uuid("programme")
    ),
    "ping": lambda f: Ping(),
}
BOARD_COMMANDS: dict[str, Callable[[Fields], BoardHello | Ping]] = {
    "hello": lambda f: BoardHello(),
    "ping": lambda f: Ping(),
}


def _transfer(f: Fields) -> AskTransfer:
    handler, skill = f.recipient("to")
    return AskTransfer(
        id=f.uuid("id"), contact=f.uuid("contact"), note=f.text("note"), handler=handler, skill=skill
    )


def parse_caller(frame: str) -> CallerCommand:
    """Read one frame of a caller's socket."""
    return _command(CALLER_COMMANDS, Fields.of(frame))


def parse_handler(frame: str) -> HandlerCommand:
    """Read one frame of a handler's socket."""
    return _command(HANDLER_COMMANDS, Fields.of(frame))


def parse_board(frame: str) -> BoardHello | Ping:
    """Read one frame of a board's socket."""
    return _command(BOARD_COMMANDS, Fields.of(frame))


def _command(known: Mapping[str, Callable[[Fields], T]], fields: Fields) -> T:
    kind = fields.frame.get("type")
    if not isinstance(kind, str) or kind not in known:
        raise fields.wrong("type")
    return known[kind](fields)
