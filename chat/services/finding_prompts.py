"""Every prompt of a contact's script that its caller may be given, to be searched by words."""

from typing import Any
from uuid import UUID

from chat.access import contact_of_handler
from chat.services.guidance import address_for
from helpline.staff.models import Account
from scripts.addressing import fill_all
from scripts.engine import caller_kind
from scripts.finding import wordings
from scripts.services import script_of
from triage.services import triage_of


def prompts_of(*, contact: UUID, by: Account) -> list[dict[str, Any]]:
    """Return the wordings of all nodes that fit this kind of caller, those of their own script first.

    As `scripts.finding.wordings` says, filled as the panel fills them. What is for others is not found.
    Raises ContactNotFound, or NoScript where none has been published.
    """
    found = contact_of_handler(by, contact)
    kind = caller_kind(found.about, found.age_band or None, triage_of(found.pk)["caller_type"])
    shown = wordings(script_of(found.script_version or 0), kind)
    filled: list[dict[str, Any]] = fill_all(shown, address_for(found, kind=kind))
    return filled
