"""What the templates of the script's pages need beside Django's own filters."""

from collections.abc import Mapping

from django import template

from scripts.models import PromptSignOff

register = template.Library()


@register.filter
def spoken(name: str) -> str:
    """Return a name of the file as a person reads it: "Safety check"."""
    return str(name).replace("_", " ").capitalize()


@register.filter
def of_kind(given: Mapping[str, PromptSignOff], kind: PromptSignOff.Kind) -> PromptSignOff | None:
    """Return the sign-off of a kind, or None."""
    return given.get(kind.value)
