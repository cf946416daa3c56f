"""The forms of the rota."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms

from helpline.rota.cover import MOST_TIMES, Cover, MoreAt
from helpline.rota.models import Shift
from helpline.rota.services import MOST_REPEATS
from helpline.rota.wording import shift_text
from helpline.staff.models import Account

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
NO_TIME = {"required": "Give a time.", "invalid": "Write times like 09:00."}
SPARE_ROWS = 2
ANYBODY, TO, FOR = "any", "to:", "for:"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"step": 300})


class ShiftForm(forms.Form):
    """Who is on, when, and for how many weeks more."""

    who = forms.ModelChoiceField(
        label="Who",
        queryset=Account.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose who is on.", "invalid_choice": "Choose somebody from the list."},
    )
    day = forms.DateField(
        label="Day",
        widget=DateInput(),
        error_messages={"required": "Give a day.", "invalid": "Give a day, such as 3 December 2026."},
    )
    start = forms.TimeField(label="From", widget=TimeInput(), error_messages=NO_TIME)
    end = forms.TimeField(
        label="To",
        widget=TimeInput(),
        error_messages=NO_TIME,
        help_text="Earlier than the beginning means the next morning.",
    )
    repeats = forms.IntegerField(
        label="And how many weeks more",
        required=False,
        initial=0,
        min_value=0,
        max_value=MOST_REPEATS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Give a whole number."},
    )

    def __init__(self, data: Any = None, *, people: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]


class CoverForm(forms.Form):
    """How many are needed; each row of `times` is one time of the week, and an empty row is none."""

    minimum = forms.IntegerField(
        label="People on while the line is open, at least",
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
        error_messages={"required": "Give a number.", "invalid": "Give a whole number."},
    )

    def __init__(self, data: Any = None, *, shown: Cover) -> None:
        super().__init__(data, initial={"minimum": shown.minimum})
        count = min(len(shown.times) + SPARE_ROWS, MOST_TIMES)
        self.rows = [
            TimeRow(
                data, prefix=f"t{number}", shown=shown.times[number] if number < len(shown.times) else None
            )
            for number in range(count)
        ]

    def is_valid(self) -> bool:
        # Each is asked, so that each shows its mistake.
        wrong = [row for row in self.rows if not row.is_valid()]
        return super().is_valid() and not wrong

    def cover(self) -> Cover:
        """Return what a valid form says."""
        times = [row.more() for row in self.rows]
        return Cover(self.cleaned_data["minimum"], tuple(sorted(each for each in times if each)))


class TimeRow(forms.Form):
    """One time of the week with its own number; all empty, it is none."""

    weekday = forms.TypedChoiceField(
        label="Day",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "no day"), *((str(number), name) for number, name in enumerate(WEEKDAYS))],
    )
    start = forms.TimeField(label="From", required=False, widget=TimeInput(), error_messages=NO_TIME)
    end = forms.TimeField(label="To", required=False, widget=TimeInput(), error_messages=NO_TIME)
    number = forms.IntegerField(
        label="People",
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
        error_messages={"invalid": "Give a whole number."},
    )

    def __init__(self, data: Any, *, prefix: str, shown: MoreAt | None) -> None:
        initial = {} if shown is None else {
            "weekday": shown.weekday, "start": shown.start, "end": shown.end, "number": shown.number,
        }  # fmt: skip
        super().__init__(data, prefix=prefix, initial=initial)

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        given = [held.get(name) is not None for name in self.fields]
        if not self.errors and any(given) and not all(given):
            raise forms.ValidationError("Give the day, both times and the number, or leave all four empty.")
        return held

    def more(self) -> MoreAt | None:
        held = self.cleaned_data
        if held.get("weekday") is None:
            return None
        return MoreAt(held["weekday"], held["start"], held["end"], held["number"])


class AskForm(forms.Form):
    """Whom to ask to take a shift: anybody, one colleague, or one in return for a shift of theirs."""

    whom = forms.ChoiceField(
        label="Ask",
        error_messages={"required": "Choose whom to ask.", "invalid_choice": "Choose from the list."},
    )

    def __init__(
        self, data: Any = None, *, people: Iterable[Account], theirs: Iterable[Shift], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (ANYBODY, "whoever can"),
            ("Somebody", [(f"{TO}{each.pk}", each.username) for each in people]),
            (
                "In return for a shift of theirs",
                [
                    (f"{FOR}{each.pk}", f"{each.account.username}: {shift_text(each.day, each.span)}")
                    for each in theirs
                ],
            ),
        ]

    def asked(self) -> tuple[int | None, int | None]:
        """Return (the account to ask or None, the shift in return or None) of a valid form."""
        kind, _, pk = self.cleaned_data["whom"].partition(":")
        return (int(pk) if f"{kind}:" == TO else None, int(pk) if f"{kind}:" == FOR else None)


def first_shift(day: date) -> dict[str, Any]:
    """Return what the form for a shift begins with."""
    return {"day": day, "start": time(9), "end": time(13), "repeats": 0}
