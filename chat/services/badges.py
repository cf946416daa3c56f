"""Badges: that a caller's words may hold something about safety. Names of cues, never words.

No level is set by this: a person must judge.
"""

from chat import events
from chat.models import Contact
from chat.selectors import events_after
from chat.services.guidance import safety_cues
from helpline.kernel.live import announce_on_commit


def raise_badges(contact: Contact, *bodies: str) -> None:
    """Look for safety cues in what a caller wrote, and show them as badges to whoever may take them."""
    found = safety_cues(*bodies) - set(contact.badges)
    if found:
        contact.badges = sorted({*contact.badges, *found})
        contact.save(update_fields=["badges"])
        announce_on_commit(events.queue_group(contact.queue), events.queue_hint())


def raise_badges_of_talk(contact: Contact) -> None:
    """Look through all that the caller of a locked contact has written, before others are asked to take it.

    While a talk goes on its handler sees every cue. Somebody who is to take it sees no word, and would see
    nothing of a danger that was told in the talk.
    """
    said = events_after(contact.pk, 0)
    raise_badges(contact, *(event["body"] for event in events.callers_words(said)))
