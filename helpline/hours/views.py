"""The page where supervisors and admins set the hours."""

from collections.abc import Callable
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from helpline.hours import services
from helpline.hours.exception_forms import ChangeForm, ExceptionForm
from helpline.hours.page import Page, summary
from helpline.hours.rules import Schedule
from helpline.hours.wording import date_text
from helpline.kernel.errors import HelplineError
from helpline.staff.access import requires
from helpline.staff.roles import Permission


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
        return page.back()
    return page.render(week=form, status=400)


@requires(Permission.MANAGE_HOURS)
@require_POST
def add_exception(request: HttpRequest) -> HttpResponse:
    """Publish the hours with one more exception."""
    page = Page(request)
    form = page.exception_form(request.POST)
    if page.schedule is None:
        form.add_error(None, "Set the hours of the week first.")
    if page.accepts(form) and _publish(page, form, form.schedule):
        messages.success(request, _added(form))
        return page.back()
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
    return page.back()


@requires(Permission.MANAGE_HOURS)
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Put the version before the present one in force again."""
    page = Page(request)
    form = ChangeForm(request.POST)
    if form.is_valid() and _attempt(
        form,
        lambda: services.restore_previous_hours(
            queue=page.line.queue, by=page.account, replaces=form.cleaned_data["replaces"]
        ),
    ):
        messages.success(request, "The earlier hours are in force again.")
    else:
        messages.error(request, _first_error(form))
    return page.back()


def _added(form: ExceptionForm) -> str:
    if len(form.added) == 1:
        return f"The exception on {date_text(form.added[0].date)} is added."
    first, last = date_text(form.added[0].date), date_text(form.added[-1].date)
    many = f"{len(form.added)} exceptions are added, from {first} to {last}."
    return f"{many} Days that are so anyway are left out."


def _publish(page: Page, form: forms.Form, schedule: Schedule) -> bool:
    replaces = form.cleaned_data["replaces"]
    return _attempt(
        form,
        lambda: services.publish_hours(
            queue=page.line.queue, schedule=schedule, by=page.account, replaces=replaces
        ),
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
    return next(
        (text for _, text in summary(form)),
        "That did not work, and nothing was changed. Load the page again, then try once more.",
    )
