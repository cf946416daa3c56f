"""What the script offers beside a talk, and the cues in a caller's words. Nothing is ever sent by it.

A contact begins and goes on where no script has been published: guidance helps, it never gates. Words of
danger are marked there all the same, by the book that comes with the program.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import contact_of_handler
from chat.errors import ContactClosed
from chat.models import Contact, Message
from chat.selectors import events_after
from chat.states import OPEN, State
from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account
from scripts.addressing import PRONOUNS, RELATIONS, Address, address_of, fill_all, split
from scripts.cuebook import SAFETY_CUES
from scripts.cues import Found, Lexicon
from scripts.engine import caller_kind, danger_node, opening_node, trail_after
from scripts.errors import NoScript, NoScriptInUse
from scripts.naming import cue_label
from scripts.services import guidance, lexicon_of, running_lexicon, running_script, script_of
from triage.services import triage_of


def opening(*, about: str, age_band: str | None) -> tuple[int | None, str]:
    """Return the script version that a new contact stays on, and the node it begins at."""
    try:
        version, script = running_script()
    except NoScript:
        return None, ""
    return version, opening_node(script, about, age_band)


def safety_cues(*bodies: str) -> set[str]:
    """Return the names of the safety cues that a caller's words hold for sure; see docs/cues.md."""
    lexicon = running_lexicon()
    return {found.cue for body in bodies for found in lexicon.find_safety(body, sure=True)}


def guidance_for(*, contact: UUID, by: Account, cues: Sequence[str] = ()) -> dict[str, Any]:
    """Return what the console's script panel shows for one's own contact.

    It is as `scripts.services.guidance` says, and "done": [node id], the nodes that the talk has left.
    Raises ContactNotFound, or NoScriptInUse where none had been published when it began.
    """
    found = contact_of_handler(by, contact)
    if not found.script_version:
        raise NoScriptInUse
    return _shown_to_handler(found, cues)


@transaction.atomic
def move_to(*, contact: UUID, node: str, by: Account) -> dict[str, Any]:
    """Go to a node of the script and return what the panel shows then. Sends nothing.

    Steps, skips, the way back and the scripts of the panel are all gone by this. Raises ContactNotFound,
    ContactClosed, or RequestInvalid for a node that the script does not have.
    """
    found = contact_of_handler(by, contact, lock=True)
    if State(found.state) not in OPEN:
        raise ContactClosed
    script = script_of(found.script_version or 0)
    if node not in script.nodes:
        raise RequestInvalid(fields={"node": "is not in this contact's script"})
    triage = triage_of(found.pk)
    found.script_trail = trail_after(
        script,
        trail=found.script_trail,
        position=found.script_node or None,
        to=node,
        kind=caller_kind(found.about, found.age_band or None, triage["caller_type"]),
    )
    if found.script_node and found.script_node not in found.script_done:
        found.script_done = [*found.script_done, found.script_node]
    found.script_node = node
    found.save(update_fields=["script_node", "script_done", "script_trail"])
    return _shown_to_handler(found, ())


def open_danger_script(*, contact: UUID, by: Account) -> bool:
    """Go to where the danger script of this caller begins; False where there is none, or the talk is over.

    A talk that stands at an answer to danger already stays there. Raises ContactNotFound.
    """
    found = contact_of_handler(by, contact)
    triage = triage_of(found.pk)
    try:
        script = script_of(found.script_version or 0)
        node = danger_node(script, found.about, found.age_band or None, triage["caller_type"])
        here = script.nodes.get(found.script_node or "")
        if here is None or here.stage != script.nodes[node].stage:
            move_to(contact=contact, node=node, by=by)
    except (NoScript, ContactClosed):
        return False
    return True


@transaction.atomic
def set_address(*, contact: UUID, pronoun: str, relation: str, by: Account) -> None:
    """Set how prompts speak of the other person; "" leaves a part to the caller's words.

    Raises ContactNotFound, or RequestInvalid for what is not in `scripts.addressing`.
    """
    found = contact_of_handler(by, contact, lock=True)
    wrong = {}
    if pronoun and pronoun not in PRONOUNS:
        wrong["pronoun"] = "must be one of " + ", ".join(PRONOUNS)
    if relation and relation not in RELATIONS:
        wrong["relation"] = "must be one of " + ", ".join(RELATIONS)
    if wrong:
        raise RequestInvalid(fields=wrong)
    found.address = f"{pronoun}|{relation}" if pronoun or relation else ""
    found.save(update_fields=["address"])


def _shown_to_handler(contact: Contact, cues: Sequence[str]) -> dict[str, Any]:
    """Return the panel with its prompts in the caller's own words for the other person."""
    shown = _guidance(contact, cues, triage_of(contact.pk), _sent(contact))
    by_hand = split(contact.address)
    address = address_for(contact, kind=shown["kind"])
    return {
        **fill_all(shown, address),
        "done": contact.script_done,
        "address": {**asdict(address), "by_hand": {"pronoun": by_hand[0], "relation": by_hand[1]}},
    }


def address_for(contact: Contact, *, kind: str) -> Address:
    """Return how prompts speak of the other person to this caller: as they do, unless it is set by hand."""
    # Where both are set nothing has to be read.
    said = [] if all(split(contact.address)) else _said_by_caller(contact)
    return address_of(said, family=kind == "child", by_hand=contact.address)


def _said_by_caller(contact: Contact) -> list[str]:
    return [event["body"] for event in events.callers_words(events_after(contact.pk, 0))]


def _guidance(
    contact: Contact, cues: Sequence[str], triage: Mapping[str, Any], sent: Sequence[str]
) -> dict[str, Any]:
    return guidance(
        version=contact.script_version or 0,
        position=contact.script_node or None,
        cues=list(cues),
        about=contact.about,
        age_band=contact.age_band or None,
        caller_type=triage["caller_type"],
        # What was sent was asked, also where the handler never opened its step.
        done=[*contact.script_done, *sent],
        trail=contact.script_trail,
        triage=triage,
    )


def _sent(contact: Contact) -> list[str]:
    """Return the nodes whose prompts were sent in this talk, by whoever had it."""
    prompts = Message.objects.filter(contact=contact).exclude(prompt="")
    return list(prompts.order_by().values_list("prompt", flat=True).distinct())


def heard(contact: Contact, said: Sequence[events.Event]) -> list[events.Event]:
    """Return what was said with the `cues` and `risk` events behind each message that holds some.

    They are found from a caller's words each time and never stored with them. A talk without a script has
    no prompts to be led to: there the words of danger are marked, and nothing else.
    """
    lexicon = lexicon_of(contact.script_version)
    # Asked at most once for the whole talk, and only where there is a cue to answer.
    triage = cache(partial(triage_of, contact.pk))
    sent = cache(partial(_sent, contact))
    told: list[events.Event] = []
    for event in said:
        told += [event, *_noticed(contact, event, lexicon, triage, sent)]
    return told


def _noticed(
    contact: Contact,
    event: events.Event,
    lexicon: Lexicon,
    triage: Callable[[], Mapping[str, Any]],
    sent: Callable[[], Sequence[str]],
) -> list[events.Event]:
    if not events.callers_words([event]):
        return []
    told: list[events.Event] = []
    found, speaking = lexicon.find_all(event["body"])
    if not contact.script_version:
        found = [cue for cue in found if cue.cue in SAFETY_CUES]
    if found:
        prompts = _prompts(contact, found, triage(), sent())
        told.append(events.cues(seq=event["seq"], found=[_shown(cue) for cue in found], prompts=prompts))
    if spans := [
        {"marker": each.cue, "start": each.start, "end": each.end} for each in speaking if each.sure
    ]:
        told.append(events.risk(seq=event["seq"], spans=spans))
    return told


def _shown(found: Found) -> dict[str, Any]:
    return {
        "cue": found.cue,
        "label": cue_label(found.cue),
        "start": found.start,
        "end": found.end,
        # An alarm stays until a person has looked at it; a mark passes with the next answer.
        "safety": found.sure and found.cue in SAFETY_CUES,
    }


def _prompts(
    contact: Contact, found: Sequence[Found], triage: Mapping[str, Any], sent: Sequence[str]
) -> list[str]:
    """Return the nodes that answer these cues, safety first; none where there is no script."""
    if not contact.script_version:
        return []
    offered = _guidance(contact, [cue.cue for cue in found], triage, sent)
    return [node["id"] for node in [*offered["interrupts"], *offered["challenges"]]]
