"""The charity's own face, one row for every version ever in force; and the pictures they name."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpline.face.values import Face
from helpline.kernel.privacy import Decision, Keep


class LogoPicture(models.Model):
    """One logo as it is served: read, cleaned and written anew. `name` is made of its own digest."""

    name = models.CharField(max_length=40, unique=True)
    content = models.BinaryField()
    # What of the uploaded file was left out, as sentences.
    taken_out: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "name": Keep("a digest of the picture"),
        "content": Keep("the logo of the charity"),
        "taken_out": Keep("what of the file was left out; sentences of ours"),
        "uploaded_by": Keep("a member of staff"),
        "uploaded_at": Keep("when staff uploaded it"),
    }

    def __str__(self) -> str:
        return self.name


class FaceVersion(models.Model):
    """One version; the highest number is in force. `stored` has the shape of `values.py`.

    Rows are never changed: undoing makes a copy of an earlier one.
    """

    number = models.PositiveIntegerField(unique=True)
    stored: "models.JSONField[Any, Any]" = models.JSONField()
    logo = models.ForeignKey(LogoPicture, null=True, on_delete=models.PROTECT, related_name="versions")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Keep("a row number"),
        "number": Keep("order of the versions"),
        "stored": Keep("the charity's words and colours; about no caller"),
        "logo": Keep("the logo of that version"),
        "made_by": Keep("a member of staff"),
        "made_at": Keep("when staff changed it"),
    }

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def face(self) -> Face:
        """Return what it holds."""
        return Face.from_json(self.stored, number=self.number, logo=self.logo.name if self.logo else "")
