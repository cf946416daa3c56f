"""Sign-offs: what is missing, recording them for the exact words shown, taking them back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from helpline.kernel.errors import HelplineError
from scripts.models import PromptSignOff
from scripts.sign_offs import KINDS, needs_signing, sign, signed_nodes, take_back
from scripts.tree import nodes_of, scripts_of
from scripts.views.pages import Opened, editor_page, page, refuse, who

MOST_AT_ONCE = 200


@require_safe
@editor_page
def sign_offs(request: HttpRequest) -> HttpResponse:
    """List the draft's prompts to read and sign; of one kind those that are missing, or all."""
    opened = Opened()
    signed = signed_nodes(opened.tree)
    missing = {each: sum(each.value not in row.given for row in signed.values()) for each in KINDS}
    # Unasked, the page opens where something is to be done.
    first = next((each for each in KINDS if missing[each]), KINDS[0])
    kind = _kind(request.GET.get("kind", first.value))
    rows: list[dict[str, Any]] = [
        {"node": node, "signed": signed[node["id"]], "is_given": kind.value in signed[node["id"]].given}
        for node in nodes_of(opened.tree)
    ]
    show_all = request.GET.get("show") == "all"
    groups = []
    for name in scripts_of(opened.tree):
        shown = [
            row for row in rows if row["node"].get("script") == name and (show_all or not row["is_given"])
        ]
        if shown:
            groups.append((name, shown))
    context = {
        "opened": opened,
        "groups": groups,
        "kind": kind,
        "kinds": [{"kind": each, "missing": many} for each, many in missing.items()],
        "many": len(rows),
        "show_all": show_all,
        "needs_signing": needs_signing(),
    }
    return page(request, "sign_offs", context, here="signing")


@require_POST
@editor_page
def record_sign_offs(request: HttpRequest) -> HttpResponse:
    """Record the ticked prompts as signed."""
    opened = Opened()
    digests = request.POST.getlist("words")[:MOST_AT_ONCE]
    kind = _kind(request.POST.get("kind", ""))
    try:
        many = sign(tree=opened.tree, digests=digests, kind=kind, by=who(request))
    except HelplineError as refusal:
        refuse(request, refusal)
    else:
        prompts = "1 prompt" if many == 1 else f"{many} prompts"
        if many:
            messages.success(request, f"{kind.label}: {prompts} signed off.")
        else:
            messages.warning(request, "Nothing was ticked that was not signed off already.")
    return _back(request, f"?kind={kind.value}")


@require_POST
@editor_page
def take_back_sign_off(request: HttpRequest) -> HttpResponse:
    """Take a sign-off back, whoever recorded it: what is doubted is not signed."""
    kind = _kind(request.POST.get("kind", ""))
    if take_back(digests=request.POST.getlist("words")[:1], kind=kind, by=who(request)):
        messages.success(request, f"{kind.label}: the sign-off is taken back.")
    return _back(request, f"?kind={kind.value}&show=all")


def _kind(value: str) -> PromptSignOff.Kind:
    return (
        PromptSignOff.Kind(value) if value in PromptSignOff.Kind.values else PromptSignOff.Kind.PRACTITIONER
    )


def _back(request: HttpRequest, query: str) -> HttpResponse:
    """Return to the page that the form stood on, which is one of ours."""
    then = request.POST.get("then", "")
    ours = then.startswith("/supervision/scripts/") and url_has_allowed_host_and_scheme(
        then, allowed_hosts=None
    )
    response = redirect(then) if ours else redirect("scripts:sign-offs")
    if not ours:
        response["Location"] += query
    return response
