"""One caller's conversation from start to close, and the text the caller agreed to."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from chat.channels import Channel
from chat.states import State
from helpline.kernel.privacy import Decision, Destroy, Keep

ROW = Destroy("the row is deleted once its fact is sealed")
ANSWER = Destroy("a caller's answer: goes with the row, the coarse fact stays")


class ConsentText(models.Model):
    """One version of the limits of confidentiality, in one language. Never changed once stored."""

    version = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    text = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "language"], name="one_consent_text_a_version")
        ]

    privacy: ClassVar[dict[str, Decision]] = dict.fromkeys(
        ["id", "version", "language", "text", "published_at"], Keep("the service's own text")
    )

    def __str__(self) -> str:
        return f"consent {self.version} {self.language}"


class Contact(models.Model):
    """One conversation. It holds no words, no name and no network address.

    `rank`, `returned` and `joined_at` are its place in the queue (see chat/assignment.py).
    `last_seq` numbers its messages without gaps. The token itself is never stored.
    `need` is what somebody wants who asks because of their work (chat/starting.py), "" for everybody else.
    `with_code` and `continues` say that it began with a return code, `rang_programme` what the caller
    said of the programme of last time. `shown_seq` is what the caller's page, `handler_seen_seq` what a
    handler's console has shown, so that every window of theirs counts the same as unread. No word
    up to `hidden_to_seq` is shown to whoever holds the token.
    `passed_by` holds the accounts that declined or missed it, `passed_at` when the last of them did;
    `warned_at` when a handler gave the one warning that abuse ends the talk. `address` is how prompts
    speak of the other person where a handler set it: ids such as "she|wife". `practice` marks a trainee's
    scripted caller: it stands in a queue of its own and is neither counted nor estimated. A `channel` other
    than "web_chat" is a phone call or an e-mail that a handler records: it has no key, so it holds no words,
    its token was given to nobody, and it never waits.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    queue = models.CharField(max_length=40, default="main")
    channel = models.CharField(max_length=10, default=Channel.WEB_CHAT)
    state = models.CharField(max_length=10, default=State.WAITING)
    token_digest = models.CharField(max_length=64, unique=True)
    consent_version = models.PositiveIntegerField()
    consented_at = models.DateTimeField()

    about = models.CharField(max_length=20)
    need = models.CharField(max_length=20, blank=True)
    safe_now = models.BooleanField(null=True)
    private_now = models.BooleanField(null=True)
    area = models.CharField(max_length=80, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=5, default="en")
    interpreter = models.CharField(max_length=40, blank=True)

    with_code = models.BooleanField(default=False)
    continues = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="continued_by")
    rang_programme = models.CharField(max_length=12, blank=True)

    level = models.CharField(max_length=10, blank=True)
    level_by = models.CharField(max_length=60, blank=True)
    level_at = models.DateTimeField(null=True)
    badges = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField()
    returned = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="contacts"
    )
    first_taken_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    caller_seen_at = models.DateTimeField(default=timezone.now)
    last_seq = models.PositiveIntegerField(default=0)
    shown_seq = models.PositiveIntegerField(default=0)
    handler_seen_seq = models.PositiveIntegerField(default=0)
    last_aside_seq = models.PositiveIntegerField(default=0)
    hidden_to_seq = models.PositiveIntegerField(default=0)

    passed_by = models.JSONField(default=list)
    passed_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    practice = models.BooleanField(default=False)

    script_version = models.PositiveIntegerField(null=True)
    script_node = models.CharField(max_length=80, blank=True)
    script_done = models.JSONField(default=list)
    address = models.CharField(max_length=24, blank=True)
    script_trail = models.JSONField(default=list)

    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    closed_at = models.DateTimeField(null=True)
    purge_at = models.DateTimeField(null=True)
    words_destroyed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "queue", "rank", models.F("returned").desc(), "joined_at", name="queue_order",
                condition=models.Q(state="waiting"),
            ),
            models.Index("handler", "state", name="contacts_of_handler"),
            models.Index("state", "caller_seen_at", name="contacts_by_presence"),
        ]  # fmt: skip

    privacy: ClassVar[dict[str, Decision]] = {
        **dict.fromkeys(
            [
                "id", "queue", "channel", "state", "consent_version", "consented_at", "level", "level_by",
                "level_at", "rank", "returned", "joined_at", "handler", "first_taken_at", "taken_at",
                "caller_seen_at", "last_seq", "shown_seq", "handler_seen_seq", "last_aside_seq",
                "hidden_to_seq", "passed_by", "passed_at",
                "warned_at", "practice", "with_code", "continues", "script_version", "script_node",
                "script_done", "script_trail", "address", "ended_at", "end_reason", "outcome",
                "closed_at", "purge_at",
                "words_destroyed_at", "counted_at",
            ],
            ROW,
        ),
        **dict.fromkeys(
            [
                "about", "need", "safe_now", "private_now", "area", "age_band", "gender", "language",
                "interpreter", "rang_programme",
            ],
            ANSWER,
        ),
        "token_digest": Destroy("opens the contact; goes with the row"),
        "badges": Destroy("found in words; emptied with them"),
    }  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
