"""Accounts of those who work here, and what they did."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from helpline.kernel.privacy import STAFF_RECORD, Decision, Keep
from helpline.staff.audit_models import AuditCheck, SealedDay
from helpline.staff.leaver_models import Departure, LeaverTick
from helpline.staff.roles import Role

__all__ = [
    "Account",
    "AccountManager",
    "AuditCheck",
    "AuditEvent",
    "AuditHead",
    "Departure",
    "LeaverTick",
    "Link",
    "LostFactor",
    "SealedDay",
    "SignInNotice",
]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no sign-up."""

    def create_account(
        self, *, username: str, password: str | None, role: Role, display_name: str = "Adviser"
    ) -> "Account":
        """Store an account; without a password nobody can sign in with it yet."""
        account = self.model(username=username, role=role, display_name=display_name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One person who works here, with one role.

    `display_name` is what a caller sees: the name of a role ("Adviser"), never a person's.
    `skills` are what they are trained or able to do (helpline/staff/skills.py); contacts are routed by them.
    """

    username = models.CharField(max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(max_length=60, default="Adviser")
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value.title()) for role in Role])
    skills = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Until then somebody without a second factor may enrol the first one: a link was used.
    may_enrol_until = models.DateTimeField(null=True, blank=True)
    # Wrong passwords and wrong codes since they signed in last.
    failed_sign_ins = models.PositiveIntegerField(default=0)
    # The first day on which no new contact comes, because a date is out of date (helpline/standing/).
    held_back_from = models.DateField(null=True, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id",
            "password",
            "last_login",
            "username",
            "display_name",
            "email",
            "role",
            "skills",
            "is_active",
            "created_at",
            "may_enrol_until",
            "failed_sign_ins",
            "held_back_from",
        ],
        STAFF_RECORD,
    )

    def __str__(self) -> str:
        return self.username


class Link(models.Model):
    """A single-use link: to choose a password, or to enrol a second factor anew. Only its digest is kept."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        PASSWORD = "password", "New password"
        FACTORS = "factors", "New second factor"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "purpose", "digest", "made_at", "expires_at"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.purpose} {self.account_id}"


class LostFactor(models.Model):
    """A proposal to take somebody's second factors away, until a second person decides."""

    class Reason(models.TextChoices):
        LOST = "lost", "Telephone or key lost"
        STOLEN = "stolen", "Telephone or key stolen"
        BROKEN = "broken", "Telephone or key broken or replaced"
        SUSPECTED = "suspected", "Somebody else may have it"

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="lost_factor")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "reason", "by", "at"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.reason}"


class SignInNotice(models.Model):
    """Something that happened to an account and that its person is told at the next sign-in."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=30)
    at = models.DateTimeField(default=timezone.now)
    told = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "account", "code", "at", "told"], STAFF_RECORD
    )

    def __str__(self) -> str:
        return f"{self.account_id} {self.code}"


class AuditEvent(models.Model):
    """One line of the append-only audit log.

    It holds no foreign key, so that history survives what it is about, and no words.
    `digest` chains each line to the one before it.
    """

    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=60)
    actor = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        # A day's lines are read on the page of the load, and the log grows for years.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="audit_at")]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("order of the log"),
        "at": Keep("who did what when"),
        "event": Keep("a code"),
        "actor": Keep("a staff name"),
        "subject": Keep("a random id or a setting; no words"),
        "detail": Keep("codes and ids; no words"),
        "previous": Keep("chain"),
        "digest": Keep("chain"),
    }

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"


class AuditHead(models.Model):
    """The one row that holds the newest digest; locking it orders the log."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)

    privacy: ClassVar[dict[str, Decision]] = {"id": Keep("always 1"), "digest": Keep("chain")}

    def __str__(self) -> str:
        return self.digest
