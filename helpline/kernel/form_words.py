"""What forms say by themselves, in our words: what is wrong with a field, and what to write instead.

Django's own sentences speak of values, validity and encodings. A form's own `error_messages` count before
these.
"""

from django import forms
from django.core import validators

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Fill this in."},
    forms.IntegerField: {"invalid": "Write a whole number, such as 5."},
    forms.FloatField: {"invalid": "Write a number, such as 5 or 2.5."},
    forms.DecimalField: {"invalid": "Write a number, such as 5 or 2.5."},
    forms.DateField: {"invalid": "Write a day that there is, such as 2026-11-28."},
    forms.TimeField: {"invalid": "Write a time, such as 16:30."},
    forms.DateTimeField: {"invalid": "Write a day and a time, such as 2026-11-28 16:30."},
    forms.DurationField: {
        "invalid": "Write how long, such as 00:30:00.",
        "overflow": "Write between {min_days} and {max_days} days.",
    },
    forms.FileField: {
        "invalid": "No file came with it. Choose the file again, then send it.",
        "missing": "No file came with it. Choose the file again, then send it.",
        "empty": "The file is empty. Choose another one.",
        "contradiction": "Choose a file or tick that it goes, not both.",
    },
    forms.ImageField: {
        "invalid_image": "This is no picture, or it is damaged. Choose a PNG or JPEG file.",
    },
    forms.URLField: {"invalid": "Write an address that begins with https://."},
    forms.ChoiceField: {"invalid_choice": "Choose one of the list: what was sent is not in it."},
    forms.MultipleChoiceField: {
        "invalid_choice": "Choose from the list: something that was sent is not in it.",
        "invalid_list": "Choose from the list.",
    },
    forms.UUIDField: {"invalid": "Load the page again, then choose from the list."},
    forms.JSONField: {"invalid": "Choose the file that was made here, and change nothing in it by hand."},
    forms.ModelChoiceField: {
        "invalid_choice": "Choose one of the list: what was sent is not in it any more."
    },
    forms.ModelMultipleChoiceField: {
        "invalid_list": "Choose from the list.",
        "invalid_choice": "Choose from the list: something that was sent is not in it any more.",
        "invalid_pk_value": "Choose from the list: something that was sent is not in it.",
    },
}
VALIDATORS: dict[type[object], str] = {
    validators.RegexValidator: "Write it as the example beside it shows.",
    validators.DomainNameValidator: "Write the name of a site, such as charity.example.",
    validators.URLValidator: "Write an address that begins with https://.",
    validators.EmailValidator: "Write an e-mail address, such as name@charity.example.",
    validators.MaxValueValidator: "Write %(limit_value)s or less.",
    validators.MinValueValidator: "Write %(limit_value)s or more.",
    validators.StepValueValidator: "Write a multiple of %(limit_value)s.",
    validators.MaxLengthValidator: "Make this shorter: %(limit_value)d letters fit, not %(show_value)d.",
    validators.MinLengthValidator: "Make this longer: %(limit_value)d letters at least.",
    validators.FileExtensionValidator: "Choose a file of another kind: %(allowed_extensions)s.",
    validators.ProhibitNullCharactersValidator: "Take out the signs that cannot be seen, or type it anew.",
}


def speak_plainly() -> None:
    """Put our sentences in the place of Django's, once at start."""
    for field, messages in FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **messages}
    for validator, message in VALIDATORS.items():
        validator.message = message  # type: ignore[attr-defined]
    # It was made with the sentence of before.
    validators.validate_email.message = VALIDATORS[validators.EmailValidator]
    validators.validate_slug.message = "Write letters, digits, hyphens and underlines alone."
