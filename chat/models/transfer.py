"""A talk that its handler asks somebody else to take over."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted when the contact is passed on again, and with it at the latest")


class Transfer(models.Model):
    """The last transfer that was asked for: to a named handler, or to whoever holds `skill` ("" for anybody).

    Its note is an aside of the contact (chat/models/aside.py), sealed with the contact's key. `gone` says how
    it came out and is "" while it is open; the row stays, so that nobody's console misses the answer.
    `declined_by` holds the accounts that said no to an open one.
    """

    class Gone(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"
        AWAY = "away", "Whoever was asked is no longer there"
        OVER = "over", "The talk ended, went back to the queue or was taken over"

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="transfer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="transfers_asked")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="transfers_offered"
    )
    skill = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    declined_by = models.JSONField(default=list)
    gone = models.CharField(max_length=10, blank=True, choices=Gone)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "contact", "by", "to", "skill", "asked_at", "expires_at", "declined_by", "gone"], GOES
    )

    def __str__(self) -> str:
        return f"{self.contact_id} from {self.by_id}"
