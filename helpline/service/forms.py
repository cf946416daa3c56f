"""The form of one record before opening."""

from typing import Any

from django import forms
from django.utils import timezone

from helpline.service.before_opening import (
    LONGEST_NAME,
    LONGEST_WHERE,
    MUST_SAY_WHERE,
    NO_SCRIPT,
    Ask,
    Kind,
    mistakes,
)
from helpline.service.sign_offs import lacks_script


class SignOffForm(forms.Form):
    """Name, day, and where it can be looked up."""

    use_required_attribute = False
    name = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    on = forms.DateField(
        label="On which day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give a day, such as 2026-11-28."},
    )
    where = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    without_script = forms.BooleanField(
        label="Open without prompts for now. The script that comes with the program was read; handlers know "
        "that none is published yet",
        required=False,
    )

    def __init__(self, ask: Ask, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, prefix=ask.kind.value)
        self.ask = ask
        where = ask.where if ask.kind in MUST_SAY_WHERE else f"{ask.where} (if you like)"
        self.fields["name"].label, self.fields["where"].label = ask.who, where
        self.asks_without_script = ask.kind is Kind.CONTENT and lacks_script()
        if not self.asks_without_script:
            del self.fields["without_script"]
        self.fields["name"].widget.attrs["maxlength"] = str(LONGEST_NAME + 20)
        self.fields["where"].widget.attrs["maxlength"] = str(LONGEST_WHERE + 20)

    @property
    def is_begun(self) -> bool:
        """Tell whether anything but the day, which stands there already, was written."""
        return any((self.data.get(self.add_prefix(name)) or "").strip() for name in ("name", "where"))

    def clean(self) -> dict[str, Any]:
        held = self.cleaned_data
        wrong = mistakes(
            kind=self.ask.kind,
            name=" ".join(held.get("name", "").split()),
            on=held.get("on"),
            where=held.get("where", ""),
            today=timezone.localdate(),
        )
        if self.asks_without_script and not held.get("without_script"):
            wrong["without_script"] = NO_SCRIPT
        for field, sentence in wrong.items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return held
