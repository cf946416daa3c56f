"""What staff write beside a contact and no caller ever sees: notes, whispers, the note of a transfer."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted after the key of its words")


class Aside(models.Model):
    """One aside; `sealed` opens only with the contact's key and only at this `seq`.

    The sequence is its own (`Contact.last_aside_seq`): a gap in the caller's would tell of it.
    """

    class Kind(models.TextChoices):
        NOTE = "note"
        WHISPER = "whisper"
        TRANSFER = "transfer"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="asides")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    client_id = models.UUIDField(default=uuid4)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "seq"], name="one_aside_a_seq"),
            models.UniqueConstraint(fields=["contact", "by", "client_id"], name="one_aside_a_client_id"),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "seq", "kind", "by", "client_id", "sealed", "at"], GOES
    )

    def __str__(self) -> str:
        return f"{self.contact_id} aside {self.seq}"
