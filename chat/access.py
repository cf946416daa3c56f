"""The only doors to a contact. Absent and not yours look alike."""

import hashlib
import secrets
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.channels import Channel
from chat.errors import ContactNotFound, ReviewGone, TokenInvalid
from chat.models import Contact, Watching
from chat.states import State
from helpline.kernel.errors import Forbidden
from helpline.kernel.networks import shared_proved
from helpline.kernel.proved import Proved
from helpline.staff.access import check_may, may
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role, role_may

TOKEN_BYTES = 32
MINE = (State.TALKING, State.ENDED)
MOST_EARLIER = 20


@lru_cache(maxsize=1)
def proved() -> Proved:
    """Return whose tokens were good lately: the door in front of the service lets them pass in a flood."""
    return shared_proved()


def new_token() -> str:
    """Return 256 random bits as 43 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what is stored of a token. A random token needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def contact_of_token(token: str) -> Contact:
    """Return the caller's own contact, in whatever state. Raises TokenInvalid."""
    found = contacts_of_tokens([token]).get(token)
    if found is None:
        raise TokenInvalid
    return found


def contacts_of_tokens(tokens: Iterable[str]) -> dict[str, Contact]:
    """Return the callers' own contacts by the tokens that open one."""
    # A token of ours is ASCII; half a character pair has no digest at all.
    digests = {token: digest_of(token) for token in tokens if token.isascii() and token}
    rows = {row.token_digest: row for row in Contact.objects.filter(token_digest__in=digests.values())}
    proved().remember(*rows)
    return {token: rows[digest] for token, digest in digests.items() if digest in rows}


def own_contacts(account: Account) -> QuerySet[Contact]:
    """Return what this handler has: talking, and ended with the wrap-up still to do."""
    check_may(account, Permission.READ_OWN_CONTACTS)
    return Contact.objects.filter(handler=account, state__in=MINE)


def contact_of_handler(account: Account, contact: UUID, *, lock: bool = False) -> Contact:
    """Return one of this handler's own contacts. Raises ContactNotFound or Forbidden."""
    rows = own_contacts(account)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=contact).first()
    if found is None:
        raise ContactNotFound
    return found


def locked(contact: UUID, *, token: str | None = None) -> Contact:
    """Return a contact with its row locked until the transaction ends. Raises ContactNotFound.

    For services that act for the caller or for the system; a handler's way in is above. `token` is
    the digest that the caller came in with: TokenInvalid when another has taken its place meanwhile.
    """
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    if found is None:
        raise ContactNotFound
    check_token(found, token)
    return found


def check_token(contact: Contact, token: str | None) -> None:
    """Raise TokenInvalid when `token` (a digest; None is no caller) no longer opens this contact."""
    if token is not None and contact.token_digest != token:
        raise TokenInvalid


def earlier_contacts(account: Account, contact: UUID) -> list[Contact]:
    """Return what one of this handler's own contacts continues, the latest first, while the rows exist.

    Raises ContactNotFound or Forbidden: who does not have the new contact has no way to the old ones.
    """
    found = contact_of_handler(account, contact)
    chain: list[Contact] = []
    while found.continues is not None and len(chain) < MOST_EARLIER:
        found = found.continues
        chain.append(found)
    return chain


def contacts_to_correct(account: Account) -> QuerySet[Contact]:
    """Return the closed contacts whose fact this account may correct: one's own, or all with CORRECT_ANY.

    Neither practice nor what nobody answered. Whether a draft is still there, statistics says.
    Raises Forbidden.
    """
    check_may(account, Permission.READ_OWN_CONTACTS)
    rows = Contact.objects.filter(state=State.CLOSED, practice=False, first_taken_at__isnull=False)
    return rows if may(account, Permission.CORRECT_ANY) else rows.filter(handler=account)


def _closed_with_words() -> QuerySet[Contact]:
    """Return the closed talks whose words are still there and not past their time, held or not."""
    return Contact.objects.filter(
        state=State.CLOSED,
        practice=False,
        channel=Channel.WEB_CHAT,
        handler__isnull=False,
        words_destroyed_at__isnull=True,
        purge_at__gt=timezone.now(),
    )


def contacts_to_review(account: Account) -> QuerySet[Contact]:
    """Return the closed talks whose quality this account may review now.

    None that it had a part in: had it, wrote in it or beside it, passed it on, or knows its caller.
    Raises Forbidden.
    """
    check_may(account, Permission.REVIEW_QUALITY)
    part = Q(handler=account) | Q(transfer__by=account) | Q(acquaintances__handler=account)
    wrote = Q(messages__by=account) | Q(asides__by=account)
    return _closed_with_words().exclude(part).exclude(wrote)


def contact_to_review(account: Account, contact: UUID, *, lock: bool = False) -> Contact:
    """Return one of them. Raises Forbidden, or ReviewGone: not theirs, absent, or its words are gone."""
    # Locked first: a purge that holds the row has destroyed the words by the time this one has it.
    if lock:
        list(Contact.objects.select_for_update(of=("self",)).filter(pk=contact))
    found = contacts_to_review(account).filter(pk=contact).first()
    if found is None:
        raise ReviewGone
    return found


def contacts_with_feedback(account: Account) -> QuerySet[Contact]:
    """Return one's own closed talks that were reviewed, while their words are there. Raises Forbidden."""
    check_may(account, Permission.READ_OWN_CONTACTS)
    own = _closed_with_words().filter(handler=account, reviews__handed_in_at__isnull=False)
    return own.distinct()


def contact_with_feedback(account: Account, contact: UUID, *, lock: bool = False) -> Contact:
    """Return one of them. Raises Forbidden or ReviewGone."""
    if lock:
        list(Contact.objects.select_for_update(of=("self",)).filter(pk=contact))
    found = contacts_with_feedback(account).filter(pk=contact).first()
    if found is None:
        raise ReviewGone
    return found


def contact_to_break(account: Account, contact: UUID, *, lock: bool = False) -> Contact:
    """Return a contact whose confidence this account may propose to break, in whatever state.

    A handler's are those they have or had last; a supervisor's all. Raises ContactNotFound or Forbidden.
    """
    check_may(account, Permission.READ_OWN_CONTACTS)
    rows = Contact.objects.filter(pk=contact)
    if not may(account, Permission.SAFEGUARD):
        rows = rows.filter(handler=account)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ContactNotFound
    return found


def is_held_by(contact: Contact, account: int) -> bool:
    """Tell whether a contact, read with its handler, is of this account, and that may still have any."""
    held = contact.handler
    return held is not None and held.pk == account and may(held, Permission.READ_OWN_CONTACTS)


def check_may_follow(account: Account) -> None:
    """Raise Forbidden unless this account, as it stands in the database now, may follow others' talks.

    A socket may hold an account as it was before somebody lost the role. One that did not have it is not
    asked for: each desk of a handler asks, and a role that was gained is read with the account.
    """
    check_may(account, Permission.FOLLOW_CONTACTS)
    current = Account.objects.filter(pk=account.pk).first()
    check_may(current or AnonymousUser(), Permission.FOLLOW_CONTACTS)


def talk_to_follow(account: Account, contact: UUID, *, lock: bool = False) -> Contact:
    """Return any talk that goes on, but no practice and no phone call or e-mail: they hold no words.

    Raises ContactNotFound or Forbidden.
    """
    check_may_follow(account)
    rows = Contact.objects.filter(pk=contact, state=State.TALKING, practice=False, channel=Channel.WEB_CHAT)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ContactNotFound
    return found


def followed_contacts(account: Account) -> QuerySet[Contact]:
    """Return the talks that this account reads along with; none once it may not (any more)."""
    try:
        check_may_follow(account)
    except Forbidden:
        return Contact.objects.none()
    return Contact.objects.filter(watchers__supervisor=account, state=State.TALKING)


def followed_contact(account: Account, contact: UUID, *, lock: bool = False) -> Contact:
    """Return a talk that this account reads along with. Raises ContactNotFound."""
    rows = followed_contacts(account)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=contact).first()
    if found is None:
        raise ContactNotFound
    return found


def may_still_follow() -> Q:
    """Return the condition on a Watching that its supervisor still may be there."""
    roles = [role for role in Role if role_may(role, Permission.FOLLOW_CONTACTS)]
    return Q(supervisor__is_active=True, supervisor__role__in=roles)


def joined_talks(accounts: Iterable[int], contacts: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Return which of these accounts may write as a supervisor who has joined, as (contact, account)."""
    pairs = Watching.objects.filter(
        may_still_follow(), contact__in=contacts, supervisor__in=accounts, joined_at__isnull=False
    )
    return set(pairs.values_list("contact", "supervisor"))
