"""The timers' look at every matter, and mail to admins when one needs a person, and when it is well again.

A mail holds a link and the names of matters, and no figure. Of one matter an admin is told once on a day, and
once when it is well again. See docs/adr/0079-settings-as-a-file.md.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.staff.access import may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.state.looking import look_at
from helpline.state.mail_notes import hand_over, is_set_up, own_address
from helpline.state.matters import BY_CODE, MATTERS, State
from helpline.state.models import MailNote, MatterState, MatterTold, NoMail

EVERY = timedelta(minutes=5)
RARELY = timedelta(hours=1)
# What passes by itself wakes nobody.
STEADY = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=15)
TOLD_FOR = timedelta(days=30)

NEEDS_SUBJECT = "Your helpline needs a person"
WELL_SUBJECT = "Your helpline: well again"
TEXT = """{opening}

{matters}

{address}

There is no figure in this mail. You get it because you look after the service, and can switch it off on
that page.
"""


def watch_state(*, now: datetime) -> int:
    """Look where it is time, note what changed, and tell who is to be told; return how many mails went."""
    held = {row.code: row for row in MatterState.objects.all()}
    for matter in MATTERS:
        row = held.get(matter.code)
        if row is None or now - row.looked_at >= (RARELY if matter.rarely else EVERY):
            _note(matter.code, row, now)
    return tell(now=now)


def forget_told(*, now: datetime) -> int:
    """Delete who was told of what a month ago; return how many."""
    return MatterTold.objects.filter(day__lt=timezone.localdate(now - TOLD_FOR)).delete()[0]


def _note(code: str, row: MatterState | None, now: datetime) -> None:
    found = look_at(code, now=now)
    since = row.since if row and row.state == found.state else now
    MatterState.objects.update_or_create(
        code=code,
        defaults={
            "state": found.state.value,
            "says": found.says[:300],
            "since": since,
            "looked_at": now,
            "until": found.until,
        },
    )


def who_is_told() -> list[Account]:
    """Return the admins who have an address and did not switch it off."""
    accounts = Account.objects.filter(is_active=True).exclude(email="").order_by("username")
    silent = set(NoMail.objects.values_list("account", flat=True))
    return [each for each in accounts if each.pk not in silent and may(each, Permission.MANAGE_SERVICE)]


def tell(*, now: datetime) -> int:
    """Send each admin what is due: one mail of what needs a person, one of what is well again."""
    if (
        not is_set_up()
        or MailNote.objects.filter(pk=1, tried_at__gt=now - AGAIN_AFTER).exclude(why="").exists()
    ):
        return 0
    held = {row.code: row for row in MatterState.objects.all()}
    rows = [held[matter.code] for matter in MATTERS if matter.code in held]
    needing = [row.code for row in rows if row.state == State.NEEDS_A_PERSON and now - row.since >= STEADY]
    well = {row.code: row.since for row in rows if row.state == State.WELL and now - row.since >= STEADY}
    sent = 0
    for account in who_is_told():
        for codes, is_well in ((needing, False), (_recovered(account, well), True)):
            outcome = _told(account, codes, is_well=is_well, now=now)
            if outcome is None:
                # The server does not take it: the others wait as well, and so do the deadlines.
                return sent
            sent += outcome
    return sent


def _recovered(account: Account, well: dict[str, datetime]) -> list[str]:
    """Return what this admin was told of, and was well again afterwards without their being told."""
    told = MatterTold.objects.filter(account=account, code__in=well).order_by("day", "well", "pk")
    last = {row.code: row for row in told}
    return [code for code, row in last.items() if not row.well]


def _told(account: Account, codes: Iterable[str], *, is_well: bool, now: datetime) -> int | None:
    """Send one mail of what was not told today; return 1, 0 where there is nothing, None where it failed."""
    today = timezone.localdate(now)
    rows = [row for code in codes if (row := _claimed(account, code, today, is_well))]
    if not rows:
        return 0
    titles = "\n".join(f"- {BY_CODE[row.code].title}" for row in rows)
    opening = "This is well again:" if is_well else "This needs a person:"
    text = TEXT.format(opening=opening, matters=titles, address=f"{own_address()}/supervision/state/")
    subject = WELL_SUBJECT if is_well else NEEDS_SUBJECT
    if not hand_over(subject=subject, text=text, to=account.email, now=now):
        MatterTold.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return None
    detail = {"account": account.pk, "what": [row.code for row in rows]}
    record(event="service.well_told" if is_well else "service.told", by=None, subject="state", detail=detail)
    return 1


def _claimed(account: Account, code: str, today: date, is_well: bool) -> MatterTold | None:
    """Note before it is sent that it is: a process that ends meanwhile sends no second one."""
    try:
        with transaction.atomic():
            return MatterTold.objects.create(account=account, code=code, day=today, well=is_well)
    except IntegrityError:
        return None
