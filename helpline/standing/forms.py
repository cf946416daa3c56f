"""The forms of dates, graces and rules."""

from typing import Any

from django import forms

from helpline.standing.rules import REASONS, Kind, Rule, Rules, Unit, kind_name

NO_DATE = {"invalid": "Give a date, such as 3 December 2026.", "required": "Give a date."}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DateForm(forms.Form):
    """When somebody had one of the three; of a certificate nothing else is asked."""

    done_on = forms.DateField(label="Done on", widget=DateInput(), error_messages=NO_DATE)
    due_on = forms.DateField(
        label="Next due, if it is not as the rule says",
        required=False,
        widget=DateInput(),
        error_messages=NO_DATE,
    )


class GraceForm(forms.Form):
    """Until when somebody may go on, and why."""

    until = forms.DateField(label="They may go on until", widget=DateInput(), error_messages=NO_DATE)
    reason = forms.ChoiceField(
        label="Because",
        choices=[("", "Choose a reason"), *((each.value, words) for each, words in REASONS.items())],
        error_messages={"required": "Choose a reason.", "invalid_choice": "Choose one of the reasons."},
    )


class RuleForm(forms.Form):
    """How often one of the three is due."""

    every = forms.IntegerField(
        label="Every",
        error_messages={"required": "Give a number.", "invalid": "Give a whole number."},
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label="Weeks or months", choices=[(unit.value, unit.value) for unit in Unit])
    needed = forms.BooleanField(
        label="Nobody new comes to somebody for whom it is out of date", required=False
    )


class RulesForms:
    """One form for each of the three, on one page."""

    def __init__(self, data: Any, *, shown: Rules, nation: str) -> None:
        self.of = {
            kind: RuleForm(
                data,
                prefix=kind.value,
                initial={"every": rule.every, "unit": rule.unit.value, "needed": rule.needed},
            )
            for kind, rule in shown.items()
        }
        self.names = {kind: kind_name(kind, nation) for kind in shown}

    def are_valid(self) -> bool:
        # Each is asked, so that each shows its mistake.
        return not [form for form in self.of.values() if not form.is_valid()]

    def rules(self) -> Rules:
        """Return what valid forms say."""
        return {
            kind: Rule(
                form.cleaned_data["every"], Unit(form.cleaned_data["unit"]), form.cleaned_data["needed"]
            )
            for kind, form in self.of.items()
        }

    def refuse(self, fields: dict[str, str]) -> None:
        """Put what a service refused beside the number it is about."""
        for name, text in fields.items():
            self.of[Kind(name)].add_error("every", text)
