"""How long a sign-in lasts: twelve hours, or thirty minutes without use; and how it is ended everywhere."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from helpline.kernel.live import announce_on_commit
from helpline.staff.hints import account_group, account_hint
from helpline.staff.models import Account
from helpline.staff.second_factor import is_wanting

BEGAN, USED, CONFIRMED = "staff.began", "staff.used", "staff.confirmed"
# Noted once a minute at most: a sign of life costs a write.
NOTE_EVERY_SECONDS = 60
CONFIRMED_FOR_SECONDS = 600

Held: TypeAlias = Mapping[str, Any] | SessionBase


def begin(session: SessionBase) -> None:
    """Note that somebody has just signed in; that they are who they are counts as confirmed."""
    session[BEGAN] = session[USED] = session[CONFIRMED] = int(time.time())


def is_over(held: Held, *, idle: bool = True) -> bool:
    """Tell whether a sign-in has lasted too long, or, with `idle`, was not used for too long."""
    now = time.time()
    began, used = held.get(BEGAN, 0), held.get(USED, 0)
    if now - began >= settings.SESSION_COOKIE_AGE:
        return True
    return idle and bool(now - used >= settings.HELPLINE_IDLE_MINUTES * 60)


def note_use(session: SessionBase) -> None:
    """Note that somebody used this sign-in just now."""
    if time.time() - session.get(USED, 0) >= NOTE_EVERY_SECONDS:
        session[USED] = int(time.time())


def is_confirmed(held: Held) -> bool:
    """Tell whether whoever sits there showed within ten minutes that it is still them."""
    confirmed: int = held.get(CONFIRMED, 0)
    return time.time() - confirmed < CONFIRMED_FOR_SECONDS


def session_stands(session_key: str | None, account: Account, *, idle: bool = True) -> bool:
    """Tell whether a session is still signed in as this account: a socket outlives its first request.

    False once it was ended, ran out, was not used for long, lacks the second factor, or the password changed.
    """
    return bool(session_key) and stands(_store(session_key).load(), account, idle=idle)


def held_in(session_keys: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Return what these sessions hold, by key; none that has run out or is gone. One query."""
    rows = Session.objects.filter(pk__in=set(session_keys), expire_date__gt=timezone.now())
    return {row.pk: row.get_decoded() for row in rows}


def stands(held: Held, account: Account, *, idle: bool = True) -> bool:
    """Tell of what a session holds what `session_stands` tells of its key."""
    digest = str(held.get(HASH_SESSION_KEY, ""))
    return (
        held.get(SESSION_KEY) == str(account.pk)
        and constant_time_compare(digest, account.get_session_auth_hash())
        and not is_over(held, idle=idle)
        and not is_wanting(held, account)
    )


def note_socket_use(session_key: str | None, account: Account) -> None:
    """The same as `note_use` for somebody who only writes over a socket."""
    with transaction.atomic():
        # Locked from reading to writing: what a request changes meanwhile is not undone.
        Session.objects.select_for_update().filter(pk=session_key).first()
        store = _store(session_key)
        if not stands(store.load(), account) or time.time() - store.get(USED, 0) < NOTE_EVERY_SECONDS:
            return
        store[USED] = int(time.time())
        store.save(must_create=False)


@dataclass(frozen=True)
class SignIn:
    """One sign-in of an account, as its person sees it: no address, no browser."""

    key: str
    began_at: datetime
    used_at: datetime


def sign_ins(account: Account) -> list[SignIn]:
    """Return where an account is signed in now, the newest first."""
    found = [
        SignIn(row.pk, _moment(held[BEGAN]), _moment(held[USED]))
        for row, held in _rows(account, Session.objects.filter(expire_date__gt=timezone.now()))
        if stands(held, account)
    ]
    return sorted(found, key=lambda each: each.began_at, reverse=True)


def last_uses() -> dict[int, datetime]:
    """Return when each account used a sign-in that has not ended last. One query."""
    uses: dict[int, datetime] = {}
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        held = row.get_decoded()
        account, used = str(held.get(SESSION_KEY, "")), held.get(USED, 0)
        if account.isdigit() and used and not is_over(held):
            uses[int(account)] = max(_moment(used), uses.get(int(account), _moment(used)))
    return uses


def is_signed_in(*, account: Account, besides: str | None = None) -> bool:
    """Tell whether a session of this account stands, other than the one with the key `besides`."""
    return any(each.key != besides for each in sign_ins(account))


def end_sessions(*, account: Account, besides: str | None = None) -> int:
    """Sign somebody out everywhere, or everywhere but in one session; return how many sessions ended."""
    theirs = [row.pk for row, _ in _rows(account, Session.objects.all()) if row.pk != besides]
    Session.objects.filter(pk__in=theirs).delete()
    # An open console looks again at once, and is closed.
    announce_on_commit(account_group(account.pk), account_hint())
    return len(theirs)


def forget_sessions(*, now: datetime) -> int:
    """Delete the sessions that have run out; return how many."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]


def _store(session_key: str | None) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key=session_key)
    return store


def _rows(account: Account, rows: Any) -> Iterator[tuple[Session, dict[str, Any]]]:
    """Yield an account's sessions and what they hold: none names its account in a column."""
    for row in rows.iterator():
        held = row.get_decoded()
        if held.get(SESSION_KEY) == str(account.pk):
            yield row, held


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
