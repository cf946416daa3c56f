"""Counting what of the guidance was used in a contact, without words.

See docs/adr/0030-prompts-are-judged-not-handlers.md.

What each kind counts:

prompt_shown       a prompt stood in the panel: once in a contact, however often the page was loaded
prompt_taken       a prompt was put into the composer
prompt_sent        a message was sent that began as this prompt
prompt_changed     its words had been changed by then
prompt_answered    the caller wrote again after it: once in a contact, when it closes
prompt_skipped     a prompt was offered, and another one was taken: once in a contact
cue_confirmed      a handler said of a mark that it is so, or sent a prompt that answers it
cue_refused        a handler said of a mark "not so"
doubt_shown        the check of a draft raised this kind of doubt
doubt_sent_anyway  the draft was sent as it was
doubt_mended       the draft was changed and sent without the doubt
card_sent          a card of this kind was sent to the caller
card_answered      the caller answered it
"""

import re
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import F

from chat.channels import Channel
from chat.models import Contact, GuidanceUse
from chat.states import State
from helpline.statistics.bands import month_of
from helpline.statistics.prompts import Used, tally

# An id of our own. A word of a caller's, with a space or a capital, is refused.
NAME = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,79}", re.ASCII)

# What can be said of a prompt once in a contact: a page that is loaded again says it again.
ONCE = (GuidanceUse.Kind.PROMPT_SHOWN, GuidanceUse.Kind.PROMPT_SKIPPED)


def is_id(name: str) -> bool:
    """Tell whether a name may be counted."""
    return NAME.fullmatch(name) is not None


@transaction.atomic
def count_use(*, contact: UUID, kind: str, name: str) -> None:
    """Count one use of `name`, an id of ours; nothing is counted of a practice or a closed contact, nor
    of a phone call or an e-mail: nobody knows there what was said and what came of it.

    A prompt is shown or skipped once in a contact: a second time changes nothing. Whether `contact` is
    whose it should be is for the caller of this to check. Raises ValueError for an unknown kind, or a
    name that is no id.
    """
    count_uses(contact=contact, kind=kind, names=[name])


@transaction.atomic
def count_uses(*, contact: UUID, kind: str, names: Collection[str]) -> None:
    """Count one use of each of these names, as `count_use` does."""
    if kind not in GuidanceUse.Kind.values:
        raise ValueError(f"{kind} is not a kind of use")
    for name in names:
        if not is_id(name):
            raise ValueError("what is counted has an id of ours and no words")
    counted = Contact.objects.filter(pk=contact, practice=False, channel=Channel.WEB_CHAT).exclude(
        state=State.CLOSED
    )
    if not names or not counted.exists():
        return
    for name in sorted(set(names)):
        row, _ = GuidanceUse.objects.get_or_create(contact_id=contact, kind=kind, name=name)
        rows = GuidanceUse.objects.filter(pk=row.pk)
        if kind in ONCE:
            rows = rows.filter(count=0)
        rows.update(count=F("count") + 1)


def tally_uses(contacts: Collection[UUID]) -> None:
    """Move what was counted in these contacts into the tallies, which know no contact.

    Call it in the transaction that seals their facts.
    """
    rows = GuidanceUse.objects.filter(contact__in=contacts, contact__practice=False)
    tally(
        Used(
            month=month_of(row.contact.consented_at),
            version=row.contact.script_version or 0,
            kind=row.kind,
            name=row.name,
            times=row.count,
        )
        for row in rows.select_related("contact")
    )
    rows.delete()
