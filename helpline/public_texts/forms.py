"""The form of a draft's day and languages."""

from datetime import date

from django import forms


class PlanForm(forms.Form):
    """From when on a text is to be in force, and in which languages."""

    from_date = forms.DateField(
        label="In force from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Today or a later day. It begins at midnight in London; today, once it is approved.",
        error_messages={"invalid": "Write the day as in 2026-12-03"},
    )
    in_welsh = forms.TypedChoiceField(
        label="In Welsh",
        choices=[
            ("yes", "Welsh too: whoever reads in Welsh gets the Welsh text"),
            ("no", "English only: whoever reads in Welsh gets the English text, and is told so in Welsh"),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is published in Welsh too"},
    )

    @classmethod
    def of(cls, from_date: date | None, in_welsh: bool) -> "PlanForm":
        """Return the form as it stands."""
        return cls(initial={"from_date": from_date, "in_welsh": "yes" if in_welsh else "no"})
