"""The form by which staff write the words of one part of the risk instrument."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from triage.form_fields import LinesField
from triage.instrument_file import LONGEST_LINE, MOST_GUIDANCE
from triage.instrument_parts import Wording


class OneLineField(forms.CharField):
    """A text in a box of several lines that is one line all the same."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class PartForm(forms.Form):
    """A field for each wording of a part."""

    def __init__(self, words: Sequence[Wording], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={each.name: each.value for each in words})
        for each in words:
            self.fields[each.name] = _field(each)

    def clean_question(self) -> str:
        question: str = self.cleaned_data["question"]
        if not question.endswith("?"):
            raise forms.ValidationError("End the question with a question mark")
        return question

    def clean_guidance(self) -> list[str]:
        lines: list[str] = self.cleaned_data["guidance"]
        if len(lines) > MOST_GUIDANCE:
            raise forms.ValidationError(f"Write {MOST_GUIDANCE} lines at most: there are {len(lines)}")
        if long := next((line for line in lines if len(line) > LONGEST_LINE), None):
            raise forms.ValidationError(
                f"A line may have {LONGEST_LINE} characters: “{long[:30]}…” has {len(long)}"
            )
        return lines


def _field(each: Wording) -> forms.CharField:
    missing = {"required": f"Enter: {each.label.lower()}"}
    if isinstance(each.value, list):
        return LinesField(
            label=each.label,
            help_text=each.hint,
            widget=forms.Textarea(attrs={"rows": MOST_GUIDANCE + 2}),
            error_messages=missing,
        )
    return OneLineField(
        label=each.label,
        help_text=each.hint,
        max_length=each.most,
        required=each.required,
        widget=forms.TextInput(attrs={"autocomplete": "off"})
        if each.most < LONGEST_LINE
        else forms.Textarea(attrs={"rows": 2, "class": "short"}),
        error_messages=missing,
    )
