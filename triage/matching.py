"""Which service may be given to whom, and which fits best. Plain Python."""

import uuid
from dataclasses import dataclass
from datetime import date

from helpline.kernel.errors import HelplineError

# A service keeps its id for ever and everywhere: uuid5 of its slug under this namespace.
NAMESPACE = uuid.UUID("6f0f5c3e-5b6e-5d0f-9c55-1b1f3b6a2f40")

SIGNPOST_VALUES = {
    "yes": "May be given to any caller",
    "with_care": "Alongside other help only: read the cautions",
    "verify": "Details missing or likely out of date: check first",
    "court_only": "By court sentence only",
    "agency_only": "Agencies refer, callers cannot",
    "survivor_only": "For people who are being hurt only",
    "professionals_only": "For workers only",
    "no": "Not a service to give out",
}
AUDIENCES = {"M": "men", "W": "women", "C": "children and young people"}
ROLES = {
    "behaviour_change": "Behaviour change programme",
    "early_intervention": "Early intervention",
    "helpline": "Helpline",
    "emergency": "Emergency service",
    "survivor_support": "Support for people being hurt",
    "first_contact": "First contact",
    "recovery_support": "Recovery support",
    "substance_misuse": "Drink and drugs",
    "womens_support": "Support for women",
    "young_people_prevention": "Prevention with young people",
    "high_harm": "Work with people who pose high harm",
    "offender_management": "Offender management",
    "professional_training": "Training for workers",
    "provider": "Provider",
    "quality_mark": "Quality mark",
    "model": "Model of work",
    "referrer": "Referrer",
}

EMERGENCY = "emergency"


class NotForCallers(HelplineError):
    """This kind of caller may not be given this service."""

    code = "signpost.not_for_callers"
    status = 409
    message = "This service is not one that this caller can be given."


class Unreachable(HelplineError):
    """There is no phone, text number, e-mail address or website to give."""

    code = "signpost.unreachable"
    status = 409
    message = "There is no way to reach this service on record, so it cannot be sent."


class Unconfirmed(HelplineError):
    """Nobody has checked the details yet; a handler may send it after confirming them."""

    code = "signpost.unconfirmed"
    status = 409
    message = "Nobody has confirmed these details yet. Check them with the provider, then confirm."


class Withdrawn(HelplineError):
    """The entry was taken out of use."""

    code = "signpost.withdrawn"
    status = 409
    message = "This service is no longer given out."


@dataclass(frozen=True)
class Entry:
    """What the rules need to know of a programme or helpline.

    `audience` holds letters of AUDIENCES and is empty where nobody said; ages are
    inclusive and None where open.
    """

    slug: str
    name: str
    signpost: str
    provider: str = ""
    role: str = ""
    description: str = ""
    areas: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    eligibility: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    phone: str = ""
    text_number: str = ""
    email: str = ""
    website: str = ""
    last_checked: date | None = None
    is_active: bool = True

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.text_number or self.email or self.website)


def entry_id(slug: str) -> uuid.UUID:
    """Return the id that a service has under its slug."""
    return uuid.uuid5(NAMESPACE, slug)


def may_send(entry: Entry, *, caller_type: str | None = None, about: str | None = None) -> None:
    """Pass when this service may be sent to this caller as a card.

    The handler's `caller_type` counts above what the caller first said (`about`):
    somebody who uses abuse may arrive saying that they are being hurt.
    Raises Withdrawn, NotForCallers, Unreachable or Unconfirmed, in that order, so
    that confirming is asked for only where it would help.
    """
    if not entry.is_active:
        raise Withdrawn
    if not _is_for(entry.signpost, caller_type=caller_type, about=about):
        raise NotForCallers
    if not entry.is_reachable:
        raise Unreachable
    # 999 needs nobody's confirmation, and danger cannot wait for it.
    if entry.last_checked is None and entry.slug != EMERGENCY:
        raise Unconfirmed


def why_not(entry: Entry, *, caller_type: str | None = None, about: str | None = None) -> str | None:
    """Return the code with which `may_send` refuses, or None when it passes."""
    try:
        may_send(entry, caller_type=caller_type, about=about)
    except HelplineError as refusal:
        return refusal.code
    return None


def _is_for(signpost: str, *, caller_type: str | None, about: str | None) -> bool:
    match signpost:
        case "yes" | "with_care" | "verify":
            return True
        case "survivor_only":
            return caller_type == "victim_survivor" or (caller_type is None and about == "being_hurt")
        case "agency_only" | "professionals_only":
            return caller_type == "frontline_worker" or (caller_type is None and about == "work")
    return False
