"""What the templates of the script's pages need beside Django's own filters."""

from collections.abc import Mapping

from django import template

from helpline.kernel.yaml_tree import Tree
from scripts import naming, tree
from scripts.models import PromptSignOff

register = template.Library()


@register.filter
def spoken(name: str) -> str:
    """Return a name of the file as a person reads it: "Safety check"."""
    return naming.spoken(name)


@register.filter
def cue_name(cue: str) -> str:
    """Return how handlers see a cue named: "Threat"."""
    return naming.cue_label(cue)


@register.filter
def titled(name: str, within: Tree) -> str:
    """Return the title of a script of this file: "Own behaviour"."""
    return tree.script_title(within, name)


@register.filter
def of_kind(given: Mapping[str, PromptSignOff], kind: PromptSignOff.Kind) -> PromptSignOff | None:
    """Return the sign-off of a kind, or None."""
    return given.get(kind.value)
