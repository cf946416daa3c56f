"""Who answered for what before the service opened. Rows are never changed but to be taken back."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import Decision, Keep
from helpline.service.before_opening import LONGEST_NAME, LONGEST_WHERE, Kind


class SignOff(models.Model):
    """One record. Of a kind the newest that was not taken back counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    name = models.CharField(max_length=LONGEST_NAME)
    on = models.DateField()
    where = models.CharField(max_length=LONGEST_WHERE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(["id", "kind", "on", "where"], Keep("about the service, never about a caller")),
        "name": Keep("whoever answers for the service; never a caller"),
        **dict.fromkeys(["by", "taken_back_by"], Keep("a member of staff")),
        **dict.fromkeys(["at", "taken_back_at"], Keep("when staff recorded it or took it back")),
    }

    def __str__(self) -> str:
        return f"{self.kind} of {self.on}"


class StepConfirmed(models.Model):
    """A step of the checklist that somebody looked at and found fitting as it stands."""

    step = models.CharField(max_length=30, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(["id", "step"], Keep("about the service")),
        "by": Keep("a member of staff"),
        "at": Keep("when staff confirmed it"),
    }

    def __str__(self) -> str:
        return self.step


class TestContact(models.Model):
    """One test contact of an admin: when it began, and when it arrived at whom. The newest is shown."""

    # Not pytest's, whatever its name begins with.
    __test__ = False

    contact = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    arrived_at = models.DateTimeField(null=True)
    handler = models.CharField(max_length=60, blank=True)
    answered = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(["id", "contact"], Keep("a random id of a contact that nobody real made")),
        **dict.fromkeys(["by", "handler"], Keep("a member of staff")),
        **dict.fromkeys(["begun_at", "arrived_at", "answered"], Keep("how a test of the service went")),
    }

    def __str__(self) -> str:
        return str(self.contact)
