"""What the pages of the directory and of the risk guidance have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from helpline.kernel.errors import HelplineError
from helpline.staff.access import may, others_may, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.services.entry_writing import EntryNotFound

type_of_view = Callable[..., HttpResponse]


def editor_page(view: type_of_view) -> type_of_view:
    """Guard a page for those who keep the directory; what is not there is not found."""

    @requires(Permission.MANAGE_DIRECTORY)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except EntryNotFound:
            raise Http404 from None

    return guarded


def who(request: HttpRequest) -> Account:
    """Return the account of a guarded page."""
    assert isinstance(request.user, Account)
    return request.user


def people(request: HttpRequest) -> dict[str, bool]:
    """Return whether nobody else could approve, and whether this account may add somebody."""
    return {
        "nobody_else": not others_may(who(request), Permission.MANAGE_DIRECTORY),
        "may_add_staff": may(who(request), Permission.MANAGE_STAFF),
    }


def number_in(values: Any, name: str) -> int:
    """Return a whole number that a form or an address brought; 0 where there is none."""
    value = values.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else 0


def refuse(request: HttpRequest, refusal: HelplineError) -> None:
    """Say on the next page why nothing was done."""
    messages.error(request, f"Nothing was done. {refusal.message}")
