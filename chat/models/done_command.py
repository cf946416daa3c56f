"""A command that a handler's socket has done, so that the same id again gets the first answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted a day later, and with the contact's row at the latest")


class DoneCommand(models.Model):
    """One command of one account. `contact` is what its acknowledgement names: an id and no key to a row,
    since the contact of a practice is deleted at its end. No words, and nothing that was decided.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    command = models.UUIDField()
    kind = models.CharField(max_length=40)
    contact = models.UUIDField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "command"], name="one_done_command_an_id")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "by", "command", "kind", "contact", "at"], GOES
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.command}"
