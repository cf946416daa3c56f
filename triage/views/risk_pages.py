"""What the pages of the risk guidance have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from helpline.kernel.errors import HelplineError
from triage.drafting import NoDraft, NoInstrument
from triage.views.pages import editor_page, refuse

type_of_view = Callable[..., HttpResponse]


def guidance_page(view: type_of_view) -> type_of_view:
    """Guard a page; without a draft it leads to the first page, and what is not there is not found."""

    @editor_page
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoDraft as gone:
            messages.warning(request, gone.message)
            return redirect("risk:overview")
        except NoInstrument:
            raise Http404 from None

    return guarded


def done(request: HttpRequest, act: Callable[[], Any], said: str) -> Any:
    """Return what was done after saying so, or None after saying why it was not. Raises NoDraft."""
    try:
        what = act()
    except (NoDraft, NoInstrument):
        raise
    except HelplineError as refusal:
        refuse(request, refusal)
        return None
    messages.success(request, said)
    return what or True
