"""How people stand, read from the rows."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from helpline.hours.services import schedule_in_force
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.standing.models import Grace, StandingDate, StandingRules
from helpline.standing.rules import Item, Kind, Rule, Rules, Unit, due_after, starts
from helpline.standing.sentences import held_back_words


def newest_rules() -> StandingRules | None:
    return StandingRules.objects.order_by("-number").first()


def rules_of(version: StandingRules | None) -> Rules | None:
    """Return the rules of a version; None: nobody has decided yet, and nobody is held back."""
    return None if version is None else from_json(version.rules)


def from_json(stored: Mapping[str, Any]) -> Rules:
    """Return stored rules; in the order of the kinds."""
    return {
        kind: Rule(stored[kind]["every"], Unit(stored[kind]["unit"]), stored[kind]["needed"]) for kind in Kind
    }


def to_json(rules: Rules) -> dict[str, Any]:
    return {
        kind.value: {"every": rule.every, "unit": rule.unit.value, "needed": rule.needed}
        for kind, rule in rules.items()
    }


def nation_here() -> str:
    """Return the code of the nation whose bank holidays the hours name; "" while there are none."""
    schedule = schedule_in_force()
    return schedule.bank_holidays.nation.value if schedule else ""


def items_of(account: Account) -> list[Item]:
    """Return the three of one account, in order."""
    return items_by_account([account])[account.pk]


def items_by_account(accounts: Iterable[Account], *, rules: Rules | None = None) -> dict[int, list[Item]]:
    """Return the three of each account, by the rules in force or by others. Three queries at most."""
    people = [account.pk for account in accounts]
    rules = rules or rules_of(newest_rules())
    dates = {(row.account_id, row.kind): row for row in StandingDate.objects.filter(account__in=people)}
    graces = {(row.account_id, row.kind): row.until for row in Grace.objects.filter(account__in=people)}
    return {
        pk: [_item(kind, rules, dates.get((pk, kind.value)), graces.get((pk, kind.value))) for kind in Kind]
        for pk in people
    }


def _item(kind: Kind, rules: Rules | None, row: StandingDate | None, grace: date | None) -> Item:
    # Before anybody has decided, a date is shown with what the service would begin with.
    rule = rules[kind] if rules else starts("")[kind].rule
    due = None if row is None else row.due_on or due_after(row.done_on, rule)
    needed = bool(rules) and rule.needed
    return Item(kind, needed, row.done_on if row else None, due, grace)


def why_held_back(account: Account, *, today: date | None = None) -> str:
    """Return what somebody is told to whom nobody new comes. Reads; ask only of who is held back."""
    return why_each_held_back([account], today=today)[account.pk]


def why_each_held_back(accounts: Collection[Account], *, today: date | None = None) -> dict[int, str]:
    """Return the same for several, by account; nothing is read where there are none."""
    if not accounts:
        return {}
    admins = Account.objects.filter(role=Role.ADMIN, is_active=True).order_by("username")
    nation, ask = nation_here(), list(admins.values_list("username", flat=True)[:3])
    return {
        account: held_back_words(items, nation=nation, today=today or timezone.localdate(), ask=ask)
        for account, items in items_by_account(accounts).items()
    }
