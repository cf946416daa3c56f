"""What supervisors tell all handlers for some days, and who has put it away."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("deleted 365 days after the last day it was shown")


class HandlerNotice(models.Model):
    """One notice in light markup, from its first to its last day in London; taken down, but never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=4_000)
    first_day = models.DateField()
    last_day = models.DateField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="handler_notices"
    )
    posted_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "id", "title", "text", "first_day", "last_day", "by", "posted_at", "taken_down_at",
            "taken_down_by",
        ],
        GOES,
    )  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class NoticeRead(models.Model):
    """A handler has put a notice away."""

    notice = models.ForeignKey(HandlerNotice, on_delete=models.CASCADE, related_name="reads")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "account"], name="a_notice_is_put_away_once")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "notice", "account", "at"], GOES)

    def __str__(self) -> str:
        return str(self.notice_id)
