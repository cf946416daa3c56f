"""The form of the two acts on today's hours: until when, and why."""

from django import forms

from helpline.hours.on_the_day import REASON_CHARACTERS


class TodayForm(forms.Form):
    """`until` may stay empty where the act can happen at once; the service asks for what must be there."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    until = forms.TimeField(
        label="Until",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Give a time, such as 16:30."},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Staff see it, callers do not.",
        max_length=REASON_CHARACTERS,
        error_messages={"required": "Give a reason."},
    )
