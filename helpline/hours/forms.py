"""The form of the week: hours, last new caller, bank holidays."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from helpline.hours.conflicts import LONGEST_LAST_INTAKE, never_opens, problems
from helpline.hours.holiday_list import NATION_NAMES
from helpline.hours.lines import Line
from helpline.hours.rules import (
    ALL_DAY,
    BankHolidayPolicy,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
)
from helpline.hours.span_fields import SlotFields, add_span_fields, read_span, slot_fields, span_initial
from helpline.hours.wording import DAY_NAMES

NATIONS = [(nation.value, name) for nation, name in NATION_NAMES.items()]
HOLIDAY_MODES = [
    (HolidayMode.CLOSED.value, "Closed all day"),
    (HolidayMode.AS_USUAL.value, "Open as on any other day"),
    (HolidayMode.SPECIAL.value, "Open at these hours:"),
]
SLOTS = ("a", "b")
USUAL_LAST_INTAKE = 30
LAST_INTAKE_MISTAKE = f"Last new caller: Give 0 to {LONGEST_LAST_INTAKE} whole minutes."


@dataclass(frozen=True)
class DayRow:
    """The fields of one weekday, for the template."""

    name: str
    all_day: BoundField
    slots: tuple[SlotFields, ...]


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
    closed_all_week = forms.BooleanField(
        label="Yes, we do not offer this: tell callers nothing", required=False
    )

    def __init__(
        self, *args: Any, base: Schedule, now: datetime, line: Line = Line.CHAT, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.base, self.now, self.line = base, now, line
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
        if not self.errors:
            self.schedule = replace(
                self.base,
                weekly=weekly,
                bank_holidays=policy,
                last_intake_minutes=self.cleaned_data["last_intake_minutes"],
            )
            for part, text in problems(self.schedule).items():
                self.add_error(field_of(part), text)
        if not self.errors:
            self._check_opens()
        return self.cleaned_data

    def _check_opens(self) -> None:
        text = never_opens(self.schedule, self.now)
        if text and self.line.opens_the_chat:
            self.add_error("d0_a_start", text)
        elif text and not self.cleaned_data["closed_all_week"]:
            text = "No day has hours. Give some, or confirm that this is not offered."
            self.add_error("closed_all_week", text)

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
