from chat.models.acquaintance import Acquaintance
from chat.models.alert import Alert
from chat.models.aside import Aside
from chat.models.block import Block
from chat.models.confidence import ConfidenceBreak, Passing
from chat.models.contact import ConsentText, Contact
from chat.models.cue_judgement import CueJudgement
from chat.models.danger import Danger
from chat.models.done_command import DoneCommand
from chat.models.guidance_use import GuidanceUse
from chat.models.handler_notice import HandlerNotice, NoticeRead
from chat.models.line_settings import LineSettings
from chat.models.message import Message
from chat.models.minute import QueueMinute
from chat.models.offer import Offer
from chat.models.practice_run import PracticeRun
from chat.models.presence import AwayBecause, BreakReason, Presence
from chat.models.return_code import ReturnCode
from chat.models.review import Review, ReviewedTalk
from chat.models.saved_reply import SavedReply
from chat.models.transfer import Transfer
from chat.models.watching import Watching

__all__ = [
    "Acquaintance",
    "Alert",
    "Aside",
    "AwayBecause",
    "Block",
    "BreakReason",
    "ConfidenceBreak",
    "ConsentText",
    "Contact",
    "CueJudgement",
    "Danger",
    "DoneCommand",
    "GuidanceUse",
    "HandlerNotice",
    "LineSettings",
    "Message",
    "NoticeRead",
    "Offer",
    "Passing",
    "PracticeRun",
    "Presence",
    "QueueMinute",
    "ReturnCode",
    "Review",
    "ReviewedTalk",
    "SavedReply",
    "Transfer",
    "Watching",
]
