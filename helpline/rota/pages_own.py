"""A handler's own shifts: what comes, what is asked, and the calendar of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.rota import services, swaps
from helpline.rota.errors import ShiftGone
from helpline.rota.forms import AskForm
from helpline.rota.models import CalendarAddress, Shift, Swap
from helpline.staff.access import account_of, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.overview import own_dates

SHOWN = 60


@require_safe
@requires(Permission.TAKE_CONTACTS)
def shifts(request: HttpRequest) -> HttpResponse:
    """Show one's own shifts, what colleagues ask, and until when one's dates hold."""
    return _page(request)


@require_POST
@requires(Permission.TAKE_CONTACTS)
def ask(request: HttpRequest, shift: int) -> HttpResponse:
    """Ask for somebody to take a shift of one's own."""
    account = account_of(request)
    form = AskForm(request.POST, people=_others(account), theirs=_theirs(account))
    if not form.is_valid():
        messages.error(request, "Choose whom to ask. Nothing was asked.")
        return redirect("own-shifts")
    to, in_return = form.asked()
    person = Account.objects.filter(pk=to).first() if to else None

    def act() -> object:
        if to and person is None:
            raise ShiftGone
        return swaps.ask_swap(shift=shift, to=person, in_return=in_return, by=account)

    return _do(request, act, "It is asked. The shift stays yours until somebody agrees.")


@require_POST
@requires(Permission.TAKE_CONTACTS)
def withdraw(request: HttpRequest, shift: int) -> HttpResponse:
    """Keep a shift after all."""
    account = account_of(request)
    return _do(
        request, lambda: swaps.withdraw_swap(shift=shift, by=account), "You keep the shift; nobody is asked."
    )


@require_POST
@requires(Permission.TAKE_CONTACTS)
def agree(request: HttpRequest, swap: int) -> HttpResponse:
    """Take a colleague's shift."""
    account = account_of(request)
    return _do(
        request,
        lambda: swaps.agree_swap(swap=swap, by=account),
        "It is yours now; it stands among your shifts.",
    )


@require_POST
@requires(Permission.TAKE_CONTACTS)
def decline(request: HttpRequest, swap: int) -> HttpResponse:
    """Say no."""
    account = account_of(request)
    return _do(
        request,
        lambda: swaps.decline_swap(swap=swap, by=account),
        "You have said no. Nothing changes for you.",
    )


def _do(request: HttpRequest, act: Callable[[], object], sentence: str) -> HttpResponse:
    try:
        act()
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, sentence)
    return redirect("own-shifts")


def _page(request: HttpRequest) -> HttpResponse:
    account, today = account_of(request), timezone.localdate()
    others, theirs = _others(account), _theirs(account)
    mine = Shift.objects.filter(account=account, day__gte=today).select_related(
        "swap__to", "swap__in_return__account"
    )
    asked = Swap.objects.filter(shift__day__gte=today).exclude(shift__account=account)
    asked = asked.select_related("shift__account", "in_return").order_by("shift__day", "shift__start")
    context = {
        "today": today,
        "rows": [
            {"shift": each, "form": AskForm(people=others, theirs=theirs, auto_id=f"%s-{each.pk}")}
            for each in mine.order_by("day", "start")[:SHOWN]
        ],
        "asked_me": [swap for swap in asked if swap.to_id == account.pk],
        "asked_all": [swap for swap in asked if swap.to_id is None],
        "dates": own_dates(account, today=today),
        "address": CalendarAddress.objects.filter(account=account, whole=False).first(),
    }
    return render(request, "rota/own.html", context)


def _others(account: Account) -> list[Account]:
    return list(services.who_can_be_on().exclude(pk=account.pk))


def _theirs(account: Account) -> list[Shift]:
    rows = Shift.objects.filter(day__gt=timezone.localdate(), account__in=services.who_can_be_on())
    rows = rows.exclude(account=account).select_related("account")
    return list(rows.order_by("day", "start", "account__username")[:SHOWN])
