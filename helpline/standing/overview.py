"""What the list of staff says of dates, and whether the administrator has seen to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from helpline.service.steps import Step
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.rules import State
from helpline.standing.sentences import said
from helpline.standing.standings import items_by_account, items_of, nation_here, newest_rules


def warnings(accounts: Sequence[Account], *, today: date) -> dict[int, list[str]]:
    """Return what is to be said of each who takes contacts: out of date, due within 30 days, in a grace.

    Of whoever is in order nothing; of nobody while no rule is decided.
    """
    nation = nation_here()
    takers = [each for each in accounts if may(each, Permission.TAKE_CONTACTS)]
    items = items_by_account(takers)
    return {
        each.pk: [
            said(item, nation=nation, today=today)
            for item in items[each.pk]
            if item.needed and item.state(today) is not State.OK
        ]
        for each in takers
    }


@dataclass(frozen=True)
class OwnDate:
    """One of the three as its person reads it; `urgent`: due within 30 days, over, or in a grace."""

    said: str
    urgent: bool


def own_dates(account: Account, *, today: date) -> list[OwnDate]:
    """Return how the three stand for somebody who takes contacts; nothing while no rule is decided."""
    if newest_rules() is None or not may(account, Permission.TAKE_CONTACTS):
        return []
    nation = nation_here()
    return [
        OwnDate(said(item, nation=nation, today=today), item.state(today) is not State.OK)
        for item in items_of(account)
        if item.needed or item.done_on
    ]


def step() -> Step:
    """Tell the checklist whether it was decided how often training, vetting and supervision are due."""
    newest = newest_rules()
    if newest is None:
        return Step(False, "Nobody has decided yet how often training, vetting and supervision are due.")
    return Step(True, f"Decided on {newest.created_at:%-d %B %Y}: people are warned, and held back when due.")
