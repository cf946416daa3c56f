"""The form that corrects what a closed contact is counted with: choices alone, nothing to write."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from chat.services.correcting import Correctable
from chat.states import HANDLER_OUTCOMES
from helpline.statistics.categories import ABOUT, AGES, CALLER_TYPES, GENDERS, OUTCOMES
from helpline.statistics.noted import BEHAVIOURS, MARKER_FIELDS, MARKERS, NAMES, NOTED
from triage.areas import AREAS, NATIONS
from triage.risk import LEVELS, LoweringReason

Choices = list[tuple[str, Any]]
NOT_RECORDED = "Not recorded"
AREAS_BY_NATION: Choices = [
    (nation, [(area.name, area.name) for area in AREAS if area.nation == nation]) for nation in NATIONS
]
# In the order of the page: what was judged, then what the caller said of themselves.
JUDGED = ("outcome", "caller_type", "level", "readiness_before", "readiness_after")
# Beside the level, and no field of what is counted.
WITH_REASON = ("outcome", "caller_type", "level", "because", "readiness_before", "readiness_after")
SAID = ("about", "age_band", "gender", "area")
# What may be noted beyond that, and the risk markers: both folded away.
NOTES = (*NOTED, "importance", "confidence")
NUMBERS = ("readiness_before", "readiness_after", "importance", "confidence")
FIELDS = (*JUDGED, *SAID, *NOTES, *MARKER_FIELDS)
LABELS = {
    "outcome": "How it ended",
    "caller_type": "Who it was",
    "level": "Level",
    "because": "Why less than the answers suggested",
    "readiness_before": "Ready to change, at the start",
    "readiness_after": "Ready to change, at the end",
    "about": "What it was about",
    "age_band": "Age",
    "gender": "Gender",
    "area": "Area",
    "signposts": "What was given",
    **NAMES,
    **{f"marker_{marker}": label for marker, label in MARKERS.items()},
}


def choices_of() -> dict[str, Choices]:
    """Return what may be chosen in each field; "" is "not recorded" where that may be."""
    scale: Choices = [(str(number), str(number)) for number in range(11)]
    optional: dict[str, Choices] = {
        "caller_type": list(CALLER_TYPES.items()),
        "level": [(str(level), str(level).capitalize()) for level in LEVELS],
        "readiness_before": scale,
        "readiness_after": scale,
        "age_band": list(AGES.items()),
        "gender": list(GENDERS.items()),
        "area": AREAS_BY_NATION,
        "importance": scale,
        "confidence": scale,
        **{name: list(codes.items()) for name, codes in NOTED.items()},
    }
    asked: Choices = [("", "Not asked"), ("yes", "Yes"), ("no", "No")]
    return {
        "outcome": [(id, label) for id, label in OUTCOMES.items() if id in HANDLER_OUTCOMES],
        "about": list(ABOUT.items()),
        **{name: [("", NOT_RECORDED), *choices] for name, choices in optional.items()},
        **dict.fromkeys(MARKER_FIELDS, asked),
    }


class CorrectionForm(forms.Form):
    """Every field carries what was shown, so that only what this person changed is changed."""

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None,
        *,
        found: Correctable,
        services: Mapping[str, str],
        reasons: Iterable[LoweringReason] = (),
        fixed: Iterable[str] = (),
    ) -> None:
        values = {name: found.values[name] for name in FIELDS}
        shown = {name: "" if value is None else str(value) for name, value in values.items()}
        lists = {"given": found.values["signposts"], "behaviours": found.values["behaviours"]}
        super().__init__(data, initial=shown | lists)
        self._offer_codes(shown["outcome"], frozenset(fixed))
        self._offer_behaviours()
        self._offer_reasons(reasons)
        self._offer_services(found.values["signposts"], services)

    def _offer_codes(self, outcome: str, fixed: frozenset[str]) -> None:
        choices = choices_of()
        if outcome not in dict(choices["outcome"]):
            # The system's own: it may stay, and nobody can choose it anew.
            choices["outcome"].insert(0, (outcome, OUTCOMES[outcome]))
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=choices[name],
                required=name in ("outcome", "about"),
                disabled=name in fixed,
                show_hidden_initial=name not in fixed,
                error_messages={"invalid_choice": f"{LABELS[name]}: choose one of the list."},
            )

    def _offer_behaviours(self) -> None:
        self.fields["behaviours"] = forms.MultipleChoiceField(
            label=LABELS["behaviours"],
            choices=list(BEHAVIOURS.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            show_hidden_initial=True,
        )

    def _offer_reasons(self, reasons: Iterable[LoweringReason]) -> None:
        # There is nothing to write here: a reason that asks for a sentence is given in the wrap-up.
        self.fields["because"] = forms.ChoiceField(
            label=LABELS["because"],
            help_text="Only where you lower the level below what was suggested.",
            choices=[("", "Not less"), *((each.id, each.label) for each in reasons if not each.words)],
            required=False,
        )

    def _offer_services(self, given: list[str], services: Mapping[str, str]) -> None:
        # What the page showed as given stands there too where somebody has taken it out meanwhile.
        listed = dict.fromkeys([*given, *self._shown()])
        self.fields["given"] = forms.MultipleChoiceField(
            label="Given in this talk",
            choices=[(slug, services.get(slug, slug)) for slug in listed],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            show_hidden_initial=True,
        )
        others = [(slug, name) for slug, name in services.items() if slug not in given]
        self.fields["added"] = forms.ChoiceField(
            label="Add what was given as well",
            help_text="One at a time: save, then add the next.",
            choices=[("", "Nothing"), *others],
            required=False,
        )

    @property
    def shown_behaviours(self) -> str:
        """The hidden fields that say which behaviours were shown."""
        return self["behaviours"].as_hidden(only_initial=True)

    @property
    def shown_as_given(self) -> str:
        """The hidden fields that say what was shown as given."""
        return self["given"].as_hidden(only_initial=True)

    def _shown(self) -> list[str]:
        return self.data.getlist("initial-given") if isinstance(self.data, QueryDict) else []

    def changes(self) -> dict[str, Any]:
        """Return what this person changed, as the service takes it."""
        changed = [name for name in FIELDS if name in self.changed_data]
        values: dict[str, Any] = {name: _value(name, self.cleaned_data[name]) for name in changed}
        if "behaviours" in self.changed_data:
            values["behaviours"] = sorted(self.cleaned_data["behaviours"])
        return values

    def because(self) -> str | None:
        """Return why the level is less than suggested, if this person said so."""
        return self.cleaned_data["because"] or None

    def given(self) -> set[str]:
        """Return the slugs of the services that were added."""
        return {slug for slug in [self.cleaned_data["added"]] if slug}

    def not_given(self) -> set[str]:
        """Return the slugs of those that were taken out."""
        return set(self._shown()) - set(self.cleaned_data["given"])


def _value(name: str, chosen: str) -> str | int | None:
    if chosen == "":
        return None
    return int(chosen) if name in NUMBERS else chosen
