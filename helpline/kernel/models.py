"""Rows of the kernel's own: the key store, and the leases of the timers."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Destroy, Keep

SEALED = "sealed under the key-encryption key, which is in no database"


class ContactKey(models.Model):
    """The wrapped key of one contact's words. Lives in the `keys` database alone.

    `kek` is the id of the key that wrapped it, "" for one that was wrapped before keys had ids.
    """

    contact = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    kek = models.CharField(max_length=16, default="")

    privacy: ClassVar[dict[str, Decision]] = {
        "contact": Destroy("with the key"),
        "wrapped": Destroy("destroying it destroys the words"),
        "kek": Destroy("with the key"),
    }


class KekMark(models.Model):
    """A key-encryption key that this store has been used with. Lives in the `keys` database alone.

    `canary` opens with that key alone, so that a wrong one is noticed at the start. `current` is the one that
    new keys are wrapped by. `lasting` is False for one that lived in a process's memory.
    """

    id = models.CharField(max_length=16, primary_key=True)
    canary = models.BinaryField()
    current = models.BooleanField(default=False)
    lasting = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["current"], condition=models.Q(current=True), name="one_current_kek"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("names a key and tells nothing of it"),
        "canary": Keep(SEALED),
        "current": Keep("a setting"),
        "lasting": Keep("a setting"),
    }

    def __str__(self) -> str:
        return self.id


class SiteSecret(models.Model):
    """A secret of the whole service, wrapped as contacts' keys are. Lives in the `keys` database alone."""

    name = models.CharField(max_length=40, primary_key=True)
    wrapped = models.BinaryField()
    kek = models.CharField(max_length=16)

    privacy: ClassVar[dict[str, Decision]] = {
        "name": Keep("what it is for"),
        "wrapped": Keep(SEALED),
        "kek": Keep("names a key and tells nothing of it"),
    }

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """Who may do a periodic job until when, so that one process of many does it."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=60)
    expires_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Decision]] = {
        "name": Keep("name of a job"),
        "holder": Keep("a random process id"),
        "expires_at": Keep("a deadline"),
    }


class BrowserRefusal(models.Model):
    """How often browsers refused something on a page in a day: codes of closed lists and a number."""

    day = models.DateField()
    directive = models.CharField(max_length=40)
    page = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day", "directive", "page", "kind"], name="one_browser_refusal_a_day"
            )
        ]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a number"),
        "day": Keep("a day; the row goes after 30"),
        "directive": Keep("a name of the policy's own"),
        "page": Keep("a route as it stands in the code, without ids"),
        "kind": Keep("one of a few kinds, no address"),
        "times": Keep("a count"),
    }
