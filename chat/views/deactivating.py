"""The page on which an admin shuts somebody out: whom each open talk goes to is chosen there."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chat.services.deactivating import deactivate, open_talks
from chat.services.free_handlers import handlers_there
from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.confirming import confirms
from helpline.staff.models import Account
from helpline.staff.roles import Permission

BEFORE = "talk_"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_STAFF)
@confirms
def deactivate_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, with every open talk named; then shut somebody out and hand the talks over, or do neither."""
    person = get_object_or_404(Account, pk=pk)
    if request.method != "POST":
        return _page(request, person)
    try:
        deactivate(account=person, to=dict(_chosen(request)), by=account_of(request))
    except HelplineError as refusal:
        return _page(request, person, refusal)
    messages.success(request, f"{person.username} can no longer sign in. What is still to do stands below.")
    return redirect("staff:account", pk=person.pk)


def _chosen(request: HttpRequest) -> Iterator[tuple[UUID, str]]:
    """Yield whom each talk goes to, "" the queue; what names no talk is left aside."""
    for name, value in request.POST.items():
        try:
            talk = UUID(name.removeprefix(BEFORE)) if name.startswith(BEFORE) else None
        except ValueError:
            continue
        if talk is not None:
            yield talk, str(value)


def _page(request: HttpRequest, person: Account, refusal: HelplineError | None = None) -> HttpResponse:
    there = handlers_there(besides=person, now=timezone.now())
    context = {
        "account": person,
        "refusal": refusal.message if refusal else "",
        "talks": [
            {
                "name": f"{BEFORE}{talk.contact}",
                "since": talk.since,
                "chosen": request.POST.get(f"{BEFORE}{talk.contact}", ""),
            }
            for talk in open_talks(person)
        ],
        "handlers": [
            {"username": each.account.username, "places": each.places} for each in there if each.places
        ],
    }
    return render(
        request, "staff/accounts_deactivate.html", context, status=refusal.status if refusal else 200
    )
