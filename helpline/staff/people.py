"""What the list of staff shows of each account: second factor, and when they were here last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from helpline.staff.models import Account
from helpline.staff.second_factor import who_have_factors
from helpline.staff.sessions import last_uses


@dataclass(frozen=True)
class Person:
    """One line of the list. `seen_at` is the last use of a sign-in, else when the last one began."""

    account: Account
    factor: bool
    signed_in: bool
    seen_at: datetime | None
    said: tuple[str, ...] = ()


def people(accounts: Iterable[Account], said: dict[int, list[str]]) -> list[Person]:
    """Return a line for each account. Two queries; `said` holds what is to be said of dates."""
    factors, uses = who_have_factors(), last_uses()
    return [
        Person(
            account=each,
            factor=each.pk in factors,
            signed_in=each.pk in uses,
            seen_at=max(filter(None, (uses.get(each.pk), each.last_login)), default=None),
            said=tuple(said.get(each.pk, ())),
        )
        for each in accounts
    ]
