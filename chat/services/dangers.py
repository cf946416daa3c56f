"""Whether something of a contact still asks whether somebody is in danger.

It only asks: a person judges. No word goes into the answer.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from chat.assignment import PRESSING, is_pressing
from chat.models import Contact
from chat.selectors import events_after
from chat.services.danger import stands
from chat.services.judging_cues import refused_cues
from chat.services.lowering import unanswered_suggestion
from chat.states import State
from helpline.kernel.crypto import SealBroken
from scripts.cues import Lexicon
from scripts.services import lexicon_of
from triage.risk import Answer
from triage.services import triage_of


@dataclass(frozen=True, kw_only=True)
class OpenDanger:
    """What is open of a danger: the level that a person set, answers, and names of cues and markers.

    `suggested` is what the answers suggest, where nobody has set as much or said why less. `unreadable`:
    the words could not be opened, so that nobody can tell. `standing`: a handler raised a danger, and
    nobody has closed it.
    """

    level: str | None
    suggested: str | None = None
    not_safe_now: bool = False
    cues: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    unreadable: bool = False
    standing: bool = False

    def as_wire(self) -> dict[str, Any]:
        """Return it as it stands in a refusal; never words."""
        return {**asdict(self), "cues": list(self.cues), "markers": list(self.markers)}


def open_danger(contact: Contact) -> OpenDanger | None:
    """Return what a contact leaves open of a danger that nobody has answered; None: nothing.

    Open is: a danger that a handler raised; an immediate or urgent level; "not safe now" where nobody set
    a level; answers that suggest immediate or urgent, where nobody set as much or said why less; and, in
    what the caller wrote after a level was last set, a safety cue of which no handler said "not so", or
    words of a risk marker that is still "not asked": "not so" answers the cue alone.
    What a console alone knows, that a handler pressed "Seen", answers nothing. Words that
    cannot be opened count as open.
    """
    if contact.practice or State(contact.state) is State.CLOSED:
        return None
    level = contact.level or None
    standing = stands(contact.pk)
    pressing = is_pressing(level=level, safe_now=contact.safe_now)
    found = partial(
        OpenDanger,
        level=level,
        not_safe_now=pressing and level is None,
        suggested=unanswered_suggestion(contact),
        standing=standing,
    )
    try:
        cues, markers = _heard(contact, lexicon_of(contact.script_version))
    except SealBroken:
        return found(unreadable=True)
    danger = found(cues=cues, markers=markers)
    return danger if pressing or standing or danger.suggested or cues or markers else None


def is_danger_open(contact: Contact) -> bool:
    """Tell whether a contact leaves a danger that nobody has answered."""
    return open_danger(contact) is not None


def shows_danger(contact: Contact) -> bool:
    """Tell whether anything of a contact ever spoke of a danger, answered by now or not."""
    if contact.level in PRESSING or contact.safe_now is False or contact.badges or stands(contact.pk):
        return True
    try:
        lexicon = lexicon_of(contact.script_version)
        said = (body for *_, body in _said(contact))
        return any(
            lexicon.find_safety(body, sure=True) or lexicon.find_markers(body, sure=True) for body in said
        )
    except SealBroken:
        return True


def _heard(contact: Contact, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cues and the markers that nobody has answered, each once, as they were heard."""
    answers = triage_of(contact.pk)["markers"]
    judged_at = contact.level_at if contact.level else None
    refused = refused_cues(contact.pk)
    cues: dict[str, None] = {}
    markers: dict[str, None] = {}
    for seq, at, body in _said(contact):
        if judged_at is not None and at <= judged_at:
            continue
        heard = [found.cue for found in lexicon.find_safety(body, sure=True)]
        cues.update(dict.fromkeys(cue for cue in heard if (seq, cue) not in refused))
        asked_of = lexicon.find_markers(body, sure=True)
        markers.update(dict.fromkeys(each for each in asked_of if answers.get(each) == Answer.NOT_ASKED))
    return tuple(cues), tuple(markers)


def _said(contact: Contact) -> Iterator[tuple[int, datetime, str]]:
    """Yield under which number and when the caller wrote what, in order. Raises SealBroken."""
    for event in events_after(contact.pk, 0):
        if event.get("unreadable"):
            raise SealBroken
        if event["type"] == "message" and event["from"] == "caller":
            yield event["seq"], datetime.fromisoformat(event["at"]), event["body"]
