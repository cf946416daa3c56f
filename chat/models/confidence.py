"""A break of confidence: proposed, decided on by a second person, passed on, and the hold ended."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy, Keep

ACCOUNT = Keep("the service must be able to account for a break of confidence: codes, moments, staff names")


class ConfidenceBreak(models.Model):
    """One break of confidence, without a word of the caller's. Until the hold ends, words are not purged.

    `at_once`: 999 was rung in a danger before anybody could approve. `handler` had the contact then.
    """

    class Reason(models.TextChoices):
        """The three limits that callers are told of before the first word, and no other."""

        LIFE = "life", "A life is in danger now"
        CHILD = "child", "A child is at risk"
        HARM = "harm", "Serious risk of harm to somebody who can be identified"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.UUIDField(null=True, db_index=True)
    reason = models.CharField(max_length=12, choices=Reason)
    at_once = models.BooleanField(default=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    hold_ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    hold_ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(hold_ended_at__isnull=True), name="one_hold_a_contact"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(
            [
                "id", "reason", "at_once", "handler", "by", "proposed_at", "approved", "decided_by",
                "decided_at", "hold_ended_by", "hold_ended_at",
            ],
            ACCOUNT,
        ),
        "contact": Destroy("emptied with the contact's row"),
    }  # fmt: skip

    def __str__(self) -> str:
        return f"break of confidence {self.proposed_at:%d %b %H:%M}"


class Passing(models.Model):
    """What was passed on, to whom, and whether the caller was told: codes alone.

    `reference` is the number that the receiver gave it.
    """

    class To(models.TextChoices):
        EMERGENCY = "emergency", "999: police or ambulance"
        POLICE = "police", "Police, not as an emergency"
        CHILDREN = "children", "Children's social care"
        ADULTS = "adults", "Adult social care"

    class What(models.TextChoices):
        NAME = "name", "A name"
        PHONE = "phone", "A telephone number"
        EMAIL = "email", "An e-mail address or an account"
        ADDRESS = "address", "An address or postcode"
        SCHOOL = "school", "A school or a place of work"
        WHERE = "where", "Where somebody is, or is going"
        DANGER = "danger", "What may happen, or has happened"
        CHILDREN = "children", "That there are children"

    class WhyNot(models.TextChoices):
        DANGER = "danger", "Telling them would have put somebody in danger"
        GONE = "gone", "They had left"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of = models.ForeignKey(ConfidenceBreak, on_delete=models.PROTECT, related_name="passings")
    to = models.CharField(max_length=12, choices=To)
    what = models.JSONField(default=list)
    told = models.BooleanField()
    why_not = models.CharField(max_length=12, choices=WhyNot, blank=True)
    reference = models.CharField(max_length=24, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "of", "to", "what", "told", "why_not", "reference", "by", "at"], ACCOUNT
    )

    def __str__(self) -> str:
        return f"passed to {self.to}"
