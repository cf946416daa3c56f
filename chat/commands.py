"""What a browser may ask for over a socket: each command and what it holds. Plain Python.

How a frame becomes one stands in chat/parsing.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from chat.boundaries import Kind
from chat.channels import Channel
from chat.states import Outcome
from chat.talk_cards import CardName


@dataclass(frozen=True)
class Hello:
    token: str
    after: int


@dataclass(frozen=True)
class HandlerHello:
    after: Mapping[UUID, int]


@dataclass(frozen=True)
class BoardHello:
    pass


@dataclass(frozen=True)
class PostMessage:
    id: UUID
    body: str
    contact: UUID | None = None
    prompt: str | None = None
    agreed: bool = False


@dataclass(frozen=True)
class Typing:
    on: bool
    contact: UUID | None = None


@dataclass(frozen=True)
class Seen:
    seq: int
    contact: UUID | None = None


@dataclass(frozen=True)
class EndContact:
    id: UUID
    contact: UUID | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Ping:
    pass


@dataclass(frozen=True)
class SetPresence:
    id: UUID
    available: bool
    capacity: int
    skills: tuple[str, ...] | None = None
    break_reason: str = ""


@dataclass(frozen=True)
class StillHere:
    id: UUID


@dataclass(frozen=True)
class TakeContact:
    id: UUID
    contact: UUID | None = None


@dataclass(frozen=True)
class DeclineOffer:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class AssignContact:
    id: UUID
    contact: UUID
    to: str


@dataclass(frozen=True)
class ReleaseContact:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class AskTransfer:
    """`handler` is a username; without one, whoever has `skill` ("" for anybody) is asked."""

    id: UUID
    contact: UUID
    note: str
    handler: str | None = None
    skill: str = ""


@dataclass(frozen=True)
class AcceptTransfer:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class DeclineTransfer:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class WithdrawTransfer:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class AddNote:
    id: UUID
    contact: UUID
    body: str


@dataclass(frozen=True)
class RaiseHelp:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class WithdrawHelp:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class Follow:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class Unfollow:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class Join:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class TakeOver:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class Whisper:
    id: UUID
    contact: UUID
    body: str


@dataclass(frozen=True)
class SendSignpost:
    id: UUID
    contact: UUID
    programme: UUID


# More than somebody in distress can choose from.
MOST_AT_ONCE = 4


@dataclass(frozen=True)
class SendSignposts:
    """Several cards with one act; at most MOST_AT_ONCE, each of another service."""

    id: UUID
    contact: UUID
    programmes: tuple[UUID, ...]


@dataclass(frozen=True)
class JudgeCue:
    """`so`: the mark is right, or is not; None takes back what was said."""

    id: UUID
    contact: UUID
    seq: int
    cue: str
    so: bool | None


@dataclass(frozen=True)
class TakePrompt:
    """`passed` were offered beside it; without a prompt another step was chosen instead of all of them."""

    id: UUID
    contact: UUID
    prompt: str | None
    passed: tuple[str, ...]


@dataclass(frozen=True)
class PromptsShown:
    contact: UUID
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class SendCard:
    """`contact_forbidden` says whether an order or bail does; None where nobody asked."""

    id: UUID
    contact: UUID
    name: CardName
    contact_forbidden: bool | None = None
    lines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerCard:
    """`value` is None for whoever would rather not say."""

    id: UUID
    card: UUID
    value: int | None


@dataclass(frozen=True)
class DraftDoubted:
    """What became of a draft that was asked about: kinds of doubt, never its words."""

    contact: UUID
    shown: tuple[str, ...]
    sent_anyway: tuple[str, ...]
    mended: tuple[str, ...]


@dataclass(frozen=True)
class KnownContact:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class WarnContact:
    id: UUID
    contact: UUID
    kind: Kind


@dataclass(frozen=True)
class EndForAbuse:
    id: UUID
    contact: UUID
    kind: Kind
    block: bool


@dataclass(frozen=True)
class CarryOn:
    id: UUID


@dataclass(frozen=True)
class AskForDebrief:
    id: UUID


@dataclass(frozen=True)
class StartRecording:
    """`channel` is phone or email; `about` as a caller would answer."""

    id: UUID
    channel: Channel
    about: str


@dataclass(frozen=True)
class DiscardRecording:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class NoteSignpost:
    """A service was named on the phone or in an e-mail; nothing is sent."""

    id: UUID
    contact: UUID
    programme: UUID


@dataclass(frozen=True)
class StartPractice:
    id: UUID
    caller: str


CallerCommand = Hello | PostMessage | AnswerCard | Typing | Seen | EndContact | Ping
HandlerCommand = (
    HandlerHello
    | PostMessage
    | Typing
    | Seen
    | EndContact
    | Ping
    | SetPresence
    | StillHere
    | TakeContact
    | DeclineOffer
    | AssignContact
    | ReleaseContact
    | AskTransfer
    | AcceptTransfer
    | DeclineTransfer
    | WithdrawTransfer
    | AddNote
    | RaiseHelp
    | WithdrawHelp
    | Follow
    | Unfollow
    | Join
    | TakeOver
    | Whisper
    | SendSignpost
    | SendSignposts
    | JudgeCue
    | TakePrompt
    | PromptsShown
    | SendCard
    | DraftDoubted
    | KnownContact
    | WarnContact
    | EndForAbuse
    | CarryOn
    | AskForDebrief
    | StartPractice
    | StartRecording
    | DiscardRecording
    | NoteSignpost
)
