"""A contact that begins in a talk on a handler's desk: no caller's page can open it, and it never waited."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chat.access import digest_of, new_token
from chat.models import Contact
from chat.services.guidance import opening
from chat.states import State
from helpline.staff.models import Account


def create_on_desk(
    *, id: UUID, about: str, by: Account, now: datetime, age_band: str | None = None, **more: Any
) -> Contact:
    """Store it at the beginning of what the script has for this caller; `more` are further fields."""
    version, node = opening(about=about, age_band=age_band)
    return Contact.objects.create(
        pk=id,
        state=State.TALKING,
        # Of a token that nobody was ever given.
        token_digest=digest_of(new_token()),
        consented_at=now,
        joined_at=now,
        caller_seen_at=now,
        handler=by,
        first_taken_at=now,
        taken_at=now,
        about=about,
        age_band=age_band or "",
        script_version=version,
        script_node=node,
        **more,
    )
