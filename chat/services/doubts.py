"""What became of drafts that the console asked about: counted by kind, without words and without a name.

The check itself is made in the handler's own window (static/console/collusion.js), so a draft comes here
only as the message that it becomes. See docs/adr/0032-drafts-are-checked-in-the-window.md.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler
from chat.models import GuidanceUse, PracticeRun
from chat.services.guidance_use import count_uses
from helpline.staff.models import Account
from scripts.collusion_file import KINDS
from scripts.services import collusion

Kind = GuidanceUse.Kind


@transaction.atomic
def note_doubts(
    *, contact: UUID, shown: Iterable[str], sent_anyway: Iterable[str], mended: Iterable[str], by: Account
) -> None:
    """Count the kinds of doubt of one's own contact; an unknown kind counts nothing.

    A practice counts nothing, and its look back says what was asked about. Raises ContactNotFound.
    """
    found = contact_of_handler(by, contact)
    if found.practice:
        _note_practice(contact, known(shown))
        return
    for kind, names in (
        (Kind.DOUBT_SHOWN, shown),
        (Kind.DOUBT_SENT_ANYWAY, sent_anyway),
        (Kind.DOUBT_MENDED, mended),
    ):
        count_uses(contact=found.pk, kind=kind, names=known(names))


def known(names: Iterable[str]) -> list[str]:
    """Return those of the names that are kinds of doubt, in the order of their harm."""
    said = set(names)
    return [kind for kind in KINDS if kind in said]


def labels() -> Mapping[str, str]:
    """Return each kind of doubt as people say it."""
    return {kind.id: kind.label for kind in collusion().kinds}


def _note_practice(contact: UUID, kinds: list[str]) -> None:
    run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact).first()
    if run is not None and run.ended_at is None:
        run.doubts = known([*run.doubts, *kinds])
        run.save(update_fields=["doubts"])
