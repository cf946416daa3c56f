"""What a supervisor is shown of others' talks that they follow, and handlers of who follows theirs."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from chat import events
from chat.access import check_may_follow, followed_contacts, may_still_follow
from chat.channels import Channel
from chat.handler_view import DeskContact, desk_contact_of
from chat.models import Contact, Watching
from chat.selectors import answers_of, is_online
from chat.services.lowering import level_of
from chat.services.triage import assessment_of
from chat.states import State
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account


def followed(account: Account, after: Mapping[UUID, int]) -> list[DeskContact]:
    """Return every followed talk, each with its messages after the number the console has."""
    talks = followed_contacts(account).select_related("handler")
    joined = dict(
        Watching.objects.filter(supervisor=account, contact__in=[talk.pk for talk in talks]).values_list(
            "contact", "joined_at"
        )
    )
    return [
        desk_contact_of(talk, after.get(talk.pk, 0), header=header_of(talk, joined=bool(joined.get(talk.pk))))
        for talk in talks
    ]


def why_unfollowed(contact: UUID, account: Account) -> str:
    """Tell why a talk is no longer followed: forbidden, yours, returned, ended or left."""
    try:
        check_may_follow(account)
    except Forbidden:
        return "forbidden"
    found = Contact.objects.filter(pk=contact).values_list("state", "handler").first()
    if found is None or found[0] in {State.ENDED, State.CLOSED}:
        return "ended"
    if found[0] == State.WAITING:
        return "returned"
    return "yours" if found[1] == account.pk else "left"


def watchers_events(contacts: Collection[UUID]) -> list[events.Event]:
    """Return for each of these contacts who reads along; somebody who lost the right is not told of."""
    if not contacts:
        return []
    rows = Watching.objects.filter(may_still_follow(), contact__in=contacts).order_by("since", "pk")
    by_contact: dict[UUID, list[dict[str, Any]]] = {contact: [] for contact in contacts}
    for row in rows.select_related("supervisor"):
        by_contact[row.contact_id].append(
            {"name": row.supervisor.username, "joined": row.joined_at is not None}
        )
    return [
        {"type": "watchers", "contact": str(contact), "watchers": watchers}
        for contact, watchers in by_contact.items()
    ]


def judged_events(contacts: Collection[UUID]) -> list[events.Event]:
    """Return for each of these talks what its handler recorded and set, and what is suggested."""
    found = Contact.objects.in_bulk(contacts) if contacts else {}
    return [_judged(talk, assessment_of(talk)) for talk in found.values()]


def _judged(contact: Contact, triage: Mapping[str, Any]) -> events.Event:
    asked = {marker: answer for marker, answer in triage["markers"].items() if answer != "not_asked"}
    return {
        "type": "judged",
        "contact": str(contact.pk),
        "caller_type": triage["caller_type"],
        "markers": asked,
        "level": contact.level or None,
        "suggested": triage["suggestion"]["level"],
        "lowered": level_of(contact)["lowered"],
    }


def talks(account: Account) -> list[dict[str, Any]]:
    """Return the talks that go on and that this supervisor could follow: no words. Raises Forbidden."""
    check_may_follow(account)
    rows = Contact.objects.filter(state=State.TALKING, practice=False, channel=Channel.WEB_CHAT)
    rows = rows.exclude(handler=account)
    rows = rows.exclude(acquaintances__handler=account).select_related("handler").order_by("taken_at", "pk")
    mine = set(Watching.objects.filter(supervisor=account).values_list("contact", flat=True))
    return [
        {
            "contact": str(row.pk),
            "about": row.about,
            "level": row.level or None,
            "handler": row.handler.username if row.handler else None,
            "taken_at": events.moment(row.taken_at),
            "followed": row.pk in mine,
        }
        for row in rows
    ]


def header_of(talk: Contact, *, joined: bool) -> events.Event:
    """Return how a talk stands that somebody reads along with or has joined; read it with its handler."""
    return {
        "type": "following",
        "state": talk.state,
        "seq": talk.last_seq,
        "handler": talk.handler.username if talk.handler else None,
        "joined": joined,
        "answers": answers_of(talk),
        "level": talk.level or None,
        "caller": "online" if is_online(talk) else "away",
        "joined_at": events.moment(talk.joined_at),
        "taken_at": events.moment(talk.taken_at),
    }
