"""What the pages of texts for callers have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from helpline.kernel.errors import HelplineError
from helpline.public_texts.errors import NoDraft, NoText
from helpline.public_texts.kinds import ABOUT, LANGUAGES, Kind
from helpline.staff.access import account_of, may, others_may, requires
from helpline.staff.roles import Permission

type_of_view = Callable[..., HttpResponse]


def reader_page(view: type_of_view) -> type_of_view:
    """Guard a page for those who write texts or approve them."""
    return requires(Permission.APPROVE_TEXTS)(_of_a_kind(view))


def writer_page(view: type_of_view) -> type_of_view:
    """Guard a page for those who write texts."""
    return requires(Permission.MANAGE_SERVICE)(_of_a_kind(view))


def _of_a_kind(view: type_of_view) -> type_of_view:
    """Hand the text of the address to the view; without a draft it leads to the text's first page."""

    @wraps(view)
    def found(request: HttpRequest, *args: Any, kind: str, **kwargs: Any) -> HttpResponse:
        try:
            text = Kind(kind)
        except ValueError:
            raise Http404 from None
        if kwargs.get("lang", "en") not in LANGUAGES:
            raise Http404
        try:
            return view(request, *args, kind=text, **kwargs)
        except NoDraft as gone:
            messages.warning(request, gone.message)
            return redirect("texts:kind", text)
        except NoText:
            raise Http404 from None

    return found


def shared(request: HttpRequest, kind: Kind) -> dict[str, Any]:
    """Return what every page of a text is rendered with."""
    account = account_of(request)
    return {
        "kind": kind.value,
        "about": ABOUT[kind],
        "may_write": may(account, Permission.MANAGE_SERVICE),
        "nobody_else": not others_may(account, Permission.APPROVE_TEXTS),
    }


def revision_in(request: HttpRequest) -> int:
    """Return the revision that a form brought; 0, which none has, where it brought no number."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def done(request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
    """Do something and say so, or say why it was not done. Raises NoDraft and NoText."""
    try:
        act()
    except (NoDraft, NoText):
        raise
    except HelplineError as refusal:
        messages.error(request, f"Nothing was changed. {refusal.message}")
        return False
    messages.success(request, said)
    return True
