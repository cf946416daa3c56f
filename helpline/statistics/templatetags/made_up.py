"""The line that says of figures that they are made up."""

from typing import Any

from django import template
from django.template.context import Context

from helpline.statistics.made_up import WORDS, is_made_up

register = template.Library()
# Every page of figures stands there; a page of another place asks for the line itself.
PLACE = "statistics"


@register.inclusion_tag("statistics/_made_up.html", takes_context=True)
def made_up_here(context: Context) -> dict[str, Any]:
    """Show the line at the head of each page of figures, where they are made up."""
    match = getattr(context.get("request"), "resolver_match", None)
    return {"words": WORDS if match and PLACE in match.app_names and is_made_up() else ""}


@register.inclusion_tag("statistics/_made_up.html")
def made_up() -> dict[str, Any]:
    """Show the line on a page of another place, where the figures are made up."""
    return {"words": WORDS if is_made_up() else ""}
