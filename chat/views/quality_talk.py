"""One talk under review: its words beside the rubric, saved as one goes, handed in, compared, settled."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from chat.errors import ReviewGone, ReviewUnfinished
from chat.reviewing import LONGEST_COMMENT, LONGEST_NOTE
from chat.services.review_words import Opened, open_review, save_review
from chat.services.reviews import hand_in, settle, take_back
from chat.views.acting import acted
from chat.views.quality import done, to_list
from chat.views.quality_lines import lines_of
from chat.views.replies import coded, json_body
from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.kernel.policies import SCRIPTED
from helpline.quality.rubric import differing
from helpline.staff.access import account_of, requires
from helpline.staff.confirming import confirms_export
from helpline.staff.roles import Permission

SCORE, NOTE = "score_", "note_"


# Words on a screen are taken out of the service as much as a file is.
@requires(Permission.REVIEW_QUALITY)
@confirms_export
@ensure_csrf_cookie
@require_safe
def words(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Show the talk beside one's own review, asking first whether it is still them; the audit says so."""
    try:
        opened = open_review(contact=reviewed, by=account_of(request))
    except HelplineError as gone:
        return to_list(request, gone)
    own = opened.own
    context = {
        "opened": opened,
        "short": str(reviewed)[:8],
        "lines": lines_of(opened.events, notes=opened.written.notes, others=opened.others_written.notes),
        "rows": _rows(opened),
        "left": [each.title for each in opened.rubric.left(own.scores)],
        "most": {"comment": LONGEST_COMMENT, "note": LONGEST_NOTE},
        "differ": any(row["differs"] for row in _rows(opened)),
    }
    template = "review_done" if own.handed_in_at else "review"
    response = render(request, f"supervision/{template}.html", context)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


def _rows(opened: Opened) -> list[dict[str, Any]]:
    """Return each criterion with one's own score, the other's and the settled one."""
    own, other = opened.own.scores, opened.other.scores if opened.other else {}
    agreed = (opened.settled.agreed if opened.settled else None) or {}
    apart = set(differing(own, other)) if opened.other else set()
    return [
        {
            "criterion": each,
            "own": own.get(each.id, ""),
            "other": other.get(each.id, ""),
            "agreed": agreed.get(each.id, ""),
            "differs": each.id in apart,
        }
        for each in opened.rubric.criteria
    ]


@requires(Permission.REVIEW_QUALITY)
@require_POST
def save(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Keep the draft, or hand it in, from a form; what has no score yet is kept all the same."""
    act = hand_in if request.POST.get("act") == "hand_in" else save_review
    try:
        act(
            contact=reviewed,
            body=body_of(request.POST),
            revision=_number(request.POST.get("revision", "")),
            by=account_of(request),
        )
    except ReviewGone as gone:
        return to_list(request, gone)
    except HelplineError as refusal:
        messages.error(request, " ".join([refusal.message, *_said(refusal)]))
        return redirect("review", reviewed=reviewed)
    if act is hand_in:
        messages.success(request, "It is handed in. The handler sees it now.")
        return redirect("quality-talk", reviewed=reviewed)
    messages.success(request, "Your draft is saved.")
    return redirect("review", reviewed=reviewed)


def _said(refusal: HelplineError) -> list[str]:
    fields: Mapping[str, str] = refusal.extra.get("fields", {})
    if isinstance(refusal, ReviewUnfinished):
        return [f"Without a score: {', '.join(fields.values())}."]
    return [f"{name.replace('_', ' ').capitalize()} {text}." for name, text in fields.items()]


def body_of(form: QueryDict) -> dict[str, Any]:
    """Return a form as the services take it; a criterion without a choice has no score yet."""
    return {
        "scores": {name.removeprefix(SCORE): form[name] for name in form if name.startswith(SCORE)},
        "comment": form.get("comment", ""),
        "notes": {
            name.removeprefix(NOTE): form[name] for name in form if name.startswith(NOTE) and form[name]
        },
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


@requires(Permission.REVIEW_QUALITY)
@require_POST
@acted
@coded
def autosave(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Keep the draft as it is written: {"scores", "comment", "notes", "revision"} gives {"revision"}."""
    body = json_body(request)
    revision = body.get("revision")
    if type(revision) is not int:
        raise RequestInvalid(fields={"revision": "must be a whole number"})
    saved = save_review(contact=reviewed, body=body, revision=revision, by=account_of(request))
    return JsonResponse({"revision": saved.revision})


@requires(Permission.REVIEW_QUALITY)
@require_POST
def take_one_back(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Make what was handed in a draft again."""
    return done(request, reviewed, take_back, "It is a draft again; the handler does not see it.")


@requires(Permission.REVIEW_QUALITY)
@require_POST
def settle_one(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Keep the scores that both reviewers settled."""
    chosen = {name: score for name, score in body_of(request.POST)["scores"].items() if score}
    said = "The settled scores are kept; the handler sees them."
    return done(request, reviewed, settle, said, to="review", chosen=chosen)
