"""The page about the button on the charity's website, and the page where it is tried out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat import texts
from chat.views.page_data import is_practice
from helpline.embedding.code import Choice, code_of, is_this_machine_alone, link_of
from helpline.embedding.forms import ChoiceForm, PolicyForm, SiteForm
from helpline.embedding.policies import judge, parse_policies
from helpline.embedding.services import allow, frame_ancestors_now, sites, take_away
from helpline.kernel.errors import HelplineError
from helpline.kernel.policies import SCRIPTED
from helpline.staff.access import account_of, requires
from helpline.staff.links import own_origin
from helpline.staff.roles import Permission

NO_POLICY = (
    "No policy was found in what you pasted; it stands below as you pasted it. It begins with "
    "“content-security-policy:”, and has words such as “script-src” in it."
)


@requires(Permission.MANAGE_SERVICE)
@require_safe
def embedding(request: HttpRequest) -> HttpResponse:
    """Show the code to paste, who may show the chat, and where a policy is looked at."""
    return _page(request)


@requires(Permission.MANAGE_SERVICE)
@require_POST
def allow_site(request: HttpRequest) -> HttpResponse:
    """Let a site show the chat in a frame: the one that was typed, or the one that was offered for it."""
    form = SiteForm(request.POST)
    form.is_valid()
    typed = request.POST.get("take") or request.POST.get("origin", "")
    try:
        origin = allow(typed=typed, by=account_of(request))
    except HelplineError as refusal:
        for sentence in refusal.extra.get("fields", {}).values() or [refusal.message]:
            form.add_error("origin", sentence)
        return _page(request, site=form, meant=refusal.extra.get("meant", ""))
    messages.success(request, f"{origin} may show the chat in a frame.")
    return redirect("embedding:embedding")


@requires(Permission.MANAGE_SERVICE)
@require_POST
def take_site_away(request: HttpRequest) -> HttpResponse:
    """Let a site show the chat in a frame no more."""
    origin = request.POST.get("origin", "")
    try:
        take_away(origin=origin, by=account_of(request))
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{origin} shows the chat no more. A talk that is open there goes on.")
    return redirect("embedding:embedding")


@requires(Permission.MANAGE_SERVICE)
@require_POST
def look_at_policy(request: HttpRequest) -> HttpResponse:
    """Say whether a policy lets the chat in, and what to change. Nothing is kept, and nothing fetched."""
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return _page(request, policy=form)
    policies = parse_policies(form.cleaned_data["policy"])
    if not policies:
        form.add_error("policy", NO_POLICY)
        return _page(request, policy=form)
    verdict = judge(policies, chat=_chat(request), framed=True)
    return _page(request, policy=form, verdict=verdict)


@requires(Permission.MANAGE_SERVICE)
@require_safe
def try_out(request: HttpRequest) -> HttpResponse:
    """Show the button as a site would: with the very code, on a page without any other style."""
    choice = _choice(ChoiceForm(request.GET or None))
    response = render(request, "embedding/try_out.html", {"choice": choice, "code": code_of(choice, chat="")})
    response.csp_update = {**SCRIPTED, "frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


def _page(
    request: HttpRequest,
    *,
    site: SiteForm | None = None,
    meant: str = "",
    policy: PolicyForm | None = None,
    verdict: object = None,
) -> HttpResponse:
    choosing = ChoiceForm(request.GET if request.method != "POST" and request.GET else None)
    choice, chat = _choice(choosing), _chat(request)
    wrong = [
        (form[name].id_for_label, str(text))
        for form in (site, policy, choosing)
        if form is not None
        for name, sentences in form.errors.items()
        for text in sentences
    ]
    context: dict[str, Any] = {
        "choosing": choosing,
        "choice": choice,
        "code": code_of(choice, chat=chat),
        "link": link_of(choice, chat=chat),
        "sites": sites(),
        "site": site or SiteForm(),
        "meant": meant,
        "policy": policy or PolicyForm(),
        "verdict": verdict,
        "welsh": "cy" in texts.offered(practice=is_practice()),
        "summary": wrong,
        "chat": chat,
        "this_machine_alone": is_this_machine_alone(chat),
        "framed_nowhere": choice.framed and not frame_ancestors_now(),
    }
    response = render(request, "embedding/embedding.html", context, status=400 if wrong else 200)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


def _choice(form: ChoiceForm) -> Choice:
    choice = form.choice()
    if choice.language not in texts.offered(practice=is_practice()):
        return Choice(framed=choice.framed, label=choice.label)
    return choice


def _chat(request: HttpRequest) -> str:
    """Return where the chat is: as this page was asked for, which is a host of ours."""
    return own_origin() or request.build_absolute_uri("/").rstrip("/")
