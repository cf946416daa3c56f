"""The pages where an admin writes down dates and says how often each is due."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, may, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing import services
from helpline.standing.errors import RulesChanged
from helpline.standing.forms import DateForm, GraceForm, RulesForms
from helpline.standing.models import Grace, StandingDate
from helpline.standing.rules import LONGEST_GRACE_DAYS, REASONS, Kind, Reason, kind_name, starts
from helpline.standing.sentences import said
from helpline.standing.standings import items_of, nation_here, newest_rules, rules_of

FIRST_GRACE_DAYS = 14


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_STAFF)
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules; `look` shows whom new ones would hold back, and a second press puts them in force."""
    newest, nation = newest_rules(), nation_here()
    offered = starts(nation)
    shown = rules_of(newest) or {kind: start.rule for kind, start in offered.items()}
    page = RulesForms(request.POST if request.method == "POST" else None, shown=shown, nation=nation)
    number, refused = newest.number if newest else 0, ""
    held: list[Account] | None = None
    if request.method == "POST" and page.are_valid():
        wanted = page.rules()
        if fields := services.mistakes_in(wanted):
            page.refuse(fields)
        elif request.POST.get("replaces") != str(number):
            refused = RulesChanged.message
        elif "save" in request.POST:
            services.set_rules(rules=wanted, by=account_of(request), replaces=number)
            messages.success(request, "The rules are in force.")
            return redirect("standing:rules")
        else:
            held = services.would_hold_back(wanted, today=timezone.localdate())
    wrong = bool(refused) or any(form.errors for form in page.of.values())
    context = {
        "rows": [
            {"kind": kind.value, "name": page.names[kind], "form": form, "source": offered[kind].source}
            for kind, form in page.of.items()
        ],
        "version": newest,
        "number": number,
        "refused": refused,
        "held": held,
        "looked": held is not None,
        "wrong": wrong,
    }
    return render(request, "standing/rules.html", context, status=400 if wrong else 200)


@require_safe
@requires(Permission.MANAGE_STAFF)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person's dates."""
    return _page(request, get_object_or_404(Account, pk=pk))


@require_POST
@requires(Permission.MANAGE_STAFF)
def note(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Write down a date."""
    account, which, form = get_object_or_404(Account, pk=pk), _kind(kind), DateForm(request.POST, prefix=kind)

    def act(sent: dict[str, Any]) -> object:
        return services.note_date(account=account, kind=which, by=account_of(request), **sent)

    return _do(request, account, which, form, act, "The date is written down and counts at once.")


@require_POST
@requires(Permission.MANAGE_STAFF)
def grace(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Let somebody go on for a while."""
    account, which = get_object_or_404(Account, pk=pk), _kind(kind)
    form = GraceForm(request.POST, prefix=f"{kind}-grace")

    def act(sent: dict[str, Any]) -> object:
        reason = Reason(sent["reason"])
        return services.give_grace(
            account=account, kind=which, reason=reason, until=sent["until"], by=account_of(request)
        )

    return _do(request, account, which, form, act, "The grace is given, and stands in the audit.")


@require_POST
@requires(Permission.MANAGE_STAFF)
def grace_over(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take a grace back."""
    account = get_object_or_404(Account, pk=pk)
    try:
        services.end_grace(account=account, kind=_kind(kind), by=account_of(request))
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "The grace is over.")
    return redirect("standing:person", pk=pk)


def _do(
    request: HttpRequest,
    account: Account,
    kind: Kind,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    sentence: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except HelplineError as refusal:
            for name, text in refusal.extra.get("fields", {None: refusal.message}).items():
                form.add_error(name, text)
        else:
            messages.success(request, sentence)
            return redirect("standing:person", pk=account.pk)
    return _page(request, account, kind=kind, wrong=form)


def _page(
    request: HttpRequest, account: Account, *, kind: Kind | None = None, wrong: forms.Form | None = None
) -> HttpResponse:
    """Show the three with their forms; the one that was sent wrongly as it was sent."""
    nation, today = nation_here(), timezone.localdate()
    dates = {row.kind: row for row in StandingDate.objects.filter(account=account)}
    graces = {row.kind: row for row in Grace.objects.filter(account=account).select_related("by")}
    rows = []
    for item in items_of(account):
        row, code = dates.get(item.kind), item.kind.value
        initial = {"done_on": row.done_on, "due_on": row.due_on} if row else {}
        until = today + timedelta(days=FIRST_GRACE_DAYS)
        mine = wrong if kind is item.kind else None
        rows.append(
            {
                "kind": code,
                "name": kind_name(item.kind, nation),
                "said": said(item, nation=nation, today=today),
                "state": item.state(today).value,
                "needed": item.needed,
                "holds": item.holds_back(today),
                "form": mine if isinstance(mine, DateForm) else DateForm(prefix=code, initial=initial),
                "grace": graces.get(code),
                "reason": REASONS[Reason(graces[code].reason)] if code in graces else "",
                "grace_form": mine
                if isinstance(mine, GraceForm)
                else GraceForm(prefix=f"{code}-grace", initial={"until": until}),
            }
        )
    context = {
        "account": account,
        "takes": may(account, Permission.TAKE_CONTACTS),
        "own": account == account_of(request),
        "rows": rows,
        "wrong": wrong,
        "decided": newest_rules() is not None,
        "longest": LONGEST_GRACE_DAYS,
    }
    return render(request, "standing/person.html", context, status=400 if wrong else 200)


def _kind(code: str) -> Kind:
    try:
        return Kind(code)
    except ValueError:
        raise Http404 from None
