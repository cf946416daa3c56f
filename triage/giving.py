"""Which service may be given to whom. Plain Python."""

from datetime import date

from helpline.kernel.errors import HelplineError
from triage.checking import is_fresh
from triage.entries import EMERGENCY, Entry


class NotForCallers(HelplineError):
    """This kind of caller may not be given this service."""

    code = "signpost.not_for_callers"
    status = 409
    message = (
        "This service is not one that this caller can be given, so it was not sent. Choose another from "
        "the search."
    )


class Unreachable(HelplineError):
    """There is no phone, text number, e-mail address, website or postal address to give."""

    code = "signpost.unreachable"
    status = 409
    message = (
        "There is no way to reach this service on record, so it cannot be sent. Choose another, and tell "
        "a supervisor."
    )


class Unconfirmed(HelplineError):
    """Nobody has checked the details yet; a handler may send it after confirming them."""

    code = "signpost.unconfirmed"
    status = 409
    message = "Nobody has confirmed these details yet. Check them with the provider, then confirm."


class Withdrawn(HelplineError):
    """The entry was taken out of use."""

    code = "signpost.withdrawn"
    status = 409
    message = "This service is no longer given out, so it was not sent. Choose another from the search."


def may_send(
    entry: Entry, *, caller_type: str | None = None, about: str | None = None, on: date | None = None
) -> None:
    """Pass when this service may be sent to this caller as a card, on a day (None: whenever it was checked).

    The handler's `caller_type` counts above what the caller first said (`about`):
    somebody who uses abuse may arrive saying that they are being hurt.
    Raises Withdrawn, NotForCallers, Unreachable or Unconfirmed, in that order, so
    that confirming is asked for only where it would help.
    """
    if not entry.is_active:
        raise Withdrawn
    if not _is_for(entry, caller_type=caller_type, about=about):
        raise NotForCallers
    if not entry.is_reachable:
        raise Unreachable
    # 999 needs nobody's confirmation, and danger cannot wait for it.
    if entry.slug != EMERGENCY and not is_fresh(entry, on or entry.last_checked or date.max):
        raise Unconfirmed


def why_not(
    entry: Entry, *, caller_type: str | None = None, about: str | None = None, on: date | None = None
) -> str | None:
    """Return the code with which `may_send` refuses, or None when it passes."""
    try:
        may_send(entry, caller_type=caller_type, about=about, on=on)
    except HelplineError as refusal:
        return refusal.code
    return None


def is_worker(*, caller_type: str | None, about: str | None) -> bool:
    """Tell whether it is for somebody's work: the handler's judgement counts above the caller's words."""
    return caller_type == "frontline_worker" or (caller_type is None and about == "work")


def is_own_behaviour(*, caller_type: str | None, about: str | None) -> bool:
    """Tell whether somebody surely speaks of what they do themselves, not of what is done to them."""
    return caller_type == "person_using_abuse" or (caller_type is None and about == "own_behaviour")


def _is_for(entry: Entry, *, caller_type: str | None, about: str | None) -> bool:
    for_work = is_worker(caller_type=caller_type, about=about)
    # Whatever an editor chose: whoever uses abuse is never told where a partner finds support.
    if entry.role == "survivor_support" and is_own_behaviour(caller_type=caller_type, about=about):
        return False
    match entry.signpost:
        case "yes" | "with_care" | "verify":
            # Whatever an editor chose: where only agencies refer, a caller is sent to a closed door.
            return for_work or not entry.takes_agencies_only
        case "survivor_only":
            return caller_type == "victim_survivor" or (caller_type is None and about == "being_hurt")
        case "agency_only" | "professionals_only":
            return for_work
    return False
