"""How often guidance was used in a contact: ids and numbers, never words."""

from typing import ClassVar

from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("goes into a tally without a contact when the fact is sealed, and with the contact's row")


class GuidanceUse(models.Model):
    """One kind of use of one thing in one contact, counted.

    `name` is an id of our own: a node of the script, a cue, a kind of collusion or a card. It holds no word
    of a caller or a handler. `chat.services.guidance_use` writes it and says what each kind means.
    """

    class Kind(models.TextChoices):
        PROMPT_SHOWN = "prompt_shown"
        PROMPT_TAKEN = "prompt_taken"
        PROMPT_SENT = "prompt_sent"
        PROMPT_CHANGED = "prompt_changed"
        PROMPT_ANSWERED = "prompt_answered"
        PROMPT_SKIPPED = "prompt_skipped"
        CUE_CONFIRMED = "cue_confirmed"
        CUE_REFUSED = "cue_refused"
        DOUBT_SHOWN = "doubt_shown"
        DOUBT_SENT_ANYWAY = "doubt_sent_anyway"
        DOUBT_MENDED = "doubt_mended"
        CARD_SENT = "card_sent"
        CARD_ANSWERED = "card_answered"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="guidance_uses")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "kind", "name"], name="one_use_a_name")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "contact", "kind", "name", "count"], GOES)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.kind} {self.name}"
