"""Whether something of a contact still asks whether somebody is in danger, when nobody looks any more.

It only asks: a supervisor, who is a person, judges. No word goes into the answer.
"""

from datetime import datetime

from chat.assignment import is_pressing
from chat.models import Contact
from chat.selectors import events_after
from chat.states import State
from helpline.kernel.crypto import SealBroken
from scripts.cues import Lexicon
from scripts.errors import NoScript
from scripts.services import lexicon_of
from triage.risk import Answer
from triage.services import triage_of


def is_danger_open(contact: Contact) -> bool:
    """Tell whether a contact leaves a danger that nobody has answered.

    Open is: an immediate or urgent level; "not safe now" where nobody set a level; and, in what the caller
    wrote after a level was last set, a safety cue, or words of a risk marker that is still "not asked".
    What a console alone knows, that a handler pressed "Seen", answers nothing. Words that
    cannot be opened count as open.
    """
    if contact.practice or State(contact.state) is State.CLOSED:
        return False
    if is_pressing(level=contact.level or None, safe_now=contact.safe_now):
        return True
    try:
        return _was_heard(contact, lexicon_of(contact.script_version or 0))
    except NoScript:
        return False
    except SealBroken:
        return True


def _was_heard(contact: Contact, lexicon: Lexicon) -> bool:
    answers = triage_of(contact.pk)["markers"]
    judged_at = contact.level_at if contact.level else None
    for event in events_after(contact.pk, 0):
        if event["type"] != "message" or event["from"] != "caller":
            continue
        if judged_at is not None and datetime.fromisoformat(event["at"]) <= judged_at:
            continue
        asked_of = lexicon.find_markers(event["body"])
        if lexicon.find_safety(event["body"]) or any(answers[each] == Answer.NOT_ASKED for each in asked_of):
            return True
    return False
