"""Writing a text for callers: begun, saved as one writes, proposed by one, approved by another."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.kernel.policies import SCRIPTED
from helpline.public_texts import drafts, publishing, versions
from helpline.public_texts.errors import NoDraft
from helpline.public_texts.forms import PlanForm
from helpline.public_texts.in_force import number_in_force
from helpline.public_texts.judging import hard_parts
from helpline.public_texts.kinds import LANGUAGE_NAMES, Kind
from helpline.public_texts.models import TextDraft
from helpline.public_texts.pages import reader_page, revision_in, shared, writer_page
from helpline.public_texts.shape import boxes
from helpline.public_texts.shipped import drawings
from helpline.public_texts.views import differences
from helpline.staff.access import account_of
from helpline.staff.json_body import sent_object

NEXT = "Proposed. Another admin, or a supervisor, reads it and approves it on this page."


@require_POST
@writer_page
def begin(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Begin a draft from the newest version, or from the one that is named."""
    said = request.POST.get("number", "")
    number = int(said) if said.isdecimal() and len(said) < 5 else None
    drafts.begin(kind=kind, by=account_of(request), number=number)
    return redirect("texts:draft", kind)


@require_safe
@reader_page
def draft(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Show the draft beside what is in force, what is missing, and the one act that comes next."""
    return _draft_page(request, kind, drafts.get(kind))


def _draft_page(
    request: HttpRequest, kind: Kind, held: TextDraft, *, plan: PlanForm | None = None, refusal: str = ""
) -> HttpResponse:
    running = number_in_force(kind)
    words = drafts.published_words(held)
    context: dict[str, Any] = {
        "draft": held,
        "running": running,
        "languages": differences(kind, versions.words_of(kind, running), words),
        "missing": drafts.missing(held),
        "hard": hard_parts(kind, words["en"]),
        "coming": versions.to_come(kind),
        "plan": plan or PlanForm.of(held.from_date, held.in_welsh),
        "refusal": refusal,
        "is_own_work": account_of(request).pk in (held.proposed_by_id, held.edited_by_id),
        **shared(request, kind),
    }
    status = 409 if refusal else 422 if plan is not None else 200
    return render(request, "public_texts/draft.html", context, status=status)


@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
@writer_page
def write(request: HttpRequest, kind: Kind, lang: str) -> HttpResponse:
    """Write one language of the draft, beside what is in force."""
    held = drafts.get(kind)
    if request.method != "POST":
        return _write_page(request, kind, lang, held, held.words[lang])
    values = {name: str(value) for name, value in request.POST.items()}
    revision = revision_in(request)
    try:
        drafts.save(kind=kind, lang=lang, values=values, revision=revision, by=account_of(request))
    except NoDraft:
        raise
    except RequestInvalid as refusal:
        fields: dict[str, str] = refusal.extra["fields"]
        return _write_page(request, kind, lang, held, {}, values=values, wrong=fields, status=422)
    except HelplineError as refusal:
        wrong = {"": refusal.message}
        return _write_page(request, kind, lang, held, {}, values=values, wrong=wrong, status=refusal.status)
    if request.POST.get("act") == "more":
        return redirect("texts:write", kind, lang)
    messages.success(request, f"{LANGUAGE_NAMES[lang]}: saved in the draft.")
    return redirect("texts:draft", kind)


def _write_page(
    request: HttpRequest,
    kind: Kind,
    lang: str,
    held: TextDraft,
    words: dict[str, Any],
    *,
    values: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = versions.words_of(kind, number_in_force(kind)).get(lang, {})
    beside = {box.name: box.value for box in boxes(kind, now)}
    shown = boxes(kind, words or held.words[lang], spare=1)
    wrong = wrong or {}
    context = {
        "draft": held,
        "lang": lang,
        "language": LANGUAGE_NAMES[lang],
        "rows": [
            {
                "box": box,
                "id": f"box-{box.name.replace('.', '-')}",
                "value": box.value if values is None else values.get(box.name, ""),
                "now": beside.get(box.name, ""),
                "wrong": wrong.get(box.name, ""),
                "is_first": not box.group or box.name.split(".")[-1] == box_first(shown, box.group),
            }
            for box in shown
        ],
        "summary": [(f"box-{name.replace('.', '-')}" if name else "", text) for name, text in wrong.items()],
        "drawings": sorted(drawings()) if kind == Kind.EASY else [],
        "not_in_language": not now,
        "running": number_in_force(kind),
        "revision": revision_in(request) if status != 200 else held.revision,
        **shared(request, kind),
    }
    response = render(request, "public_texts/write.html", context, status=status)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


def box_first(shown: list[Any], group: str) -> str:
    """Return the last part of the name of a group's first box."""
    return str(next(box.name.split(".")[-1] for box in shown if box.group == group))


@require_POST
@writer_page
def autosave(request: HttpRequest, kind: Kind, lang: str) -> HttpResponse:
    """Keep what was written so far: {values, revision} in, {revision} out."""
    try:
        body = sent_object(request)
        values, revision = body.get("values"), body.get("revision")
        if not isinstance(values, dict) or not isinstance(revision, int):
            raise RequestInvalid
        texts = {str(name): value for name, value in values.items() if isinstance(value, str)}
        saved = drafts.save(kind=kind, lang=lang, values=texts, revision=revision, by=account_of(request))
    except HelplineError as refusal:
        return JsonResponse({"error": refusal.as_wire()}, status=refusal.status)
    return JsonResponse({"revision": saved.revision})


@require_POST
@writer_page
def plan(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Set the day and the languages of the draft."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, kind, drafts.get(kind), plan=form)
    act = partial(
        drafts.set_plan,
        kind=kind,
        from_date=form.cleaned_data["from_date"],
        in_welsh=form.cleaned_data["in_welsh"],
        revision=revision_in(request),
        by=account_of(request),
    )
    return _acted(request, kind, act, "Saved: the day and the languages of the draft.", plan=form)


@require_POST
@writer_page
def propose(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Ask for a second person's approval; the day and the languages go along as they stand."""
    act = partial(drafts.propose, kind=kind, revision=revision_in(request), by=account_of(request))
    if not {"from_date", "in_welsh"} & set(request.POST):
        return _acted(request, kind, act, NEXT)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, kind, drafts.get(kind), plan=form)
    plan = (form.cleaned_data["from_date"], form.cleaned_data["in_welsh"])
    return _acted(request, kind, partial(act, plan=plan), NEXT, plan=form)


@require_POST
@reader_page
def approve(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Publish what somebody else proposed, from its day on."""
    return _acted(
        request,
        kind,
        partial(publishing.approve, kind=kind, revision=revision_in(request), by=account_of(request)),
        "Approved. Contacts that have begun stay with the version they agreed to.",
        then="texts:kind",
    )


@require_POST
@reader_page
def withdraw(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Take the proposal back, or send it back to be written on."""
    act = partial(drafts.withdraw, kind=kind, revision=revision_in(request), by=account_of(request))
    return _acted(request, kind, act, "The proposal is taken back. The draft is as it was.")


@require_http_methods(["GET", "POST"])
@writer_page
def discard(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Ask once, then throw the draft away."""
    if request.method != "POST":
        context = {"draft": drafts.get(kind), **shared(request, kind)}
        return render(request, "public_texts/discard.html", context)
    act = partial(drafts.discard, kind=kind, revision=revision_in(request), by=account_of(request))
    said = "The draft is thrown away. What is in force is as it was."
    return _acted(request, kind, act, said, then="texts:kind")


def _acted(
    request: HttpRequest,
    kind: Kind,
    act: Any,
    said: str,
    *,
    then: str = "texts:draft",
    plan: PlanForm | None = None,
) -> HttpResponse:
    """Do it and go on, or show the draft again with why not, and with the plan as it was typed."""
    try:
        act()
    except NoDraft:
        raise
    except HelplineError as refusal:
        return _draft_page(request, kind, drafts.get(kind), plan=plan, refusal=refusal.message)
    messages.success(request, said)
    return redirect(then, kind)
