"""The form by which staff write one directory entry."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from triage.areas import is_served
from triage.checking import CHECK_MONTHS, LONGEST_MONTHS
from triage.contact_details import is_phone, misprint_in
from triage.content_file import ContentFile
from triage.directory_file import SHOWN, read_misprints
from triage.entries import (
    AUDIENCES,
    EXCLUDES,
    FORMATS,
    LANGUAGES,
    REQUIRES,
    RISKS,
    ROUTES,
    TAKES,
    entry_id,
)
from triage.form_fields import LinesField, boxes, number
from triage.models import DirectoryEntry
from triage.service_hours import hours_of, words_of
from triage.services.directory import CONTENT


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """One entry: what callers may see first, then what staff need, then the editors' notes."""

    areas = LinesField(
        label="Areas",
        help_text="One to a line: a council, a nation, UK, or online. For example: Wirral.",
        error_messages={"required": "Enter at least one area"},
    )
    audience = boxes("For whom", AUDIENCES)
    age_min = number("Youngest age", 120)
    age_max = number("Oldest age", 120)
    formats = boxes("Form", FORMATS)
    weeks_min = number("Shortest length in weeks", 200)
    weeks_max = number("Longest length in weeks", 200)
    routes = boxes("By whom people come to it", ROUTES)
    takes = boxes("Takes in particular", TAKES)
    requires = boxes("Takes only whoever", REQUIRES)
    excludes = boxes("Does not take", EXCLUDES)
    risks = boxes("Risk that it works with", RISKS)
    languages = boxes("Languages that it works in", LANGUAGES)
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
    contradictions = LinesField(
        label="Where sources contradict each other",
        help_text="One to a line. Take a line away once it is settled.",
        required=False,
    )
    check_months = forms.IntegerField(
        label="Check again after so many months",
        help_text=f"Empty: {CHECK_MONTHS} months. Fewer for a pilot.",
        min_value=1,
        max_value=LONGEST_MONTHS,
        required=False,
    )
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
            "name", "provider", "kind", "role", "caller_text", "caller_text_cy", "what_happens",
            "what_happens_cy", "areas", "audience", "age_min", "age_max", "phone", "text_number", "email",
            "website", "address", "hours_text", "formats", "duration", "weeks_min", "weeks_max", "session",
            "cost", "signpost", "routes", "referral_routes", "takes", "requires", "excludes", "eligibility",
            "exclusions", "risks", "languages", "accreditation", "accreditation_text", "partner_support",
            "description", "partner_support_text", "cautions", "contradictions", "source", "editor_notes",
            "check_months", "never_hides",
        ]  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "kind": "Kind",
            "role": "What it does",
            "phone": "Telephone",
            "text_number": "Text message number",
            "email": "E-mail address",
            "hours_text": "Opening hours",
            "address": "Address of a place that is open to callers",
            "caller_text": "What it is and whom it is for",
            "caller_text_cy": "The same in Welsh",
            "what_happens": "What happens when somebody gets in touch",
            "what_happens_cy": "The same in Welsh",
            "duration": "How long it takes",
            "session": "How often, and how long each time",
            "accreditation": "Accreditation",
            "accreditation_text": "Accreditation, in its own words",
            "partner_support": "Support for partners alongside",
            "partner_support_text": "Who supports partners, and how",
            "description": "What the source says of it",
            "source": "Source",
            "never_hides": "A line for an emergency: never hidden, whatever its last check says",
            "signpost": "Who may be given it",
            "editor_notes": "Editors' notes",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "caller_text": "Plain text, in words for a caller: adult to adult, no blame, no jargon.",
            "what_happens": "Only what is known. Callers read it on the card.",
            "description": "For staff, and for searching. No caller reads it.",
            "partner_support": "A caller is told only that partners may be offered support of their own.",
            "partner_support_text": "For staff. Never a name, number or place of it to a caller.",
            "phone": "Digits and spaces, for example 0808 802 4040.",
            "hours_text": (
                "In words, for example: Monday to Friday, 9am to 5pm; closed on bank holidays. "
                "Written like this, callers are also told whether it is open now. The notation of "
                "OpenStreetMap is put into such words: Mo-Fr 09:00-17:00; PH off."
            ),
            "editor_notes": "Where the details come from, what is still open.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "caller_text": forms.Textarea(attrs={"rows": 5}),
            "caller_text_cy": forms.Textarea(attrs={"rows": 5, "lang": "cy"}),
            "what_happens": forms.Textarea(attrs={"rows": 3}),
            "what_happens_cy": forms.Textarea(attrs={"rows": 3, "lang": "cy"}),
            "description": forms.Textarea(attrs={"rows": 4}),
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
        "name", "provider", "kind", "caller_text", "caller_text_cy", "what_happens", "what_happens_cy",
        "areas", "phone", "text_number", "email", "website", "address", "hours_text", "cost",
    )  # fmt: skip
    FOR_HANDLERS = (
        "signpost", "role", "audience", "age_min", "age_max", "formats", "duration", "weeks_min",
        "weeks_max", "session", "routes", "referral_routes", "takes", "requires", "excludes",
        "eligibility", "exclusions", "risks", "languages", "accreditation", "accreditation_text",
        "partner_support", "check_months", "never_hides",
    )  # fmt: skip
    # In use at once: see triage.approval.
    FOR_EDITORS = (
        "contradictions", "cautions", "description", "partner_support_text", "source", "editor_notes",
    )  # fmt: skip

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

    def clean_hours_text(self) -> str:
        written: str = self.cleaned_data["hours_text"]
        try:
            return words_of(hours_of(written))
        except ValueError:
            return written

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
        shortest, longest = values.get("weeks_min"), values.get("weeks_max")
        if shortest is not None and longest is not None and shortest > longest:
            self.add_error("weeks_max", "The longest length must not be below the shortest")
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
