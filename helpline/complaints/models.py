"""Complaints and the notes on them. No row here knows of a contact, and no contact of a row here."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.complaints.rules import Kind, Outcome, State
from helpline.kernel.privacy import Decision, Destroy

WITH_IT = Destroy("goes with its row, HELPLINE_COMPLAINT_DAYS after it was closed")
SEALED = Destroy("sealed with a key of its own, which is destroyed first")


def _choices(among: type[Kind] | type[State] | type[Outcome]) -> list[tuple[str, str]]:
    return [(each.value, each.value.replace("_", " ").capitalize()) for each in among]


class Complaint(models.Model):
    """One complaint or request. `words` holds what was written and how to answer, sealed.

    Days, never times: a time would tell which talk had just ended. `sent_id` is the form's own number, so
    that one sent twice is kept once; it is never shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sent_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    language = models.CharField(max_length=5)
    words = models.BinaryField()
    received_on = models.DateField(db_index=True)
    state = models.CharField(max_length=12, choices=_choices(State), db_index=True)
    acknowledged_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, choices=_choices(Outcome), blank=True)

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(
            [
                "id",
                "sent_id",
                "kind",
                "language",
                "received_on",
                "state",
                "acknowledged_on",
                "answered_on",
                "closed_on",
                "outcome",
            ],
            WITH_IT,
        ),
        "words": SEALED,
    }

    def __str__(self) -> str:
        return f"{self.kind} of {self.received_on}"


class ComplaintNote(models.Model):
    """What was done about one, in staff's words, sealed with the complaint's key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    words = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["complaint", "number"], name="one_note_a_number")
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(["id", "complaint", "number", "by", "on"], WITH_IT),
        "words": SEALED,
    }

    def __str__(self) -> str:
        return f"note {self.number}"
