"""The form by which staff write one directory entry."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from triage.areas import is_served
from triage.contact_details import is_phone, misprint_in
from triage.content_file import ContentFile
from triage.directory_file import SHOWN, read_misprints
from triage.matching import AUDIENCES, entry_id
from triage.models import DirectoryEntry
from triage.services.directory import CONTENT


class LinesField(forms.CharField):
    """A list of short texts, one to a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """One entry: what callers may see first, then what staff need, then the editors' notes."""

    areas = LinesField(
        label="Areas",
        help_text="One to a line: a council, a nation, UK, or online. For example: Wirral.",
        error_messages={"required": "Enter at least one area"},
    )
    audience = forms.MultipleChoiceField(
        label="For whom",
        help_text="Leave all empty when nobody said.",
        choices=[(letter, words.capitalize()) for letter, words in AUDIENCES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    age_min = forms.IntegerField(label="Youngest age", min_value=0, max_value=120, required=False)
    age_max = forms.IntegerField(label="Oldest age", min_value=0, max_value=120, required=False)
    website = forms.URLField(
        label="Website",
        help_text="Begins with https://",
        required=False,
        assume_scheme="https",
        max_length=200,
    )
    referral_routes = LinesField(label="Who can refer", help_text="One to a line.", required=False)
    eligibility = LinesField(label="Who can come", help_text="One to a line.", required=False)
    exclusions = LinesField(label="Who cannot come", help_text="One to a line.", required=False)
    cautions = LinesField(label="Cautions for handlers", help_text="One to a line.", required=False)
    checked = forms.BooleanField(
        label="I have checked these details with the provider today",
        help_text=(
            "Without this, a changed name, area, number, address, price or hour makes it unconfirmed."
        ),
        required=False,
    )

    class Meta:
        model = DirectoryEntry
        fields: ClassVar[list[str]] = [
            "name", "provider", "kind", "role", "description", "areas", "audience", "age_min",
            "age_max", "phone", "text_number", "email", "website", "hours_text", "duration", "cost",
            "signpost", "referral_routes", "eligibility", "exclusions", "cautions", "editor_notes",
        ]  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "kind": "Kind",
            "role": "What it does",
            "phone": "Telephone",
            "text_number": "Text message number",
            "email": "E-mail address",
            "hours_text": "Opening hours",
            "duration": "How long it takes",
            "signpost": "Who may be given it",
            "editor_notes": "Editors' notes",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "description": "Plain text, in words for a caller: adult to adult, no blame, no jargon.",
            "phone": "Digits and spaces, for example 0808 802 4040.",
            "hours_text": (
                "In words, for example: Monday to Friday, 9am to 5pm; closed on bank holidays. "
                "Written like this, callers are also told whether it is open now."
            ),
            "editor_notes": "Where the details come from, what is still open.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "editor_notes": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"required": "Enter the name of the service"},
            "kind": {"required": "Choose programme or helpline"},
            "role": {"required": "Choose what the service does"},
            "signpost": {"required": "Choose who may be given it"},
            "email": {"invalid": "Enter an e-mail address like name@example.org"},
        }

    FOR_CALLERS = (
        "name", "provider", "kind", "description", "areas", "phone", "text_number", "email", "website",
        "hours_text", "cost",
    )  # fmt: skip
    FOR_HANDLERS = (
        "signpost", "role", "audience", "age_min", "age_max", "duration", "referral_routes",
        "eligibility", "exclusions",
    )  # fmt: skip
    FOR_EDITORS = ("cautions", "editor_notes")

    def clean_areas(self) -> list[str]:
        areas: list[str] = self.cleaned_data["areas"]
        if unknown := [area for area in areas if not is_served(area)]:
            named = ", ".join(f"“{area}”" for area in unknown)
            raise forms.ValidationError(
                f"No search would find {named}: enter a council, a county, a nation, UK or online"
            )
        return areas

    def clean_phone(self) -> str:
        return self._telephone("phone")

    def clean_text_number(self) -> str:
        return self._telephone("text_number")

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        if website and not website.startswith("https://"):
            raise forms.ValidationError("Enter an address that begins with https://")
        return website

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        slug = self.instance.slug or slugify(name)[:80].strip("-")
        if not slug:
            raise forms.ValidationError("Enter a name with letters or digits")
        if self.instance.pk is None and DirectoryEntry.objects.filter(id=entry_id(slug)).exists():
            raise forms.ValidationError("There is already a service of this name: change that one")
        self.slug = slug
        return name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        youngest, oldest = values.get("age_min"), values.get("age_max")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", "The oldest age must not be below the youngest")
        misprints = read_misprints(ContentFile.read(CONTENT / "helplines.json"))
        for field in SHOWN:
            if found := misprint_in([values.get(field) or ""], misprints):
                self.add_error(field, f"{found.wrong} is a known misprint: {found.service} has {found.right}")
        return values

    def values(self) -> dict[str, Any]:
        """Return the model's fields as written, with the slug; valid forms only."""
        return {field: self.cleaned_data[field] for field in self.Meta.fields} | {"slug": self.slug}

    def _telephone(self, field: str) -> str:
        number: str = self.cleaned_data[field]
        if number and not is_phone(number):
            raise forms.ValidationError("Enter a telephone number of digits and spaces")
        return number

    def _post_clean(self) -> None:
        # The instance stays as it was loaded: the service compares it with the values and writes it.
        pass
