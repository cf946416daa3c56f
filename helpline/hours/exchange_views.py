"""Hours for other programs, and from them: OpenStreetMap's text and a calendar file."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from helpline.hours import calendar_reading, osm_reading, services
from helpline.hours.calendar_reading import Meaning
from helpline.hours.calendar_writing import calendar_text
from helpline.hours.osm_beside import differences
from helpline.hours.osm_writing import osm_text
from helpline.hours.page import Page, summary, with_module
from helpline.hours.proposals import Proposal, from_calendar, from_text
from helpline.kernel.errors import HelplineError
from helpline.staff.access import requires
from helpline.staff.roles import Permission

MEANINGS = [
    (Meaning.CLOSED.value, "We are closed then"),
    (Meaning.OPEN.value, "We are open then, and at no other time of those days"),
]
MEANING_MISTAKE = "Say whether its events are times when you are closed or open."


class TextForm(forms.Form):
    """An `opening_hours` text; `confirm` says that its preview was seen."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    confirm = forms.BooleanField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="The text after “opening_hours=”",
        help_text="It takes the place of the week, of bank holidays and of all exceptions.",
        max_length=osm_reading.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        error_messages={
            "required": "Paste the text first.",
            "max_length": "The text is too long. Paste the hours alone.",
        },
    )


class CalendarForm(forms.Form):
    """What is in a calendar file; no file is ever sent, the page reads it into the field."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    confirm = forms.BooleanField(required=False, widget=forms.HiddenInput)
    means = forms.ChoiceField(
        label="What do its events say?",
        choices=MEANINGS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), MEANING_MISTAKE),
    )
    text = forms.CharField(
        label="What is in the calendar file (.ics)",
        help_text="Each day that an event touches becomes an exception. The week stays as it is.",
        max_length=calendar_reading.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        error_messages={
            "required": "Choose a file, or paste what is in it.",
            "max_length": "The file is too long. Take a shorter time out of the calendar.",
        },
    )


BringIn = TextForm | CalendarForm


@requires(Permission.MANAGE_HOURS)
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """Show the hours as text and as a file, and the two forms to bring hours in."""
    return _page(Page(request))


@requires(Permission.MANAGE_HOURS)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the open times of the twelve months to come as a file."""
    page = Page(request)
    written = calendar_text(
        page.base,
        page.bank_holidays,
        line=page.line,
        first=page.today,
        changed_at=page.version.created_at if page.version else timezone.now(),
    )
    name = f"hours-{page.line.key}.ics"
    return HttpResponse(
        written,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires(Permission.MANAGE_HOURS)
@require_POST
def bring_in_text(request: HttpRequest) -> HttpResponse:
    """Show what an `opening_hours` text would make of the hours; save it once that was confirmed."""
    page, form = Page(request), TextForm(request.POST, auto_id="text_%s")
    return _bring_in(page, form)


@requires(Permission.MANAGE_HOURS)
@require_POST
def bring_in_calendar(request: HttpRequest) -> HttpResponse:
    """Show which days a calendar would change; save them once that was confirmed."""
    page, form = Page(request), CalendarForm(request.POST, auto_id="calendar_%s")
    return _bring_in(page, form)


def _bring_in(page: Page, form: BringIn) -> HttpResponse:
    if not page.accepts(form):
        return _page(page, form, status=400)
    try:
        proposal = _proposal(page, form)
        if form.cleaned_data["confirm"]:
            services.publish_hours(
                queue=page.line.queue,
                schedule=proposal.schedule,
                by=page.account,
                replaces=form.cleaned_data["replaces"],
            )
            messages.success(
                page.request, "The hours are saved and in force. You can undo this on this page."
            )
            return redirect(reverse("hours:week") + page.query)
    except HelplineError as refusal:
        form.add_error("text", [*refusal.extra.get("fields", {}).values()] or [refusal.message])
        return _page(page, form, status=400)
    return _preview(page, form, proposal)


def _proposal(page: Page, form: BringIn) -> Proposal:
    text, base, line, now = form.cleaned_data["text"], page.base, page.line, page.now
    if isinstance(form, CalendarForm):
        means = Meaning(form.cleaned_data["means"])
        return from_calendar(text, means=means, base=base, line=line, now=now)
    return from_text(text, base=base, line=line, now=now)


def _preview(page: Page, form: BringIn, proposal: Proposal) -> HttpResponse:
    context = page.shared() | {
        "form": form,
        "route": f"hours:bring_in_{'calendar' if isinstance(form, CalendarForm) else 'text'}",
        "notes": proposal.notes,
        "text": osm_text(proposal.schedule),
        "days": page.days(proposal.schedule),
    }
    return render(page.request, "hours/bring_in.html", context)


def _page(page: Page, bound: BringIn | None = None, *, status: int = 200) -> HttpResponse:
    written = osm_text(page.base)
    initial = {"replaces": page.number}
    context = page.shared() | {
        "version": page.version,
        "written": written,
        "beside": differences(written, page.base, page.bank_holidays, first=page.today),
        "text": bound if isinstance(bound, TextForm) else TextForm(initial=initial, auto_id="text_%s"),
        "calendar": bound
        if isinstance(bound, CalendarForm)
        else CalendarForm(initial=initial, auto_id="calendar_%s"),
        "summary": summary(bound),
        "longest": calendar_reading.LONGEST_TEXT,
    }
    return with_module(render(page.request, "hours/exchange.html", context, status=status))
