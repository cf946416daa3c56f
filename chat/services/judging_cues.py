"""What a handler says of a mark in the caller's words: it is so, or not. Kept without words.

See docs/adr/0031-not-so-is-a-judgement.md.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import contact_of_handler
from chat.models import Contact, CueJudgement
from chat.selectors import events_after
from chat.services.guidance_use import count_uses
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account
from scripts.services import lexicon_of


@transaction.atomic
def judge_cue(*, contact: UUID, seq: int, cue: str, so: bool | None, by: Account) -> UUID:
    """Say of one cue in one message of one's own contact that it is so (True) or not (False).

    None takes back what was said. It holds on every window and for whoever gets the talk next.
    Raises ContactNotFound, or RequestInvalid where that message holds no such cue.
    """
    found = contact_of_handler(by, contact, lock=True)
    if cue not in _cues_in(found, seq):
        raise RequestInvalid(fields={"cue": "was not found in that message"})
    if so is None:
        CueJudgement.objects.filter(contact=found, seq=seq, cue=cue).delete()
    else:
        said = {"so": so, "by": by}
        CueJudgement.objects.update_or_create(contact=found, seq=seq, cue=cue, defaults=said)
    announce_on_commit(events.staff_group(found.pk), events.beside_hint(found.pk))
    return found.pk


def _cues_in(contact: Contact, seq: int) -> set[str]:
    lexicon = lexicon_of(contact.script_version)
    said = events_after(contact.pk, seq - 1, up_to=seq)
    return {found.cue for event in events.callers_words(said) for found in lexicon.find(event["body"])}


def refused_cues(contact: UUID) -> set[tuple[int, str]]:
    """Return (seq, cue) of each mark of which a handler said "not so"."""
    rows = CueJudgement.objects.filter(contact=contact, so=False)
    return set(rows.values_list("seq", "cue"))


def judgement_events(contacts: Collection[UUID]) -> list[events.Event]:
    """Return, for each of these contacts, what was said of its cues; one query for all."""
    judged: dict[UUID, list[dict[str, Any]]] = {contact: [] for contact in contacts}
    if not judged:
        return []
    rows = CueJudgement.objects.filter(contact__in=judged).select_related("by").order_by("seq", "cue")
    for row in rows:
        by = row.by.username if row.by else None
        judged[row.contact_id].append({"seq": row.seq, "cue": row.cue, "so": row.so, "by": by})
    return [
        {"type": "cues.judged", "contact": str(contact), "judged": told} for contact, told in judged.items()
    ]


def count_judgements(contact: Contact) -> None:
    """Count what was said of a contact's cues, once, when it closes: until then all can be taken back."""
    for row in CueJudgement.objects.filter(contact=contact):
        kind = "cue_confirmed" if row.so else "cue_refused"
        count_uses(contact=contact.pk, kind=kind, names=[row.cue])
