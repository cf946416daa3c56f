"""Fields of the directory's form: lists as lines, codes as boxes to tick."""

from collections.abc import Mapping
from typing import Any

from django import forms


class LinesField(forms.CharField):
    """A list of short texts, one to a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


def boxes(
    label: str, words: Mapping[str, str], help_text: str = "Leave all empty when nobody said."
) -> forms.MultipleChoiceField:
    """Return a field of boxes, one for each code, in the order of the list."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=[(code, text[:1].upper() + text[1:]) for code, text in words.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def number(label: str, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, help_text=help_text)
