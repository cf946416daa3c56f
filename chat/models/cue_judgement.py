"""What a handler said of a cue that was found in a caller's words: it is so, or it is not."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy

GOES = Destroy("says what a message was about; deleted with the words")


class CueJudgement(models.Model):
    """One cue of one message, judged. No row: nobody has said anything of it, or they took it back.

    It holds no word; `seq` and `cue` say which mark is meant, on every window and to whoever gets the
    talk next.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="cue_judgements")
    seq = models.PositiveIntegerField()
    cue = models.CharField(max_length=40)
    so = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "seq", "cue"], name="one_judgement_a_cue")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(["id", "contact", "seq", "cue", "so", "by"], GOES)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.seq} {self.cue}"
