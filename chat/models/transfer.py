"""A talk that its handler asks somebody else to take over."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted when it is answered, withdrawn or overtaken")


class Transfer(models.Model):
    """One asked-for transfer: to a named handler, or to whoever holds `skill` ("" for anybody).

    Its note is an aside of the contact (chat/models/aside.py), sealed with the contact's key.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="transfer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="transfers_asked")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="transfers_offered"
    )
    skill = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "by", "to", "skill", "asked_at", "expires_at"], GOES
    )

    def __str__(self) -> str:
        return f"{self.contact_id} from {self.by_id}"
