"""What a handler's console is shown of the offer that is made to it."""

from uuid import UUID

from chat import events
from chat.models import AwayBecause, Contact, Offer, Presence
from chat.selectors import queue_entry
from chat.states import OVER, State
from helpline.staff.models import Account


def offer_event(account: Account) -> events.Event | None:
    """Return the offer that waits for this handler's answer, None where there is none."""
    offer = Offer.objects.filter(handler=account).select_related("contact").first()
    if offer is None or offer.contact.state != State.WAITING:
        return None
    return {
        "type": "offer",
        "contact": str(offer.contact_id),
        "expires_at": events.moment(offer.expires_at),
        "entry": queue_entry(offer.contact),
    }


def why_offer_gone(account: Account, contact: UUID) -> str:
    """Tell from how things stand why an offer is gone: it needs no hint that could be lost.

    accepted, taken (given to somebody else), left (the caller), declined, missed, away (missed for the
    second time, so that the handler was set away), or withdrawn (the handler is free no more).
    """
    found = Contact.objects.filter(pk=contact).first()
    if found is None or found.state in OVER:
        return "left"
    if found.state == State.TALKING:
        return "accepted" if found.handler_id == account.pk else "taken"
    if account.pk not in found.passed_by:
        return "withdrawn"
    presence = Presence.objects.filter(handler=account).first()
    if presence is not None and not presence.available and presence.away_because == AwayBecause.MISSED:
        return "away"
    return "missed" if presence is not None and presence.misses else "declined"
