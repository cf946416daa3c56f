"""The forms of what differs from the week: adding days, removing one, undoing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from helpline.hours.conflicts import problems, repeats
from helpline.hours.rules import BankHolidays, ExceptionDay, Schedule, Span, exception_on
from helpline.hours.span_fields import SlotFields, add_span_fields, read_span, slot_fields
from helpline.hours.wording import date_text

SLOTS = ("a", "b")
MOST_DAYS = 62
DATE_MISTAKE = "Give the date, with day, month and year."
A_DAY = timedelta(days=1)


class ExceptionForm(forms.Form):
    """One date that differs from the week, or several in a row that differ alike."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), DATE_MISTAKE),
    )
    last_day = forms.DateField(
        label="Last day",
        help_text="For several days in a row. Leave it empty for one day.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DATE_MISTAKE},
    )
    name = forms.CharField(
        label="Reason", help_text="Staff see it, callers do not.", max_length=80, required=False
    )
    closed = forms.BooleanField(label="Closed all day", required=False)

    def __init__(
        self, *args: Any, base: Schedule, today: date, bank_holidays: BankHolidays, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.base, self.today, self.bank_holidays, self.schedule = base, today, bank_holidays, base
        self.added: tuple[ExceptionDay, ...] = ()
        for slot, words in zip(SLOTS, ("That day", "That day, second time"), strict=True):
            add_span_fields(self, slot, words)

    @property
    def slots(self) -> list[SlotFields]:
        return [slot_fields(self, slot) for slot in SLOTS]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(f"{date_text(day)} has passed. Give today, or a day to come.")
        return day

    def clean(self) -> dict[str, Any]:
        found = [read_span(self, slot, "That day") for slot in SLOTS]
        spans = tuple(sorted(span for span in found if span))
        if not self.errors:
            self._check_answer(spans)
        days = self._days() if not self.errors else []
        if not self.errors:
            self._add([ExceptionDay(day, self.cleaned_data["name"], spans) for day in days])
        return self.cleaned_data

    def _days(self) -> list[date]:
        first: date = self.cleaned_data["day"]
        last: date = self.cleaned_data["last_day"] or first
        if last < first:
            self.add_error("last_day", f"{date_text(last)} is before {date_text(first)}.")
            return []
        if last - first >= timedelta(days=MOST_DAYS):
            self.add_error("last_day", f"Those are more than {MOST_DAYS} days. Change the week instead.")
            return []
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        for day in filter(lambda day: exception_on(self.base, day), days):
            self.add_error("day", f"{date_text(day)} already has an exception. Remove that one first.")
        return days

    def _add(self, asked: list[ExceptionDay]) -> None:
        """Take what differs; days of a row that are so anyway are left out, unless none differs."""
        same = [repeats(self.base, each, self.bank_holidays) for each in asked]
        self.added = tuple(each for each, text in zip(asked, same, strict=True) if not text)
        if not self.added:
            self.add_error("day", same[0])
            return
        self.schedule = replace(self.base, exceptions=(*self.base.exceptions, *self.added))
        for text in problems(self.schedule).values():
            self.add_error("a_start", text)

    def _check_answer(self, spans: tuple[Span, ...]) -> None:
        closed = self.cleaned_data["closed"]
        if closed and spans:
            self.add_error("closed", "“Closed all day” is ticked and times are given. Keep one of them.")
        if not closed and not spans:
            self.add_error("closed", "Tick “Closed all day”, or give the hours of that day.")


class ChangeForm(forms.Form):
    """Undo, or (with a date) the removal of one exception."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=forms.HiddenInput)
