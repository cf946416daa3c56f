"""The `?` of every page for staff, with its key, and how much is new."""

from typing import Any

from django import template

from helpline.handbook.held import address
from helpline.handbook.news import count_new
from helpline.handbook.routes import help_for, parted
from helpline.staff.models import Account

register = template.Library()
# Where a sign-in leads, and the handbook: other pages show what was found there.
LOOKED_FOR_ON = ("/help/", "/accounts/")
AND_AT = ("/console/", "/supervision/")


@register.inclusion_tag("handbook/here.html", takes_context=True)
def help_here(context: dict[str, Any], key: str = "here") -> dict[str, Any]:
    """Lead to the page of the handbook about this page; `key="elsewhere"` where the page hears `?` itself."""
    request = context.get("request")
    account = getattr(request, "user", None)
    if request is None or not isinstance(account, Account):
        return {}
    found = request.resolver_match
    target = help_for(name=found.view_name if found else None, path=request.path) or "index"
    listens = key == "here"
    if listens:
        # What the page brings with it: helpline/kernel/middleware.py lets it in.
        request.csp_update = {"script-src": ["'self'"]}
    look = request.path in AND_AT or request.path.startswith(LOOKED_FOR_ON)
    new = count_new(account, request.session, look=look)
    return {"href": address(*_place(target)), "listens": listens, "new": new}


def _place(target: str) -> tuple[str, str, str]:
    part, page, heading = parted(target)
    return ("", "", "") if part == "index" else (part, page, heading)
