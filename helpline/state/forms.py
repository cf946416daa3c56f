"""The small forms of the page of the state."""

from django import forms


class MailForm(forms.Form):
    """To which address one is told, and whether at all."""

    address = forms.EmailField(
        label="Your address",
        required=False,
        max_length=254,
        help_text="For you alone. Nobody else who works here is shown it.",
        error_messages={"invalid": "Write it such as name@charity.example"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wanted = forms.BooleanField(label="Tell me by mail when something needs a person", required=False)


class RestoreForm(forms.Form):
    """When a backup was tried."""

    on = forms.DateField(
        label="On which day",
        error_messages={"required": "Say on which day", "invalid": "Write a day such as 2026-11-28"},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
