"""What the pages of the hours show: the hours in force of one line as one request sees them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from helpline.hours import services
from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.callers_days import said_on
from helpline.hours.clock_changes import next_change
from helpline.hours.codec import schedule_from_json
from helpline.hours.conflicts import repeats
from helpline.hours.exception_forms import ExceptionForm
from helpline.hours.forms import WeekForm, week_initial
from helpline.hours.holiday_list import coming_holidays
from helpline.hours.lines import Line, line_of
from helpline.hours.rules import LONDON, Schedule
from helpline.hours.wording import date_text, span_text, state_text
from helpline.kernel.policies import Sources
from helpline.service.before_opening import Kind
from helpline.service.sign_offs import kept_shut_by
from helpline.staff.access import account_of, may
from helpline.staff.roles import Permission

MODULES: Sources = {"script-src": ["'self'"]}


class Page:
    """The hours in force of the line that `?line=` names (the chat's by default), and the forms over them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        line = line_of(request.GET.get("line", Line.CHAT.key))
        if line is None:
            raise Http404
        self.line = line
        self.account = account_of(request)
        self.now = timezone.now()
        self.today: date = self.now.astimezone(LONDON).date()
        self.version = services.version_in_force(queue=line.queue)
        self.schedule = schedule_from_json(self.version.schedule) if self.version else None
        self.number = self.version.number if self.version else 0
        self.base = _without_past(self.schedule, self.today) if self.schedule else Schedule()
        self.bank_holidays = bank_holidays_around(self.base.bank_holidays.nation, self.now)

    @property
    def query(self) -> str:
        return "" if self.line is Line.CHAT else f"?line={self.line.key}"

    def week_form(self, data: Any = None) -> WeekForm:
        initial = week_initial(self.schedule, self.number)
        return WeekForm(data, base=self.base, initial=initial, now=self.now, line=self.line)

    def exception_form(self, data: Any = None) -> ExceptionForm:
        initial = {"replaces": self.number, "day": self._asked_day()}
        return ExceptionForm(
            data, base=self.base, today=self.today, initial=initial, bank_holidays=self.bank_holidays
        )

    def accepts(self, form: forms.Form) -> bool:
        """Tell whether a form fits and was made from the version in force.

        A form that comes back with mistakes carries the present number, so this is asked every time.
        """
        fits = form.is_valid()
        if form.cleaned_data.get("replaces") != self.number:
            form.add_error(None, services.HoursChanged.message)
            return False
        return fits

    def back(self) -> HttpResponse:
        return redirect(reverse("hours:week") + self.query)

    def render(
        self, *, week: WeekForm | None = None, exception: ExceptionForm | None = None, status: int = 200
    ) -> HttpResponse:
        state = services.opening_state(queue=self.line.queue, at=self.now)
        context = self.shared() | {
            "state_text": self.state_text(state),
            "state": state,
            "records_missing": kept_shut_by() if self.line.opens_the_chat else 0,
            "records_asked": len(Kind),
            "may_record": may(self.account, Permission.MANAGE_SERVICE),
            "version": self.version,
            "previous": services.previous_version(queue=self.line.queue),
            "week": week or self.week_form(),
            "exception": exception or self.exception_form(),
            "exceptions": self._exceptions(),
            "days": self.days(self.schedule),
            "holidays": coming_holidays(self.base, self.today),
            "next_change": next_change(self.today),
            "summary": summary(week) + summary(exception),
        }
        return with_module(render(self.request, "hours/week.html", context, status=status))

    def shared(self) -> dict[str, Any]:
        """Return what both pages need: the line, its address, the number that a change was made from."""
        lines = [
            {"title": line.title, "query": f"?line={line.key}", "here": line is self.line} for line in Line
        ]
        return {"line": self.line, "lines": lines, "query": self.query, "number": self.number}

    def state_text(self, state: services.OpeningState) -> str:
        if self.line is not Line.CHAT and not (self.base.weekly or self.base.exceptions):
            return f"{self.line.title}: no hours are set, so callers are told nothing of it."
        return state_text(state, configured=state.configured)

    def days(self, schedule: Schedule | None) -> list[dict[str, Any]]:
        """Describe the next 14 days under a schedule, each with the sentences that callers will read."""
        if schedule is None or not (schedule.weekly or schedule.exceptions):
            return []
        holidays = bank_holidays_around(schedule.bank_holidays.nation, self.now)
        return [
            {
                "date": day.date,
                "label": day.label,
                "hours": day.hours,
                "notes": day.notes,
                "said": said_on(schedule, day.date, holidays, line=self.line, now=self.now),
            }
            for day in services.coming_days(schedule=schedule, at=self.now)
        ]

    def _exceptions(self) -> list[dict[str, Any]]:
        return [
            {
                "date": each.date.isoformat(),
                "label": date_text(each.date),
                "hours": " and ".join(map(span_text, each.spans)) or "Closed",
                "name": each.name,
                "repeats": bool(repeats(self.base, each, self.bank_holidays)),
            }
            for each in sorted(self.base.exceptions)
            if each.date >= self.today
        ]

    def _asked_day(self) -> date | None:
        try:
            return date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return None


def with_module(response: HttpResponse) -> HttpResponse:
    """Let a page run modules of ours; they ask nobody for anything."""
    response.csp_update = MODULES  # type: ignore[attr-defined]
    return response


def summary(form: forms.Form | None) -> list[tuple[str, str]]:
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
