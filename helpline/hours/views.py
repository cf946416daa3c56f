"""The page where supervisors and admins set the hours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from helpline.hours import services
from helpline.hours.codec import schedule_from_json
from helpline.hours.forms import ChangeForm, ExceptionForm, WeekForm, week_initial
from helpline.hours.rules import LONDON, Schedule
from helpline.hours.wording import date_text, span_text, state_text
from helpline.kernel.errors import HelplineError
from helpline.staff.access import requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission


class Page:
    """The hours in force as one request sees them, and the three forms over them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.account = cast(Account, request.user)
        self.now = timezone.now()
        self.today: date = self.now.astimezone(LONDON).date()
        self.version = services.version_in_force()
        self.schedule = schedule_from_json(self.version.schedule) if self.version else None
        self.number = self.version.number if self.version else 0
        self.base = _without_past(self.schedule, self.today) if self.schedule else Schedule()

    def week_form(self, data: Any = None) -> WeekForm:
        return WeekForm(data, base=self.base, initial=week_initial(self.schedule, self.number))

    def exception_form(self, data: Any = None) -> ExceptionForm:
        initial = {"replaces": self.number}
        return ExceptionForm(data, base=self.base, today=self.today, initial=initial)

    def accepts(self, form: forms.Form) -> bool:
        """Tell whether a form fits and was made from the version in force.

        A form that comes back with mistakes carries the present number, so this is asked every time.
        """
        fits = form.is_valid()
        if form.cleaned_data.get("replaces") != self.number:
            form.add_error(None, services.HoursChanged.message)
            return False
        return fits

    def render(
        self, *, week: WeekForm | None = None, exception: ExceptionForm | None = None, status: int = 200
    ) -> HttpResponse:
        state = services.opening_state(at=self.now)
        context = {
            "state_text": state_text(state, configured=state.configured),
            "state": state,
            "version": self.version,
            "number": self.number,
            "previous": services.previous_version(),
            "week": week or self.week_form(),
            "exception": exception or self.exception_form(),
            "exceptions": self._exceptions(),
            "days": services.coming_days(schedule=self.schedule, at=self.now) if self.schedule else (),
            "summary": _summary(week) + _summary(exception),
        }
        return render(self.request, "hours/week.html", context, status=status)

    def _exceptions(self) -> list[dict[str, Any]]:
        return [
            {
                "date": each.date.isoformat(),
                "label": date_text(each.date),
                "hours": " and ".join(map(span_text, each.spans)) or "Closed",
                "name": each.name,
            }
            for each in sorted(self.base.exceptions)
            if each.date >= self.today
        ]


@requires(Permission.MANAGE_HOURS)
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest) -> HttpResponse:
    """Show the hours; a POST publishes the week."""
    page = Page(request)
    if request.method != "POST":
        return page.render()
    form = page.week_form(request.POST)
    if page.accepts(form) and _publish(page, form, form.schedule):
        messages.success(request, "The hours are saved and in force.")
        return redirect("hours:week")
    return page.render(week=form, status=400)


@requires(Permission.MANAGE_HOURS)
@require_POST
def add_exception(request: HttpRequest) -> HttpResponse:
    """Publish the hours with one more exception."""
    page = Page(request)
    form = page.exception_form(request.POST)
    if page.schedule is None and form.is_valid():
        form.add_error(None, "Set the hours of the week first.")
    if page.accepts(form) and _publish(page, form, form.schedule):
        messages.success(request, f"The exception on {date_text(form.cleaned_data['day'])} is added.")
        return redirect("hours:week")
    return page.render(exception=form, status=400)


@requires(Permission.MANAGE_HOURS)
@require_POST
def remove_exception(request: HttpRequest) -> HttpResponse:
    """Publish the hours without the exception of a date."""
    page = Page(request)
    form = ChangeForm(request.POST)
    day = form.cleaned_data["day"] if form.is_valid() else None
    kept = tuple(each for each in page.base.exceptions if each.date != day)
    if day is None or len(kept) == len(page.base.exceptions):
        messages.error(request, "That exception is not there any more.")
    elif _publish(page, form, replace(page.base, exceptions=kept)):
        messages.success(request, f"The exception on {date_text(day)} is removed. You can undo this below.")
    else:
        messages.error(request, _first_error(form))
    return redirect("hours:week")


@requires(Permission.MANAGE_HOURS)
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Put the version before the present one in force again."""
    page = Page(request)
    form = ChangeForm(request.POST)
    if form.is_valid() and _attempt(
        form,
        lambda: services.restore_previous_hours(by=page.account, replaces=form.cleaned_data["replaces"]),
    ):
        messages.success(request, "The earlier hours are in force again.")
    else:
        messages.error(request, _first_error(form))
    return redirect("hours:week")


def _publish(page: Page, form: forms.Form, schedule: Schedule) -> bool:
    replaces = form.cleaned_data["replaces"]
    return _attempt(
        form, lambda: services.publish_hours(schedule=schedule, by=page.account, replaces=replaces)
    )


def _attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Call a service; a refusal becomes an error of the form."""
    try:
        act()
    except HelplineError as refusal:
        texts = refusal.extra.get("fields", {}).values() or [refusal.message]
        form.add_error(None, list(texts))
        return False
    return True


def _first_error(form: forms.Form) -> str:
    return next((text for _, text in _summary(form)), "That did not work.")


def _summary(form: forms.Form | None) -> list[tuple[str, str]]:
    """Return (id of the field, text) for the error summary; errors of the whole form have no id."""
    if form is None:
        return []
    return [
        (form[name].id_for_label if name in form.fields else "", str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]


def _without_past(schedule: Schedule, today: date) -> Schedule:
    # Yesterday stays: its night may still run.
    kept = tuple(each for each in schedule.exceptions if each.date >= today - timedelta(days=1))
    return replace(schedule, exceptions=kept)
