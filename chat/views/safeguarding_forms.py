"""The forms of dangers and breaks of confidence: codes alone, so that no word of a caller can be put in."""

from typing import Any

from django import forms
from django.http import QueryDict

from chat.models import ConfidenceBreak, Danger, Passing
from chat.services.confidence import REFERENCE_LENGTH, Passed

CHOOSE = "Choose one."
YES, NO = "yes", "no"


class CodedForm(forms.Form):
    """A form whose mistakes are listed at its top, each with the way to its field."""

    use_required_attribute = False

    def summary(self) -> list[tuple[str, str]]:
        """Return each mistake with the id of its first control; "" where it is about the whole."""
        return [
            (self._first(name) if name in self.fields else "", str(text))
            for name, texts in self.errors.items()
            for text in texts
        ]

    def _first(self, name: str) -> str:
        id = self[name].id_for_label or self[name].auto_id
        several = isinstance(self.fields[name].widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"{self[name].auto_id}_0" if several else id


def one_of(label: str, choices: Any, *, required: bool = True, wrong: str = CHOOSE) -> forms.ChoiceField:
    """Return a field of radio buttons."""
    said = {"required": wrong, "invalid_choice": wrong}
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.RadioSelect, error_messages=said
    )


class CloseForm(CodedForm):
    how = one_of("How did it come out?", Danger.How.choices, wrong="Choose how it came out.")


class ReviewForm(CodedForm):
    finding = one_of("What do you find?", Danger.Finding.choices, wrong="Choose what you find.")


class ProposeForm(CodedForm):
    reason = one_of("Why", ConfidenceBreak.Reason.choices, wrong="Choose why.")


class DecideForm(CodedForm):
    decision = one_of(
        "Your decision",
        [(YES, "Approve: it may be passed on"), (NO, "Refuse: nothing is passed on")],
        wrong="Choose whether you approve.",
    )

    def __init__(self, data: QueryDict | None = None, *, at_once: bool = False) -> None:
        super().__init__(data)
        if at_once:
            decision = self.fields["decision"]
            assert isinstance(decision, forms.ChoiceField)
            decision.choices = [(YES, "Approve: it was right"), (NO, "Refuse: it was not right")]


class EndHoldForm(CodedForm):
    sure = forms.BooleanField(
        label="Nothing more has to be passed on, and the words may be destroyed",
        error_messages={"required": "Tick that the words may be destroyed."},
    )


class PassOnForm(CodedForm):
    to = one_of("To whom", Passing.To.choices, wrong="Choose to whom it was passed on.")
    what = forms.MultipleChoiceField(
        label="What was passed on",
        choices=Passing.What.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what was passed on.", "invalid_choice": "Tick what was passed on."},
    )
    told = one_of(
        "Was the caller told?",
        [
            (YES, "Yes, before or as it was done"),
            *((code, f"No: {label[0].lower()}{label[1:]}") for code, label in Passing.WhyNot.choices),
        ],
        wrong="Choose whether the caller was told, or why not.",
    )
    reference = forms.CharField(
        label="Their number for it",
        required=False,
        max_length=REFERENCE_LENGTH,
        help_text=(
            "For example the police's incident number. Letters, digits, “-” and “/”; nothing of the caller."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, only_999: bool = False) -> None:
        super().__init__(data)
        if only_999:
            to = self.fields["to"]
            assert isinstance(to, forms.ChoiceField)
            to.choices = [(code, label) for code, label in Passing.To.choices if code == Passing.To.EMERGENCY]

    def passed(self) -> Passed:
        """Return what was filled in as the service takes it."""
        given = self.cleaned_data
        return Passed(
            to=Passing.To(given["to"]),
            what=tuple(Passing.What(each) for each in given["what"]),
            told=given["told"] == YES,
            why_not=None if given["told"] == YES else Passing.WhyNot(given["told"]),
            reference=given["reference"],
        )
