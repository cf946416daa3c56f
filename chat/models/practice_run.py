"""One handler's practice with a scripted caller: where it stands, and what is left to look back on."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("put away by the handler, replaced by the next practice, or deleted a day later")


class PracticeRun(models.Model):
    """The last practice of one handler; it goes on until `ended_at`. It holds codes, never words.

    `contact` is an id and no key to a row: the contact is deleted at the end, with its words.
    `node`, `said` and `heard` are the caller's place (scripts/practice.py); at `due_at` it is their
    turn. `kinds` are all the kinds of answer so far, `path` the nodes that were reached, `cues` and
    `prompts` what came and what was used, `doubts` the kinds that a draft was asked about; together they are
    the look back.
    """

    handler = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="practice"
    )
    contact = models.UUIDField(unique=True)
    client_id = models.UUIDField()
    caller = models.CharField(max_length=60)
    node = models.CharField(max_length=60)
    said = models.PositiveSmallIntegerField(default=0)
    heard = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True, db_index=True)
    kinds = models.JSONField(default=list)
    path = models.JSONField(default=list)
    cues = models.JSONField(default=list)
    prompts = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        [
            "handler", "contact", "client_id", "caller", "node", "said", "heard", "due_at", "kinds", "path",
            "cues", "prompts", "doubts", "started_at", "ended_at",
        ],
        GOES,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.handler_id} with {self.caller}"
