"""One thing said or shown in a contact, sealed with the contact's key."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted after the key of its words")


class Message(models.Model):
    """A message, a card or an answer to one; `sealed` opens with the contact's key at this `seq` alone.

    `supervisor` marks what a supervisor wrote who had joined the talk; staff see it, the caller reads it as
    one of the service's people. `by` is the account that wrote it, so that only they get its answer again;
    it is shown to nobody.
    """

    class Sender(models.TextChoices):
        CALLER = "caller"
        HANDLER = "handler"
        SYSTEM = "system"

    class Kind(models.TextChoices):
        MESSAGE = "message"
        SIGNPOST = "signpost"
        AGREED = "agreed"
        CARD = "card"
        ANSWER = "answer"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MESSAGE)
    sender = models.CharField(max_length=10, choices=Sender)
    client_id = models.UUIDField(default=uuid4)
    sealed = models.BinaryField()
    prompt = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    supervisor = models.BooleanField(default=False)
    # Looked for within a contact alone: an index would cost every message something.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "seq"], name="one_message_a_seq"),
            models.UniqueConstraint(
                fields=["contact", "sender", "client_id"], name="one_message_a_client_id"
            ),
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id", "contact", "seq", "kind", "sender", "client_id", "sealed", "prompt", "at", "supervisor",
            "by",
        ],
        GOES,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contact_id} {self.seq}"
