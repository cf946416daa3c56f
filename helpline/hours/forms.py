"""The forms of the hours page."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from helpline.hours.conflicts import LONGEST_LAST_INTAKE, problems
from helpline.hours.rules import (
    ALL_DAY,
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
    exception_on,
)
from helpline.hours.span_fields import add_span_fields, read_span, span_initial
from helpline.hours.wording import DAY_NAMES, date_text

NATIONS = [
    (Nation.ENGLAND.value, "England"),
    (Nation.WALES.value, "Wales"),
    (Nation.SCOTLAND.value, "Scotland"),
    (Nation.NORTHERN_IRELAND.value, "Northern Ireland"),
]
HOLIDAY_MODES = [
    (HolidayMode.CLOSED.value, "Closed all day"),
    (HolidayMode.AS_USUAL.value, "Open as on any other day"),
    (HolidayMode.SPECIAL.value, "Open at these hours:"),
]
SLOTS = ("a", "b")
USUAL_LAST_INTAKE = 30
LAST_INTAKE_MISTAKE = f"Last new caller: Give 0 to {LONGEST_LAST_INTAKE} whole minutes."
DATE_MISTAKE = "Give the date, with day, month and year."


@dataclass(frozen=True)
class DayRow:
    """The fields of one weekday, for the template."""

    name: str
    all_day: BoundField
    slots: tuple["SlotFields", ...]


@dataclass(frozen=True)
class SlotFields:
    """The three fields of one span."""

    start: BoundField
    end: BoundField
    overnight: BoundField


class WeekForm(forms.Form):
    """Weekly hours, last intake and bank holidays, all at once; exceptions stay as they are."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    last_intake_minutes = forms.IntegerField(
        label="Minutes before closing when the last new caller may start",
        help_text="Conversations go on until closing time. 0 takes new callers until the end.",
        min_value=0,
        max_value=LONGEST_LAST_INTAKE,
        initial=USUAL_LAST_INTAKE,
        widget=forms.NumberInput(attrs={"class": "hours-clock"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), LAST_INTAKE_MISTAKE),
    )
    nation = forms.ChoiceField(label="Whose bank holidays", choices=NATIONS)
    holiday_mode = forms.ChoiceField(
        label="On bank holidays", choices=HOLIDAY_MODES, widget=forms.RadioSelect, initial="closed"
    )
    closed_all_week = forms.BooleanField(label="Yes, close the line on every day of the week", required=False)

    def __init__(self, *args: Any, base: Schedule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.schedule = base
        for weekday, name in enumerate(DAY_NAMES):
            self.fields[f"d{weekday}_all_day"] = forms.BooleanField(label=f"{name}, 24 hours", required=False)
            for slot, words in zip(SLOTS, ("", ", second time"), strict=True):
                add_span_fields(self, f"d{weekday}_{slot}", name + words)
        add_span_fields(self, "holiday", "Bank holidays")

    @property
    def rows(self) -> list[DayRow]:
        return [
            DayRow(
                name,
                self[f"d{weekday}_all_day"],
                tuple(slot_fields(self, f"d{weekday}_{slot}") for slot in SLOTS),
            )
            for weekday, name in enumerate(DAY_NAMES)
        ]

    @property
    def holiday_slot(self) -> SlotFields:
        return slot_fields(self, "holiday")

    @property
    def ask_closed_all_week(self) -> bool:
        return "closed_all_week" in self.errors or bool(self.data.get("closed_all_week"))

    def clean(self) -> dict[str, Any]:
        weekly = tuple(interval for weekday in range(7) for interval in self._read_day(weekday))
        policy = self._read_policy()
        if not weekly and not self.errors and not self.cleaned_data["closed_all_week"]:
            self.add_error("closed_all_week", "No day has hours. Give some, or confirm that the line closes.")
        if not self.errors:
            self.schedule = replace(
                self.base,
                weekly=weekly,
                bank_holidays=policy,
                last_intake_minutes=self.cleaned_data["last_intake_minutes"],
            )
            for part, text in problems(self.schedule).items():
                self.add_error(field_of(part), text)
        return self.cleaned_data

    def _read_day(self, weekday: int) -> list[WeeklyInterval]:
        name = DAY_NAMES[weekday]
        spans = [read_span(self, f"d{weekday}_{slot}", name) for slot in SLOTS]
        found = [span for span in spans if span]
        if self.cleaned_data[f"d{weekday}_all_day"]:
            if found:
                text = f"{name}: “24 hours” is ticked and times are given. Keep one of them."
                self.add_error(f"d{weekday}_all_day", text)
            found = [ALL_DAY]
        return [WeeklyInterval(weekday, span.start, span.end) for span in found]

    def _read_policy(self) -> BankHolidayPolicy:
        span = read_span(self, "holiday", "Bank holidays")
        if "nation" in self.errors or "holiday_mode" in self.errors:
            return BankHolidayPolicy()
        mode = HolidayMode(self.cleaned_data["holiday_mode"])
        if mode is HolidayMode.SPECIAL and span is None and not self.errors:
            self.add_error("holiday_start", "Bank holidays: Give the hours, or choose another answer.")
        spans = (span,) if span and mode is HolidayMode.SPECIAL else ()
        return BankHolidayPolicy(Nation(self.cleaned_data["nation"]), mode, spans)


class ExceptionForm(forms.Form):
    """One date that differs from the week."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), DATE_MISTAKE),
    )
    name = forms.CharField(
        label="Reason", help_text="Staff see it, callers do not.", max_length=80, required=False
    )
    closed = forms.BooleanField(label="Closed all day", required=False)

    def __init__(self, *args: Any, base: Schedule, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base, self.today, self.schedule = base, today, base
        for slot, words in zip(SLOTS, ("That day", "That day, second time"), strict=True):
            add_span_fields(self, slot, words)

    @property
    def slots(self) -> list[SlotFields]:
        return [slot_fields(self, slot) for slot in SLOTS]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(f"{date_text(day)} has passed.")
        if exception_on(self.base, day):
            raise forms.ValidationError(f"{date_text(day)} already has an exception. Remove that one first.")
        return day

    def clean(self) -> dict[str, Any]:
        found = [read_span(self, slot, "That day") for slot in SLOTS]
        spans = tuple(sorted(span for span in found if span))
        if not self.errors:
            self._check_answer(spans)
        if not self.errors:
            day = ExceptionDay(self.cleaned_data["day"], self.cleaned_data["name"], spans)
            self.schedule = replace(self.base, exceptions=(*self.base.exceptions, day))
            for text in problems(self.schedule).values():
                self.add_error("a_start", text)
        return self.cleaned_data

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


def slot_fields(form: forms.Form, prefix: str) -> SlotFields:
    return SlotFields(form[f"{prefix}_start"], form[f"{prefix}_end"], form[f"{prefix}_overnight"])


def week_initial(schedule: Schedule | None, version: int) -> dict[str, Any]:
    """Return what the week form shows for a schedule; without one, no hours at all."""
    if schedule is None:
        return {"replaces": version, "nation": Nation.ENGLAND.value}
    policy = schedule.bank_holidays
    shown: dict[str, Any] = {
        "replaces": version,
        "last_intake_minutes": schedule.last_intake_minutes,
        "nation": policy.nation.value,
        "holiday_mode": policy.mode.value,
    }
    for weekday in range(7):
        spans = sorted(each.span for each in schedule.weekly if each.weekday == weekday)
        shown |= _day_initial(weekday, spans)
    return shown | span_initial("holiday", next(iter(policy.spans), None))


def field_of(part: str) -> str | None:
    """Return the field of the week form where a problem of `conflicts.problems` belongs."""
    if part.startswith("weekly."):
        return f"d{part.removeprefix('weekly.')}_a_start"
    return {"last_intake_minutes": part, "bank_holidays": "holiday_start"}.get(part)


def _day_initial(weekday: int, spans: list[Span]) -> dict[str, Any]:
    if spans == [ALL_DAY]:
        return {f"d{weekday}_all_day": True}
    shown: dict[str, Any] = {}
    for slot, span in zip(SLOTS, spans, strict=False):
        shown |= span_initial(f"d{weekday}_{slot}", span)
    return shown
