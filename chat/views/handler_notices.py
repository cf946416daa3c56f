"""Notices to handlers, on pages of the server: supervisors post and take down, handlers read and put away."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.errors import NoticeGone
from chat.services.handler_notices import (
    MOST_TEXT,
    MOST_TITLE,
    all_notices,
    notices_to_read,
    post_notice,
    preview,
    put_away,
    take_down,
)
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission

FIRST_DAYS = timedelta(days=6)


def _day(label: str) -> forms.DateField:
    mistakes = dict.fromkeys(("required", "invalid"), "Enter a day as YYYY-MM-DD")
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], error_messages=mistakes)


class NoticeForm(forms.Form):
    """One notice, as it is written."""

    use_required_attribute = False
    title = forms.CharField(
        label="Title", max_length=MOST_TITLE, error_messages={"required": "Give it a title"}
    )
    text = forms.CharField(
        label="What handlers need to know",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write what handlers need to know"},
    )
    first_day = _day("First day")
    last_day = _day("Last day")

    @property
    def days(self) -> list[forms.BoundField]:
        return [self["first_day"], self["last_day"]]


@requires(Permission.MANAGE_LINE)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show what handlers read now, what is to come and what was; a POST shows a new one, or posts it."""
    if request.method != "POST":
        today: date = timezone.localdate()
        return _page(request, NoticeForm(initial={"first_day": today, "last_day": today + FIRST_DAYS}))
    form = NoticeForm(request.POST)
    if form.is_valid() and "look" in request.POST:
        return _page(request, form, seen=preview(form.cleaned_data["text"]))
    if form.is_valid() and _posted(request, form):
        messages.success(request, "Posted. Open consoles show it at once, from its first day on.")
        return redirect("handler-notices")
    return _page(request, form, status=400)


def _posted(request: HttpRequest, form: NoticeForm) -> bool:
    try:
        post_notice(**form.cleaned_data, by=account_of(request))
    except RequestInvalid as refusal:
        for name, wrong in refusal.extra["fields"].items():
            form.add_error(name, wrong)
        return False
    return True


def _page(request: HttpRequest, form: NoticeForm, *, seen: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "seen": seen, **all_notices()}
    return render(request, "supervision/notices.html", context, status=status)


@requires(Permission.MANAGE_LINE)
@require_POST
def taken_down(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Take a notice down before its last day."""
    try:
        take_down(notice=notice, by=account_of(request))
    except NoticeGone as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Taken down. It stands on no console any more.")
    return redirect("handler-notices")


@requires(Permission.TAKE_CONTACTS)
@require_safe
def to_read(request: HttpRequest) -> HttpResponse:
    """Show a handler the notices of today, those not put away first."""
    return render(request, "console/notices.html", {"notices": notices_to_read(account_of(request))})


@requires(Permission.TAKE_CONTACTS)
@require_POST
def put_away_one(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Take a notice off one's own desk."""
    try:
        put_away(notice=notice, by=account_of(request))
    except NoticeGone as refusal:
        messages.error(request, refusal.message)
    return redirect("notices-to-read")
