"""Writing down dates, giving a grace, setting the rules. `by` needs MANAGE_STAFF; each act is audited.

Whoever is out of date is found by one column of the account, so that nothing is read per contact:
`Account.held_back_from` is reckoned anew after each of these acts, and once a minute by the timer.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from helpline.kernel.errors import RequestInvalid
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.errors import OwnAccount
from helpline.staff.hints import account_group, account_hint
from helpline.staff.models import Account, Departure
from helpline.staff.roles import PERMISSIONS, Permission
from helpline.standing.errors import NotNeeded, RulesChanged
from helpline.standing.models import Grace, StandingDate, StandingRules
from helpline.standing.rules import (
    LONGEST_GRACE_DAYS,
    MOST_MONTHS,
    MOST_WEEKS,
    Item,
    Kind,
    Reason,
    Rules,
    Unit,
    held_back_from,
)
from helpline.standing.standings import items_by_account, newest_rules, rules_of, to_json

EARLIEST = date(1990, 1, 1)
FURTHEST_DAYS = 3_653
LEAVERS_KEPT = timedelta(days=365)
TAKERS = [str(role) for role, held in PERMISSIONS.items() if Permission.TAKE_CONTACTS in held]


@transaction.atomic
def set_rules(*, rules: Rules, by: Account | None, replaces: int | None = None) -> StandingRules:
    """Decide how often each is due and whether it holds back; counts at once, for everybody.

    Raises Forbidden, RulesChanged, or RequestInvalid with `fields` by kind.
    """
    if by is not None:
        check_may(by, Permission.MANAGE_STAFF)
    if fields := mistakes_in(rules):
        raise RequestInvalid(fields=fields)
    newest = newest_rules()
    number = newest.number if newest else 0
    if replaces is not None and replaces != number:
        raise RulesChanged
    try:
        with transaction.atomic():
            version = StandingRules.objects.create(number=number + 1, rules=to_json(rules), created_by=by)
    except IntegrityError as clash:
        raise RulesChanged from clash
    _reckon(_locked(Account.objects.all()))
    record(event="standing.rules_set", by=by, subject="standing", detail={"version": version.number})
    return version


def mistakes_in(rules: Rules) -> dict[str, str]:
    """Return what cannot be, by kind."""
    most = {Unit.WEEKS: MOST_WEEKS, Unit.MONTHS: MOST_MONTHS}
    return {
        kind.value: f"Give a number of {rule.unit} from 1 to {most[rule.unit]}."
        for kind, rule in rules.items()
        if not 1 <= rule.every <= most[rule.unit]
    }


@transaction.atomic
def note_date(
    *, account: Account, kind: Kind, done_on: date, due_on: date | None = None, by: Account
) -> StandingDate:
    """Write down when somebody last had one of the three; a grace for it is over then.

    Raises Forbidden, OwnAccount, or RequestInvalid with `fields`.
    """
    account = _held(account, by=by)
    today = timezone.localdate()
    if not EARLIEST <= done_on <= today:
        raise RequestInvalid(fields={"done_on": "Give the day on which it was done: not one to come."})
    if due_on and not done_on < due_on <= today + timedelta(days=FURTHEST_DAYS):
        raise RequestInvalid(fields={"due_on": "Give a day after it was done, within ten years."})
    row, _ = StandingDate.objects.update_or_create(
        account=account, kind=kind, defaults={"done_on": done_on, "due_on": due_on}
    )
    Grace.objects.filter(account=account, kind=kind).delete()
    _reckon([account])
    detail = {"kind": kind.value, "day": done_on.isoformat()}
    record(event="standing.noted", by=by, subject=account.username, detail=detail)
    return row


@transaction.atomic
def give_grace(*, account: Account, kind: Kind, reason: Reason, until: date, by: Account) -> Grace:
    """Let somebody go on until a day, 90 days ahead at most; a newer grace takes the older one's place.

    Raises Forbidden, OwnAccount, NotNeeded, or RequestInvalid with `fields`.
    """
    account = _held(account, by=by)
    rules, today = rules_of(newest_rules()), timezone.localdate()
    if rules is None or not rules[kind].needed:
        raise NotNeeded
    if not today <= until <= today + timedelta(days=LONGEST_GRACE_DAYS):
        text = f"Give a last day from today on, {LONGEST_GRACE_DAYS} days ahead at most."
        raise RequestInvalid(fields={"until": text})
    grace, _ = Grace.objects.update_or_create(
        account=account, kind=kind, defaults={"until": until, "reason": reason, "by": by}
    )
    _reckon([account])
    detail = {"kind": kind.value, "reason": reason.value, "last_day": until.isoformat()}
    record(event="standing.grace_given", by=by, subject=account.username, detail=detail)
    return grace


@transaction.atomic
def end_grace(*, account: Account, kind: Kind, by: Account) -> None:
    """Take a grace back; without one nothing happens. Raises Forbidden or OwnAccount."""
    account = _held(account, by=by)
    if Grace.objects.filter(account=account, kind=kind).delete()[0]:
        _reckon([account])
        record(event="standing.grace_ended", by=by, subject=account.username, detail={"kind": kind.value})


@transaction.atomic
def reckon(*, account: Account) -> None:
    """Set from when nobody new comes to somebody who was just let in."""
    _reckon(_locked(Account.objects.filter(pk=account.pk)))


def reckon_all(*, now: datetime) -> int:
    """Find accounts that were made past our pages, and return how many were set right."""
    wrong = [
        account for account, day in _reckoned(list(Account.objects.all())) if account.held_back_from != day
    ]
    for account in wrong:
        reckon(account=account)
    return len(wrong)


def would_hold_back(rules: Rules, *, today: date) -> list[Account]:
    """Return who would be held back today under these rules and is not yet: a look before they count."""
    people = list(Account.objects.filter(is_active=True, role__in=TAKERS).order_by("username"))
    items = items_by_account(people, rules=rules)
    return [person for person in people if any(item.holds_back(today) for item in items[person.pk])]


def _held(account: Account, *, by: Account) -> Account:
    check_may(by, Permission.MANAGE_STAFF)
    if by.pk == account.pk:
        raise OwnAccount
    return Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def _locked(rows: QuerySet[Account]) -> list[Account]:
    # In one order, and without the key: see helpline/staff/services.py.
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def _reckon(accounts: Iterable[Account]) -> None:
    """Of locked accounts: the dates are read after the lock, so that of two acts the later one sees both."""
    for account, day in _reckoned(list(accounts)):
        if account.held_back_from != day:
            account.held_back_from = day
            account.save(update_fields=["held_back_from"])
            # An open console says at once that nobody new comes, or that somebody may again.
            announce_on_commit(account_group(account.pk), account_hint())


def _reckoned(accounts: list[Account]) -> list[tuple[Account, date | None]]:
    items: dict[int, list[Item]] = items_by_account(accounts)
    return [
        (each, held_back_from(items[each.pk], since=timezone.localdate(each.created_at))) for each in accounts
    ]


@transaction.atomic
def forget_leavers(*, now: datetime) -> int:
    """Destroy dates, graces and the list of whoever left a year ago; return how many rows."""
    left = Departure.objects.filter(at__lt=now - LEAVERS_KEPT)
    gone = left.filter(account__is_active=False).values_list("account", flat=True)
    rows = [
        StandingDate.objects.filter(account__in=list(gone)),
        Grace.objects.filter(account__in=list(gone)),
        left,
    ]
    return sum(each.delete()[0] for each in rows)
