"""Times of day in forms: what people type, read into spans, with what is wrong said plainly."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from helpline.hours.rules import DAY_MINUTES, MIDNIGHT, Span
from helpline.hours.wording import end_text

TYPED = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)
TIME_MISTAKE = "“{text}” is not a time of day. Write it like 09:00, or 24:00 for the end of the day."


class ClockField(forms.CharField):
    """Reads "9", "9:30", "09.30", "5pm" or "24:00" into minutes since 00:00 (0 to 1440), empty into None."""

    def __init__(self, label: str) -> None:
        widget = forms.TextInput(attrs={"class": "hours-clock", "size": 6, "autocomplete": "off"})
        super().__init__(label=label, required=False, max_length=12, widget=widget)

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value))
        return read_clock(text) if text else None


def read_clock(text: str) -> int:
    """Return minutes since 00:00, 0 to 1440. Raises forms.ValidationError."""
    found = TYPED.fullmatch(text)
    if not found:
        raise forms.ValidationError(TIME_MISTAKE.format(text=text))
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise forms.ValidationError(TIME_MISTAKE.format(text=text))
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    total = hour * 60 + minute
    if minute > 59 or total > DAY_MINUTES:
        raise forms.ValidationError(TIME_MISTAKE.format(text=text))
    return total


def add_span_fields(form: forms.Form, prefix: str, where: str) -> None:
    """Give a form PREFIX_start, PREFIX_end and PREFIX_overnight; `where` begins their labels."""
    form.fields[f"{prefix}_start"] = ClockField(f"{where}, opens at")
    form.fields[f"{prefix}_end"] = ClockField(f"{where}, closes at")
    form.fields[f"{prefix}_overnight"] = forms.BooleanField(
        label=f"{where}, runs past midnight", required=False
    )


@dataclass(frozen=True)
class SlotFields:
    """The three fields of one span, for the template."""

    start: BoundField
    end: BoundField
    overnight: BoundField


def slot_fields(form: forms.Form, prefix: str) -> SlotFields:
    return SlotFields(form[f"{prefix}_start"], form[f"{prefix}_end"], form[f"{prefix}_overnight"])


def span_initial(prefix: str, span: Span | None) -> dict[str, Any]:
    """Return what the three fields show for a span."""
    if span is None:
        return {}
    overnight = span.crosses_midnight or (span.start == span.end and span.start != MIDNIGHT)
    return {
        f"{prefix}_start": f"{span.start:%H:%M}",
        f"{prefix}_end": end_text(span.end),
        f"{prefix}_overnight": overnight,
    }


def read_span(form: forms.Form, prefix: str, where: str) -> Span | None:
    """Return the span of three cleaned fields, None when empty; a mistake goes on the form."""
    if f"{prefix}_start" in form.errors or f"{prefix}_end" in form.errors:
        return None
    start, end = form.cleaned_data[f"{prefix}_start"], form.cleaned_data[f"{prefix}_end"]
    overnight = form.cleaned_data[f"{prefix}_overnight"]
    if start is None and end is None and not overnight:
        return None
    # People write 00:00 for the midnight at which a day ends.
    end = DAY_MINUTES if end == 0 and start and not overnight else end
    mistake = span_mistake(start, end, overnight=overnight)
    if mistake:
        form.add_error(f"{prefix}_{mistake[0]}", f"{where}: {mistake[1]}")
        return None
    return Span(_time(start), _time(end))


def span_mistake(start: int | None, end: int | None, *, overnight: bool) -> tuple[str, str] | None:
    """Return the field ("start" or "end") and what is wrong with it, None when all is well."""
    if start is None:
        return "start", "Give the time at which it opens."
    if end is None:
        return "end", "Give the time at which it closes."
    if start == DAY_MINUTES:
        return "start", "24:00 is the end of the day. To open then, use 00:00 on the next day."
    if overnight and end > start:
        return "end", f"{_text(end)} is on the same day as {_text(start)}. Untick “past midnight”."
    if not overnight and end <= start:
        order = "the same as" if end == start else "before"
        return "end", (
            f"The closing time {_text(end)} is {order} the opening time {_text(start)}. "
            "Tick “past midnight” if it closes the next day."
        )
    return None


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _text(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
