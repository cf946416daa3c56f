"""A waiting contact that is being offered to one handler."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted when it is answered, missed or overtaken")


class Offer(models.Model):
    """One offer: a contact is offered to one handler at a time, and a handler has one offer at a time."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="offer")
    handler = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offer")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "handler", "made_at", "expires_at"], GOES
    )

    def __str__(self) -> str:
        return f"{self.contact_id} to {self.handler_id}"
