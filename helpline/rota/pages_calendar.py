"""Shifts for a calendar program: a file for who is signed in, a secret address for who is not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from helpline.kernel.policies import SCRIPTED
from helpline.kernel.throttle import TooMany
from helpline.rota import calendars
from helpline.staff.access import account_of, requires
from helpline.staff.link_limits import check_tries
from helpline.staff.roles import Permission

TYPE = "text/calendar; charset=utf-8"


@require_safe
@requires(Permission.TAKE_CONTACTS)
def own_file(request: HttpRequest) -> HttpResponse:
    """Return one's own shifts as a file."""
    return _file(calendars.calendar_of(account_of(request), whole=False), "my-shifts.ics")


@require_safe
@requires(Permission.MANAGE_ROTA)
def whole_file(request: HttpRequest) -> HttpResponse:
    """Return everybody's shifts as a file."""
    return _file(calendars.calendar_of(account_of(request), whole=True), "rota.ics")


@require_POST
@requires(Permission.TAKE_CONTACTS)
def own_address(request: HttpRequest) -> HttpResponse:
    """Make a new address of one's own shifts, or end it."""
    return _address(request, whole=False, back="own-shifts")


@require_POST
@requires(Permission.MANAGE_ROTA)
def whole_address(request: HttpRequest) -> HttpResponse:
    """Make a new address of the whole rota, or end it."""
    return _address(request, whole=True, back="rota:week")


@require_safe
def by_secret(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the shifts that an address stands for, and nothing else: no session, no page, no caller."""
    found = calendars.read_by_secret(secret)
    if found is None:
        # Only who guesses is counted: a calendar program may come as often as it likes.
        try:
            check_tries(request)
        except TooMany as refusal:
            wait = str(refusal.extra["retry_after_seconds"])
            return HttpResponse(status=refusal.status, headers={"Retry-After": wait})
        raise Http404
    return HttpResponse(found, content_type=TYPE)


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _address(request: HttpRequest, *, whole: bool, back: str) -> HttpResponse:
    account = account_of(request)
    if request.POST.get("end"):
        calendars.end_address(by=account, whole=whole)
        messages.success(request, "The address has stopped working.")
        return redirect(back)
    secret = calendars.renew_address(by=account, whole=whole)
    address = request.build_absolute_uri(reverse("shift-calendar", args=[secret]))
    # Shown in the answer itself: a redirect would have to keep it in the session meanwhile.
    response = render(
        request, "rota/address.html", {"address": address, "whole": whole, "back": reverse(back)}
    )
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response
