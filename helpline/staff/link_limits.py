"""How often somebody may try links, and passwords with them."""

from functools import cache

from django.http import HttpRequest

from helpline.kernel.networks import shared_buckets
from helpline.kernel.throttle import Buckets, Rate, TooMany
from helpline.staff.adapter import network_name
from helpline.staff.models import Account

TRIES = Rate(burst=20, per_second=20 / 60)
PASSWORDS = Rate(burst=5, per_second=5 / 300)


@cache
def _buckets() -> Buckets:
    return shared_buckets()


def check_tries(request: HttpRequest, *, account: Account | None = None) -> None:
    """Take one try of this network, or of an account whose link is held. Raises TooMany."""
    name, rate = (
        (f"link.{network_name(request)}", TRIES) if account is None else (f"link.{account.pk}", PASSWORDS)
    )
    if wait := _buckets().take(name, rate):
        raise TooMany(retry_after_seconds=int(wait) + 1)
