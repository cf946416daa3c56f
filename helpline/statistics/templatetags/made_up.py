"""The line that says of figures that they are made up."""

from typing import Any

from django import template

from helpline.statistics.made_up import WORDS, is_made_up

register = template.Library()


@register.inclusion_tag("statistics/_made_up.html")
def made_up() -> dict[str, Any]:
    """Show the line at the head of a page of figures, where they are made up."""
    return {"words": WORDS if is_made_up() else ""}
