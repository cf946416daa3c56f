"""Rows of the kernel's own: the wrapped keys, and the leases of the timers."""

from typing import ClassVar

from django.db import models

from helpline.kernel.privacy import Decision, Destroy, Keep


class ContactKey(models.Model):
    """The wrapped key of one contact's words. Lives in the `keys` database alone."""

    contact = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()

    privacy: ClassVar[dict[str, Decision]] = {
        "contact": Destroy("with the key"),
        "wrapped": Destroy("destroying it destroys the words"),
    }


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
