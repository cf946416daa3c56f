"""What an admin does on the page: a test mail to oneself, the own address, the day a backup was tried."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.state.errors import MailRefused
from helpline.state.mail_notes import hand_over, is_set_up
from helpline.state.models import NoMail, RestoreTried

SUBJECT = "A test mail of your helpline"
TEXT = "Mail of your helpline reaches you. There is nothing to do.\n"


def send_test_mail(*, by: Account, now: datetime) -> None:
    """Send a mail to whoever asks, and nobody else. Raises Forbidden, MailRefused."""
    check_may(by, Permission.MANAGE_SERVICE)
    if not is_set_up():
        raise MailRefused(
            "No mail server is set up, so nothing was sent. Ask whoever runs the machine to set one up."
        )
    if not by.email:
        raise MailRefused("Say first to which address of yours. Nothing was sent.")
    if not hand_over(subject=SUBJECT, text=TEXT, to=by.email, now=now):
        raise MailRefused(
            "The mail server did not take it, so nothing was sent. Look under “Mail to staff” for why."
        )
    record(event="service.test_mail", by=by, subject="state")


@transaction.atomic
def choose_mail(*, address: str, wanted: bool, by: Account) -> None:
    """Keep one's own address, and whether one is told by mail. The address is nobody else's to set."""
    check_may(by, Permission.MANAGE_SERVICE)
    if wanted and not address:
        raise RequestInvalid(
            "Say to which address, or switch the mail off.", fields={"address": "is missing"}
        )
    by.email = address
    by.save(update_fields=["email"])
    if wanted:
        NoMail.objects.filter(account=by).delete()
    else:
        NoMail.objects.get_or_create(account=by)
    record(event="service.mail_on" if wanted else "service.mail_off", by=by, subject="state")


def is_told(account: Account) -> bool:
    """Tell whether this admin wants to be told by mail."""
    return not NoMail.objects.filter(account=account).exists()


@transaction.atomic
def note_restore(*, on: date, by: Account, now: datetime) -> None:
    """Write down the day on which a backup was restored beside the service and proved to be whole."""
    check_may(by, Permission.MANAGE_SERVICE)
    if on > timezone.localdate(now):
        raise RequestInvalid(
            "That day is still to come. Nothing was written down. Give today, or a day before.",
            fields={"on": "is to come"},
        )
    RestoreTried.objects.create(on=on, by=by, at=now)
    record(event="service.restore_tried", by=by, subject="state", detail={"day": on.isoformat()})
