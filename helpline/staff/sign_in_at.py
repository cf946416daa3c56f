"""Where an account signs in on another day: the address that is worth a bookmark."""

from django.http import HttpRequest

from helpline.staff.adapter import HOME
from helpline.staff.models import Account
from helpline.staff.roles import Role


def sign_in_at(request: HttpRequest, account: Account) -> str:
    """Return the whole address of the account's first page, which asks for the sign-in."""
    return request.build_absolute_uri(HOME[Role(account.role)])
