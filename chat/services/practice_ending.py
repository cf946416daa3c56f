"""The end of a practice: everything of it goes, but for the codes that its handler looks back on."""

from datetime import datetime
from uuid import UUID

from chat import events
from chat.models import Aside, Contact, Message, PracticeRun, Presence
from chat.selectors import events_after
from chat.services.board import announce_board
from chat.services.guidance import heard
from helpline.kernel.keystore import destroy_keys
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account
from triage.services import forget


def finish(contact: Contact, *, by: Account | None, now: datetime) -> None:
    """End the practice of a locked contact: its words and its row are gone at once.

    What stays for a look back are codes: cues, prompts and kinds of answer.
    """
    run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact.pk).first()
    if run is not None:
        run.cues, run.prompts = _cues(contact), _prompts(contact)
        run.ended_at, run.due_at = now, None
        run.save(update_fields=["cues", "prompts", "ended_at", "due_at"])
    handler = contact.handler_id
    # The key first: from here on no copy of a row can be read.
    destroy_keys([contact.pk])
    Message.objects.filter(contact=contact).delete()
    Aside.objects.filter(contact=contact).delete()
    forget([contact.pk])
    Contact.objects.filter(pk=contact.pk).delete()
    Presence.objects.filter(handler=handler).update(training=False)
    record(event="practice.ended", by=by, subject=contact.pk)
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    announce_board()
    if handler:
        announce_on_commit(events.handler_group(handler), events.own_hint())


def has_ended(contact: UUID, *, by: Account | None = None) -> bool:
    """Tell whether this was a practice (of this handler) that is over."""
    runs = PracticeRun.objects.filter(contact=contact, ended_at__isnull=False)
    return (runs if by is None else runs.filter(handler=by)).exists()


def _cues(contact: Contact) -> list[str]:
    said = heard(contact, events_after(contact.pk, 0))
    cues = [cue["cue"] for event in said if event["type"] == "cues" for cue in event["cues"]]
    return list(dict.fromkeys(cues))


def _prompts(contact: Contact) -> list[str]:
    used = Message.objects.filter(contact=contact).exclude(prompt="").order_by("seq")
    return list(dict.fromkeys(used.values_list("prompt", flat=True)))
