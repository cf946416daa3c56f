"""What a change to an entry changes, in words, field by field in the order of its form."""

from collections.abc import Mapping, Sequence
from typing import Any

from helpline.kernel.word_changes import Change, marked
from triage.forms import EntryForm

# Fields that no form has, and labels that mean nothing away from the form.
NAMES = {
    "caller_text_cy": "What it is and whom it is for, in Welsh",
    "what_happens_cy": "What happens when somebody gets in touch, in Welsh",
    "is_active": "In use",
    "ages_text": "Ages, in words",
    "phone_alternatives": "Other numbers in print",
    "source_notes": "From the compiled file",
}
ORDER = (*EntryForm.FOR_CALLERS, *EntryForm.FOR_HANDLERS, *EntryForm.FOR_EDITORS, *NAMES)
# Both follow another field.
SILENT = frozenset({"hours", "slug"})


def differences(fields: Mapping[str, Sequence[Any]]) -> list[Change]:
    """Return each field that differs, with its words before and after; `fields` as `EntryChange` has them."""
    form = EntryForm()
    known = [field for field in ORDER if field in fields]
    more = sorted(fields.keys() - {*known, *SILENT})
    return [
        Change(name_of(field, form), marked(*(words_for(field, value, form) for value in fields[field])))
        for field in (*known, *more)
    ]


def names_of(fields: Mapping[str, Any]) -> list[str]:
    """Return in words which fields a change touches."""
    form = EntryForm()
    return [name_of(field, form) for field in ORDER if field in fields]


def name_of(field: str, form: EntryForm) -> str:
    if field in NAMES:
        return NAMES[field]
    return str(form.fields[field].label) if field in form.fields else field.replace("_", " ").capitalize()


def words_for(field: str, value: Any, form: EntryForm) -> str:
    """Return a value as a reader wants it: codes in words, a list as lines, "" where nothing is said."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, list):
        return "\n".join(words_for(field, each, form) for each in value)
    if isinstance(value, dict):
        return "\n".join(
            f"{key.replace('_', ' ')}: {words_for('', each, form)}" for key, each in value.items()
        )
    choices = dict(getattr(form.fields.get(field), "choices", ()))
    return str(choices.get(value, value))
