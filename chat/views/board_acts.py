"""What a supervisor does from the board: each a small form that works with and without JavaScript.

A page that asks for JSON gets the coded refusal; a form goes back to the board with a message.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chat.selectors import talking_count, waiting_count
from chat.services.alerts import answer_alert
from chat.services.assigning import assign
from chat.services.line_today import close_line_early, extend_line, undo_line_today
from chat.views.hours_form import TodayForm
from chat.views.replies import refusal
from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission

Act = Callable[..., str | HttpResponse]
View = Callable[..., HttpResponse]


def act_of(permission: Permission) -> Callable[[Act], View]:
    """Guard an act that returns what was done, in a sentence, or a page that asks; or raises its refusal."""

    def decorate(act: Act) -> View:
        @requires(permission)
        @require_POST
        @wraps(act)
        def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            as_json = request.headers.get("Accept") == "application/json"
            try:
                done = act(request, *args, **kwargs)
            except HelplineError as error:
                if as_json:
                    return refusal(error)
                messages.error(request, f"Nothing was changed. {error.message}")
                return redirect("supervision")
            if isinstance(done, HttpResponse):
                return done
            if as_json:
                return JsonResponse({"done": done})
            messages.success(request, done)
            return redirect("supervision")

        return view

    return decorate


@act_of(Permission.FOLLOW_CONTACTS)
def answer(request: HttpRequest, alert: UUID) -> str:
    """Say that one looks after an alert."""
    by = account_of(request)
    found = answer_alert(alert=alert, by=by)
    who = found.answered_by.username if found.answered_by else "Somebody"
    return "You have it." if who == by.username else f"{who} has it already."


@act_of(Permission.ASSIGN_CONTACTS)
def assign_contact(request: HttpRequest, contact: UUID) -> str:
    """Give a waiting contact to the handler named in `to`."""
    to = request.POST.get("to", "")
    if not to:
        raise RequestInvalid("Choose a handler.", fields={"to": "Choose a handler."})
    assign(contact=contact, to=to, by=account_of(request))
    return f"{to} has the caller now."


@act_of(Permission.MANAGE_HOURS)
def close_early(request: HttpRequest) -> str | HttpResponse:
    """Close today at a time, or at once where `now` was pressed: that asks first, and says who waits."""
    form = _read(TodayForm(request.POST, prefix="close"))
    if "now" in request.POST and "sure" not in request.POST:
        there = {"waiting": waiting_count(), "talking": talking_count()}
        return render(request, "supervision/close_now.html", {**form, **there})
    until = None if "now" in request.POST else form["until"]
    if until is None and "now" not in request.POST:
        raise RequestInvalid("Give a time, or choose “Close now”.", fields={"until": "Give a time."})
    close_line_early(until=until, reason=form["reason"], by=account_of(request), replaces=form["replaces"])
    when = f"closes at {until:%H:%M}" if until else "is closed"
    return f"The line {when} today. Talks go on; whoever still waits then is told."


@act_of(Permission.MANAGE_HOURS)
def extend(request: HttpRequest) -> str:
    """Keep the line open until a time."""
    form = _read(TodayForm(request.POST, prefix="extend"))
    until = form["until"]
    if until is None:
        raise RequestInvalid("Give a time.", fields={"until": "Give a time."})
    extend_line(until=until, reason=form["reason"], by=account_of(request), replaces=form["replaces"])
    return f"The line stays open until {until:%H:%M}."


@act_of(Permission.MANAGE_HOURS)
def undo(request: HttpRequest) -> str:
    """Give today its hours back."""
    replaces = request.POST.get("replaces", "")
    if not (replaces.isascii() and replaces.isdigit()):
        raise RequestInvalid
    undo_line_today(by=account_of(request), replaces=int(replaces[:9]))
    return "Today has its hours back."


def _read(form: TodayForm) -> dict[str, Any]:
    if not form.is_valid():
        fields = {name: str(texts[0]) for name, texts in form.errors.items()}
        raise RequestInvalid(" ".join(fields.values()), fields=fields)
    read: dict[str, Any] = form.cleaned_data
    return read
