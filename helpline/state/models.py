"""How each matter stood when the timers looked last, when mail went, and who was told of what."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Keep

_MACHINE = Keep("how the machinery stands; about nobody")
_TOLD = Keep("which admin was told that something needs a person; goes after 30 days")


class MatterState(models.Model):
    """How one matter stood when the timers looked: `since` when so, and `until` when, where it has an end."""

    code = models.CharField(max_length=20, primary_key=True)
    state = models.CharField(max_length=20)
    says = models.CharField(max_length=300)
    since = models.DateTimeField()
    looked_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["code", "state", "says", "since", "looked_at", "until"], _MACHINE
    )

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"


class MailNote(models.Model):
    """When mail was handed over last, and whether the last try failed: one row. `why` names an error."""

    tried_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=60, blank=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "tried_at", "sent_at", "why"], _MACHINE)

    def __str__(self) -> str:
        return f"mail, {self.tried_at:%Y-%m-%d}"


class RestoreTried(models.Model):
    """Somebody wrote down that a backup was restored beside the service, and proved to be whole."""

    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "on", "by", "at"], Keep("when staff tried a backup")
    )

    def __str__(self) -> str:
        return str(self.on)


class MatterTold(models.Model):
    """An admin was told of a matter on one day in London: that it needs a person, or (`well`) no longer."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    day = models.DateField()
    well = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account", "code", "day", "well"], name="told_of_a_matter_once_a_day"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "account", "code", "day", "well"], _TOLD)

    def __str__(self) -> str:
        return f"{self.code} {self.day}"


class NoMail(models.Model):
    """An admin who does not want to be told by mail."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account"], Keep("a choice of a member of staff")
    )

    def __str__(self) -> str:
        return str(self.account_id)
