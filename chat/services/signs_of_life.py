"""Signs of life of many callers at once: one read and one write, however many pages are open."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When

from chat.models import Contact
from chat.states import OPEN, State
from helpline.kernel import clock

# A statement takes so many: SQLite has a limit, and locks are held for no longer.
PIECE = 200


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One page is there: by the token's digest that it came in with, and up to which number it shows."""

    contact: UUID
    token: str
    shown: int


@dataclass(frozen=True)
class Found:
    """What a contact is now: its state, who talks, and its last number. `lives`: open, and to this token."""

    lives: bool
    state: str
    handler: str | None
    seq: int


def note_signs(signs: Sequence[Sign]) -> dict[Sign, Found]:
    """Note these signs of life and return what each contact is now; one that is gone is left out.

    A page that is no longer the contact's, or whose contact has ended, gives no sign of life.
    """
    found: dict[Sign, Found] = {}
    for begun in range(0, len(signs), PIECE):
        found |= _note(signs[begun : begun + PIECE])
    return found


@transaction.atomic
def _note(signs: Sequence[Sign]) -> dict[Sign, Found]:
    rows = _rows({sign.contact for sign in signs})
    found = {sign: _found(rows[sign.contact], sign.token) for sign in signs if sign.contact in rows}
    living = [sign for sign, now in found.items() if now.lives]
    further = [
        When(pk=sign.contact, then=Value(sign.shown))
        for sign in sorted(living, key=lambda sign: -sign.shown)
        if sign.shown > rows[sign.contact]["shown_seq"]
    ]
    new: dict[str, Any] = {"caller_seen_at": clock.now()}
    if further:
        new["shown_seq"] = Case(*further, default=F("shown_seq"), output_field=PositiveIntegerField())
    if living:
        Contact.objects.filter(pk__in={sign.contact for sign in living}).update(**new)
    return found


def _rows(contacts: Set[UUID]) -> dict[UUID, Mapping[str, Any]]:
    # In one order, as posts lock them, so that nobody waits for somebody who waits for them.
    locked = Contact.objects.select_for_update(of=("self",)).filter(pk__in=contacts).order_by("pk")
    columns = ("pk", "state", "last_seq", "shown_seq", "token_digest", "handler__display_name")
    return {row["pk"]: row for row in locked.values(*columns)}


def _found(row: Mapping[str, Any], token: str) -> Found:
    talks = row["state"] == State.TALKING
    return Found(
        lives=row["state"] in OPEN and row["token_digest"] == token,
        state=row["state"] if row["state"] in OPEN else State.ENDED,
        handler=row["handler__display_name"] if talks else None,
        seq=row["last_seq"],
    )
