"""Who is there: leases that consoles and callers' pages renew."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from chat import events
from chat.access import MINE
from chat.channels import Channel
from chat.desk_states import SKILLS_HOLD
from chat.errors import HeldBack, SkillNotYours, Training
from chat.models import Contact, Presence
from chat.services.board import announce_board
from chat.services.rounds import round_on_commit
from chat.states import OPEN, State
from helpline.kernel import clock
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.rules import is_held_back
from helpline.standing.standings import why_held_back

SET = [
    "available", "capacity", "break_reason", "skills", "skills_until", "active_at", "asked_at",
    "away_because",
]  # fmt: skip


def renew_presence(*, by: Account) -> Presence:
    """Renew a handler's lease; makes the row (away) at the first sign of life.

    Whoever was found gone (see `deadlines.return_dropped`) comes back as away: the talks of that
    time have gone to others.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    now = clock.now()
    until = now + timedelta(seconds=settings.HELPLINE_DEADLINES["lease_seconds"])
    with transaction.atomic():
        presence, made = Presence.objects.select_for_update(of=("self",)).get_or_create(
            handler=by, defaults={"leased_until": until, "seen_at": now}
        )
        came = made or presence.leased_until <= now
        if not made:
            presence.leased_until, presence.seen_at = until, now
            presence.save(update_fields=["leased_until", "seen_at"])
        if came:
            announce_board()
    return presence


@transaction.atomic
def set_presence(
    *,
    by: Account,
    available: bool,
    capacity: int,
    skills: tuple[str, ...] | None = None,
    break_reason: str = "",
) -> Presence:
    """Set whether this handler takes contacts, and how many at once (1 to 4).

    Fewer than they have now takes no talk away: nobody new comes until they have fewer. `skills` are
    those of their own that are on for today; None leaves them as they are. `break_reason` counts only
    for somebody who is not available. Raises Forbidden, SkillNotYours, HeldBack, or Training for who
    would be available in the middle of a practice.
    """
    presence = renew_presence(by=by)
    if available and presence.training:
        raise Training
    if available and is_held_back(by.held_back_from, today=timezone.localdate()):
        raise HeldBack(why_held_back(by))
    presence.available, presence.capacity = available, capacity
    presence.break_reason = "" if available else break_reason
    # Whoever sets themselves is there, and whatever the service had set for them is over.
    presence.active_at, presence.asked_at, presence.away_because = clock.now(), None, ""
    if skills is not None:
        _switch_skills(presence, by, frozenset(skills))
    presence.save(update_fields=SET)
    announce_on_commit(events.handler_group(by.pk), events.own_hint())
    announce_board()
    round_on_commit()
    return presence


def _switch_skills(presence: Presence, account: Account, on: frozenset[str]) -> None:
    if not on <= frozenset(account.skills):
        raise SkillNotYours
    presence.skills = sorted(on)
    # All on is nothing switched off: what an admin adds meanwhile counts then, too.
    all_on = on == frozenset(account.skills)
    presence.skills_until = None if all_on else clock.now() + SKILLS_HOLD


def open_contacts(account: Account) -> int:
    """Return how many talks this handler has; a wrap-up still to do does not count, nor does practice."""
    return Contact.objects.filter(handler=account, state=State.TALKING, practice=False).count()


def talks_of_callers(account: Account) -> int:
    """Return how many of them would go back to the queue: neither a phone call nor an e-mail does."""
    rows = Contact.objects.filter(handler=account, state=State.TALKING, practice=False)
    return rows.filter(channel=Channel.WEB_CHAT).count()


class Held(TypedDict):
    """What a handler has, in the words of `assignment.check_may_take`."""

    open_contacts: int
    wrapping_up: int
    on_phone: bool


def held_by(account: Account) -> Held:
    """Return what this handler has now; practice does not count. One query."""
    talking = Q(state=State.TALKING)
    counted = Contact.objects.filter(handler=account, state__in=MINE, practice=False).aggregate(
        open_contacts=Count("pk", filter=talking),
        wrapping_up=Count("pk", filter=Q(state=State.ENDED)),
        calls=Count("pk", filter=talking & Q(channel=Channel.PHONE)),
    )
    return Held(
        open_contacts=counted["open_contacts"],
        wrapping_up=counted["wrapping_up"],
        on_phone=counted["calls"] > 0,
    )


def held_of(contacts: Iterable[Contact]) -> Held:
    """Return the same of one handler's own contacts, where they were read already."""
    real = [contact for contact in contacts if not contact.practice]
    talking = [contact for contact in real if contact.state == State.TALKING]
    return Held(
        open_contacts=len(talking),
        wrapping_up=sum(contact.state == State.ENDED for contact in real),
        on_phone=any(contact.channel == Channel.PHONE for contact in talking),
    )


def renew_presences(handlers: Collection[int]) -> dict[int, Presence]:
    """Renew the leases that run; return those rows, by account. Two queries, however many.

    Who has none that runs is for `renew_presence`, and so is whose row somebody holds just now: whoever
    waits here for one of many could keep another who waits for them.
    """
    now = clock.now()
    until = now + timedelta(seconds=settings.HELPLINE_DEADLINES["lease_seconds"])
    with transaction.atomic():
        free = Presence.objects.select_for_update(of=("self",), skip_locked=True)
        rows = {row.handler_id: row for row in free.filter(handler__in=handlers, leased_until__gt=now)}
        if rows:
            Presence.objects.filter(handler__in=rows).update(leased_until=until, seen_at=now)
    return rows


def wrap_ups(account: Account) -> int:
    """Return how many talks have ended and are not wrapped up yet; a practice that ended is none."""
    return Contact.objects.filter(handler=account, state=State.ENDED, practice=False).count()


def renew_caller(*, contact: UUID, shown: int = 0, token: str | None = None) -> bool:
    """Note a caller's sign of life and up to which number the page shows.

    False once it is over, or when `token` (a digest) no longer opens it.
    """
    rows = Contact.objects.filter(pk=contact, state__in=OPEN)
    rows = rows if token is None else rows.filter(token_digest=token)
    return bool(rows.update(caller_seen_at=clock.now(), shown_seq=Greatest(F("shown_seq"), Value(shown))))


def note_shown(*, contact: UUID, seq: int) -> None:
    """Note what the caller's page has shown at the end: it is not given out again."""
    Contact.objects.filter(pk=contact).update(shown_seq=Greatest(F("shown_seq"), Value(seq)))
