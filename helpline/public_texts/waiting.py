"""Which texts for callers wait for one person's approval, as the first pages after sign-in say it."""

from dataclasses import dataclass

from django.urls import reverse

from helpline.public_texts.kinds import ABOUT, Kind
from helpline.public_texts.models import TextDraft
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@dataclass(frozen=True)
class Waiting:
    """One proposed text: its title, and the page where it is read and approved."""

    title: str
    url: str


def waiting_for(account: Account) -> list[Waiting]:
    """Return what this person may approve, the longest first: not what they proposed or wrote in last.

    One query, and none for whoever may approve nothing. It holds no words of a draft.
    """
    if not may(account, Permission.APPROVE_TEXTS):
        return []
    proposed = TextDraft.objects.filter(proposed_at__isnull=False).order_by("proposed_at")
    rows = proposed.values_list("kind", "proposed_by_id", "edited_by_id")
    kinds = [Kind(kind) for kind, *people in rows if account.pk not in people]
    return [Waiting(ABOUT[kind].title, reverse("texts:draft", args=[kind])) for kind in kinds]
