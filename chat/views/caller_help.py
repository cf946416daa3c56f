"""The callers' part of the handbook as one page to read: no script, no session, no cookie."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chat.views.reading import language_of, reading_page
from helpline.handbook.held import handbook, in_one
from triage.services import lines_now


@require_safe
def caller_help(request: HttpRequest) -> HttpResponse:
    """Show how the chat works, how to leave without a trace, and what is kept."""
    lang = language_of(request)
    part = f"caller/{lang}" if f"caller/{lang}" in handbook() else "caller"
    first, *others = in_one(part)
    return reading_page(
        request, "help", lang, {"first": first, "pages": others, "lines": lines_now(language=lang)}
    )
