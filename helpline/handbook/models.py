"""What somebody who works here has read, and where they stand in the tour: nothing of a caller."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("goes with the account; one's own marks in what is new and in the tour")


class ReadingMarks(models.Model):
    """One account's marks. `seen` are digests of entries of the changelog; `tour_step` is where to go on.

    `tour` is "" before it was offered, "left" when it can be taken up again, "done" at its end or for good.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seen = models.JSONField(default=list)
    tour = models.CharField(max_length=8, default="", blank=True)
    tour_step = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["account", "seen", "tour", "tour_step"], GOES)

    def __str__(self) -> str:
        return f"marks of account {self.account_id}"
