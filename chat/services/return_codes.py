"""Return codes: four words that lead back to a contact, and never to what was said in it.

Whoever holds a code may not be the caller: see docs/confidentiality.md, point 4, and
docs/adr/0013-return-code.md. Order of locks: the contact's row, then the code's.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat import events
from chat.access import digest_of, locked, new_token
from chat.code_words import draw_code, normalise
from chat.errors import CodeInUse, CodeUnknown, ContactClosed
from chat.models import Acquaintance, Contact, Message, ReturnCode
from chat.services.appending import Draft, append
from chat.states import OPEN
from chat.system_texts import say
from helpline.kernel import clock
from helpline.kernel.live import announce_on_commit
from helpline.kernel.slow_digest import slow_digest

PURPOSE = "return-code"
# How often a code may lead elsewhere between two looks at it, before we say that it is unknown.
MOST_LOOKS = 5


@dataclass(frozen=True)
class Resumed:
    """An open contact that somebody came back to, and the only copy of its new token."""

    contact: Contact
    token: str


def digest_of_code(code: str) -> bytes:
    """Return what is stored of a code. Slow by intent. Raises CodeUnknown, or TooFast in a flood."""
    return slow_digest(normalise(code), purpose=PURPOSE)


def give_code(*, contact: UUID, token: str | None = None) -> str:
    """Return four new words for an open contact; the ones given before lead nowhere from now on.

    They are not stored and cannot be shown again. `token` is the digest the caller came in with.
    Raises ContactClosed, TokenInvalid or ContactNotFound.
    """
    code = draw_code()
    digest = digest_of_code(code)
    with transaction.atomic():
        found = locked(contact, token=token)
        if found.state not in OPEN:
            raise ContactClosed
        kept = {"digest": digest, "expires_on": _last_day(timezone.now())}
        ReturnCode.objects.update_or_create(contact=found, defaults=kept)
    return code


@transaction.atomic
def come_back(*, digest: bytes) -> Resumed | None:
    """Resume the open contact of a code under a new token; None when there is nothing left to resume.

    The old token opens nothing from now on, and its page is closed. What was said so far is hidden.
    Raises CodeUnknown.
    """
    code, contact = _lock(digest)
    if contact is None or contact.state not in OPEN:
        return None
    token = new_token()
    contact.token_digest, contact.caller_seen_at = digest_of(token), clock.now()
    first_time = not contact.hidden_to_seq or contact.last_seq != contact.hidden_to_seq + 1
    if first_time:
        contact.hidden_to_seq = contact.last_seq
    contact.save(update_fields=["token_digest", "caller_seen_at", "hidden_to_seq"])
    if first_time:
        # Both read it: the one who came back why there is nothing above, the handler that it may be another.
        append(contact, [Draft(sender=Message.Sender.SYSTEM, body=say("resumed", contact.language))])
    _renew(code)
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    return Resumed(contact=contact, token=token)


def move_to(*, digest: bytes, contact: Contact) -> None:
    """Let a contact that is just beginning continue what the code leads to, and take the code over.

    Call inside the transaction that makes the contact. Raises CodeUnknown, or CodeInUse when the
    code's contact goes on after all.
    """
    code, earlier = _lock(digest)
    if earlier is not None and earlier.state in OPEN:
        raise CodeInUse
    contact.with_code, contact.continues = True, earlier
    contact.save(update_fields=["with_code", "continues"])
    # Whoever knows the person of the earlier contact knows who comes back.
    known_to = Acquaintance.objects.filter(contact=earlier).values_list("handler", flat=True)
    Acquaintance.objects.bulk_create(Acquaintance(contact=contact, handler_id=each) for each in known_to)
    code.contact = contact
    _renew(code)


def forget_codes(*, now: datetime) -> int:
    """Delete the codes whose last day is over; return how many."""
    return ReturnCode.objects.filter(expires_on__lt=now.date()).delete()[0]


def _lock(digest: bytes) -> tuple[ReturnCode, Contact | None]:
    """Lock a code that still works, and the contact it leads to. Raises CodeUnknown."""
    alive = ReturnCode.objects.filter(digest=digest, expires_on__gte=timezone.now().date())
    for _ in range(MOST_LOOKS):
        seen = alive.first()
        if seen is None:
            break
        rows = Contact.objects.select_for_update(of=("self",))
        contact = rows.filter(pk=seen.contact_id).first() if seen.contact_id else None
        code = alive.select_for_update(of=("self",)).first()
        # It may have moved on, or been forgotten, while its contact was waited for.
        if code is not None and code.contact_id == (contact.pk if contact else None):
            return code, contact
    raise CodeUnknown


def _renew(code: ReturnCode) -> None:
    code.expires_on = _last_day(timezone.now())
    code.save(update_fields=["contact", "expires_on"])


def _last_day(now: datetime) -> date:
    return now.date() + timedelta(days=settings.HELPLINE_RETURN_CODE_DAYS)
