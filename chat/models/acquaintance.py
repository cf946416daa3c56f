"""That a handler knows the person of a contact: it never comes to them (again)."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("goes with the contact's row; it would say who knows a caller")


class Acquaintance(models.Model):
    """One handler and one contact. No reason is asked or kept."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="acquaintances")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handler", "contact"], name="one_acquaintance_a_handler")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "contact", "handler"], GOES)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.handler_id}"
