"""The numbers of the staffing pages as they are typed, each with its slider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from helpline.statistics.knobs import Knob
from helpline.statistics.start_values import Start


@dataclass(frozen=True)
class Row:
    """A field beside what it is called, where its value came from, and where its slider ends."""

    field: forms.BoundField
    knob: Knob
    start: Start


class NumbersForm(forms.Form):
    """Numbers of some knobs; each says its bounds when it is outside of them, and is no number with "nan"."""

    use_required_attribute = False

    def __init__(self, typed: Any, *, knobs: Sequence[Knob], starts: Mapping[str, Start]) -> None:
        super().__init__(typed, initial={name: f"{start.value:g}" for name, start in starts.items()})
        self.knobs, self.starts = knobs, starts
        for knob in knobs:
            self.fields[knob.name] = _field(knob)

    @property
    def rows(self) -> list[Row]:
        return [Row(self[knob.name], knob, self.starts[knob.name]) for knob in self.knobs]

    def numbers(self) -> dict[str, float]:
        """Return what was typed, of a form that is valid; where nothing was, what it starts with."""
        if not self.is_bound:
            return {knob.name: self.starts[knob.name].value for knob in self.knobs}
        return {knob.name: float(self.cleaned_data[knob.name]) for knob in self.knobs}

    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, mistake) of each."""
        return [
            (self[name].id_for_label, str(error)) for name, errors in self.errors.items() for error in errors
        ]


def _field(knob: Knob) -> forms.Field:
    kind = forms.IntegerField if knob.is_whole else forms.FloatField
    of = "a whole number from" if knob.is_whole else "a number from"
    mistake = f"{knob.label}: give {of} {knob.bounds}."
    return kind(
        label=knob.label,
        min_value=knob.least,  # type: ignore[arg-type]
        max_value=knob.most,  # type: ignore[arg-type]
        widget=forms.NumberInput(attrs={"class": "knob__number", "min": None, "max": None, "step": "any"}),
        error_messages={
            **dict.fromkeys(("required", "invalid"), mistake),
            # Django puts its own values into these two, and a unit may be "%".
            **dict.fromkeys(("min_value", "max_value"), mistake.replace("%", "%%")),
        },
    )
