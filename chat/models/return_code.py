"""What is kept of a return code: a digest that can be looked up, and until when."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from chat.models.contact import Contact
from helpline.kernel.privacy import Decision, Destroy


class ReturnCode(models.Model):
    """Four words that lead back to one contact; the words themselves are never stored.

    Once the contact's row is gone it leads to nobody, and tells only that somebody was here before.
    A day, not a moment, and a random id: nothing joins what is left to a fact.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    contact = models.OneToOneField(Contact, null=True, on_delete=models.SET_NULL, related_name="return_code")
    expires_on = models.DateField(db_index=True)

    privacy: ClassVar[dict[str, Decision]] = {
        "id": Destroy("random; goes with the row"),
        "digest": Destroy("opens the way back; deleted after its last day"),
        "contact": Destroy("emptied when the contact's row goes"),
        "expires_on": Destroy("a day; goes with the row"),
    }

    def __str__(self) -> str:
        return str(self.id)
