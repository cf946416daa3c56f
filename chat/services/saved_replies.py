"""Replies that a handler or the team keeps for use again. They go into the box; none is sent by itself.

None of this is a caller's word; the console warns when one looks like it. See docs/threat-model.md,
a writing aid that carries words off.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chat.errors import MessageEmpty, MessageTooLong, ReplyNotFound, TooManyReplies
from chat.models import SavedReply
from chat.words import clean_body
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

MOST_TITLE, MOST_WORDS = 60, 1_000
# Of one handler, and of the team as a whole.
MOST_REPLIES = 100


def replies_of(account: Account) -> list[dict[str, Any]]:
    """Return this handler's own replies and the team's, by title: {id, title, words, team}.

    Raises Forbidden.
    """
    check_may(account, Permission.TAKE_CONTACTS)
    rows = SavedReply.objects.filter(Q(owner=account) | Q(owner=None))
    return sorted((_shown(row) for row in rows), key=lambda row: (row["title"].casefold(), row["id"]))


def may_keep_for_team(account: Account) -> bool:
    """Tell whether this account may add, change and delete the team's replies."""
    return may(account, Permission.MANAGE_TEAM_REPLIES)


@transaction.atomic
def save_reply(*, reply: UUID, title: str, words: str, team: bool, by: Account) -> dict[str, Any]:
    """Store a reply under the id that the console made, and return it as `replies_of` does.

    The same id again changes it. Putting a deleted one back is storing it again. `team` says whose it
    is and never changes.
    Raises Forbidden, RequestInvalid with `fields`, ReplyNotFound (somebody else's looks absent)
    or TooManyReplies.
    """
    _check_keeper(by, team=team)
    cleaned = _checked(title=title, words=words)
    # One of an owner's at a time, so that two windows together stay within the limit.
    # Without the key: others may go on to name this account in their rows, whatever they hold.
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    owner = None if team else by
    held = SavedReply.objects.select_for_update(of=("self",)).filter(pk=reply).first()
    if held is not None and held.owner_id != (owner and owner.pk):
        raise ReplyNotFound
    if held is None and SavedReply.objects.filter(owner=owner).count() >= MOST_REPLIES:
        raise TooManyReplies(most=MOST_REPLIES)
    row = held or SavedReply(pk=reply, owner=owner)
    row.title, row.words, row.changed_at = cleaned["title"], cleaned["words"], timezone.now()
    row.save()
    if team:
        # That, not what: see docs/confidentiality.md, where words could leak.
        record(event="reply.changed" if held else "reply.added", by=by, subject=row.pk)
    return _shown(row)


@transaction.atomic
def delete_reply(*, reply: UUID, by: Account) -> None:
    """Delete one's own reply, or one of the team's.

    Raises Forbidden (the team's, without the permission) or ReplyNotFound (absent, or somebody else's).
    """
    check_may(by, Permission.TAKE_CONTACTS)
    mine = Q(owner=by) | Q(owner=None)
    held = SavedReply.objects.select_for_update(of=("self",)).filter(mine, pk=reply).first()
    if held is None:
        raise ReplyNotFound
    team = held.owner_id is None
    _check_keeper(by, team=team)
    held.delete()
    if team:
        record(event="reply.deleted", by=by, subject=reply)


def _check_keeper(by: Account, *, team: bool) -> None:
    check_may(by, Permission.TAKE_CONTACTS)
    if team:
        check_may(by, Permission.MANAGE_TEAM_REPLIES)


def _checked(*, title: str, words: str) -> dict[str, str]:
    """Return both as they are stored. Raises RequestInvalid naming each that does not fit."""
    wanted: dict[str, Callable[[], str]] = {
        "title": lambda: clean_body(" ".join(title.split()), most=MOST_TITLE),
        "words": lambda: clean_body(words, most=MOST_WORDS),
    }
    cleaned, wrong = {}, {}
    for field, clean in wanted.items():
        try:
            cleaned[field] = clean()
        except MessageEmpty:
            wrong[field] = "is empty"
        except MessageTooLong as long:
            wrong[field] = f"must be at most {long.extra['most']} characters"
    if wrong:
        raise RequestInvalid(fields=wrong)
    return cleaned


def _shown(row: SavedReply) -> dict[str, Any]:
    return {"id": str(row.pk), "title": row.title, "words": row.words, "team": row.owner_id is None}
