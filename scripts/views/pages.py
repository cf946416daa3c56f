"""What every page of the editor shares: who may, what is not there, what was refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.errors import HelplineError
from helpline.kernel.yaml_tree import Tree
from helpline.staff.access import requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.draft_check import Check, check_draft
from scripts.drafts import get_draft, tree_of
from scripts.errors import NodeNotFound, NoDraft, NoScript
from scripts.models import ScriptDraft
from scripts.services import shipped_jargon

type_of_view = Callable[..., HttpResponse]
MOST_SAID = 30


def editor_page(view: type_of_view) -> type_of_view:
    """Guard a page; without a draft it leads to the overview, and what is not there is not found."""

    @requires(Permission.PUBLISH_SCRIPTS)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoDraft:
            messages.warning(request, "There is no draft now: it was published or thrown away.")
            return redirect("scripts:overview")
        except (NodeNotFound, NoScript):
            raise Http404 from None

    return guarded


def who(request: HttpRequest) -> Account:
    """Return the account of a guarded page."""
    assert isinstance(request.user, Account)
    return request.user


class Opened:
    """The draft as a page shows it: its row, its tree and what is wrong with it."""

    def __init__(self) -> None:
        self.draft: ScriptDraft = get_draft()
        self.tree: Tree = tree_of(self.draft)
        self.check: Check = check_draft(self.draft.source_text, shipped_jargon())

    @property
    def wrong(self) -> set[str]:
        return {problem.node for problem in self.check.errors}


def revision_of(request: HttpRequest) -> int:
    """Return the revision that a form was made for; 0, which is never one, where there is none."""
    value = request.POST.get("revision", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0


def refuse(request: HttpRequest, refusal: HelplineError) -> None:
    """Say on the next page why nothing was done; each mistake of the content on a line of its own."""
    if isinstance(refusal, ContentErrors):
        many = len(refusal.errors)
        mistakes = "1 mistake" if many == 1 else f"{many} mistakes"
        messages.error(request, f"Nothing was done: the script has {mistakes}. They are listed below.")
    else:
        messages.error(request, f"Nothing was done. {refusal.message}")


def page(request: HttpRequest, template: str, context: dict[str, Any], *, here: str = "") -> HttpResponse:
    """Render a page; `here` is the part of the draft that is marked. 422 with a summary of mistakes."""
    status = 422 if context.get("summary") else 200
    return render(request, f"scripts/{template}.html", context | {"part": here}, status=status)
