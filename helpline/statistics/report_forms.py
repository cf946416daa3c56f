"""The form of a report template."""

from typing import Any, cast

from django import forms

from helpline.statistics.dashboard.texts import texts_for
from helpline.statistics.reports.choosing import BLOCKS, in_order, titles
from helpline.statistics.reports.scheduling import LAST_DUE_DAY, SOONEST_DUE_DAY
from helpline.statistics.reports.telling import may_be_told

MOST_PLACES = 99


class TemplateForm(forms.Form):
    """A name, a kind, a language, when it is due, and for each block its place in the report."""

    use_required_attribute = False
    name = forms.CharField(label="Name", max_length=80, error_messages={"required": "Give it a name"})
    kind = forms.ChoiceField(
        label="A report of each",
        choices=[("month", "Month"), ("quarter", "Quarter")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is of a month or of a quarter"},
    )
    language = forms.ChoiceField(
        label="Language",
        choices=[("en", "English"), ("cy", "Welsh")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say in which language"},
    )
    due_day = forms.IntegerField(
        label="Make it by itself, so many days after the end",
        help_text=(
            f"{SOONEST_DUE_DAY} to {LAST_DUE_DAY}: before, a contact may still be corrected. Leave it empty, "
            "and it is made when somebody opens it. It is kept in the list."
        ),
        required=False,
        min_value=SOONEST_DUE_DAY,
        max_value=LAST_DUE_DAY,
        widget=forms.NumberInput(attrs={"class": "line-number", "min": None, "max": None}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Give {SOONEST_DUE_DAY} to {LAST_DUE_DAY} whole days, or leave it empty",
        ),
    )

    told = forms.TypedMultipleChoiceField(
        label="Tell by mail that it is ready", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(account.pk, account.username) for account in may_be_told()]
        cast(forms.TypedMultipleChoiceField, self.fields["told"]).choices = named
        for key, title in titles(texts_for("en")).items():
            mistake = f"{title}: give its place as a number from 1 to {MOST_PLACES}, or leave it out"
            self.fields[f"block_{key}"] = forms.IntegerField(
                label=title,
                required=False,
                min_value=1,
                max_value=MOST_PLACES,
                widget=forms.NumberInput(attrs={"min": None, "max": None}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), mistake),
            )

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self["kind"], self["language"]]

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[f"block_{key}"] for key in BLOCKS]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The blocks in the order of their places."""
        return in_order({key: self.cleaned_data.get(f"block_{key}") for key in BLOCKS})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(f"block_{key}" in self.errors for key in BLOCKS) and not self.chosen:
            self.add_error(f"block_{BLOCKS[0]}", "Give at least one part a place")
        return cleaned
