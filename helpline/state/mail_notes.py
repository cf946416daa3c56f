"""Handing one mail over, with a note of when that went well or failed; never of what, or to whom."""

import logging
import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from helpline.state.models import MailNote

logger = logging.getLogger(__name__)


def is_set_up() -> bool:
    """Tell whether this service can send mail at all."""
    return bool(settings.HELPLINE_MAIL_FROM and own_address()) and not settings.EMAIL_BACKEND.endswith(
        "dummy.EmailBackend"
    )


def own_address() -> str:
    """Return the service's own address, as browsers name it."""
    return next((origin for origin in settings.HELPLINE_ORIGINS if "://" in origin), "")


def hand_over(*, subject: str, text: str, to: str, now: datetime) -> bool:
    """Send one mail, and tell whether the mail server took it."""
    mail = EmailMessage(subject, text, settings.HELPLINE_MAIL_FROM, [to])
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        # Without its words: an address may stand in them.
        logger.warning("a mail was not sent: %s", type(error).__name__)
        note_failed(error, now=now)
        return False
    note_sent(now=now)
    return True


def note_sent(*, now: datetime) -> None:
    """Note that a mail was handed over."""
    MailNote.objects.update_or_create(pk=1, defaults={"tried_at": now, "sent_at": now, "why": ""})


def note_failed(error: Exception, *, now: datetime) -> None:
    """Note that one was not, by the name of the error; when the last one went stays."""
    why = type(error).__name__[:60]
    MailNote.objects.update_or_create(pk=1, defaults={"tried_at": now, "why": why})
