"""What a handler gets of reviews of their own talks: pages of their own, marked as read, a short reply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.errors import ReviewGone
from chat.reviewing import LONGEST_REPLY
from chat.services.feedback import Feedback, headings, mark_read, open_feedback, reply
from chat.views.quality_lines import lines_of
from helpline.kernel.errors import HelplineError
from helpline.quality.kept import FeedbackGone, feedback_of, mark_kept_read
from helpline.quality.models import KeptFeedback
from helpline.quality.rubric import NoRubric
from helpline.quality.rubrics import rubric_of
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission


@requires(Permission.READ_OWN_CONTACTS)
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """List what is there with its comments, and the scores that stayed when the words were destroyed."""
    by = account_of(request)
    context = {
        "live": headings(by=by),
        "kept": [_kept(each) for each in feedback_of(by)],
    }
    return render(request, "supervision/feedback.html", context)


def _kept(row: KeptFeedback) -> dict[str, Any]:
    try:
        criteria = rubric_of(row.version).criteria
    except NoRubric:
        criteria = ()
    scored = [(each, row.scores[each.id]) for each in criteria if each.id in row.scores]
    return {"row": row, "scored": scored}


@requires(Permission.READ_OWN_CONTACTS)
@require_safe
def feedback_on_talk(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Show the scores and comments on one's own talk, and only the messages that a comment is about."""
    try:
        opened = open_feedback(contact=reviewed, by=account_of(request))
    except ReviewGone:
        raise Http404 from None
    context = {
        "opened": opened,
        "reviews": [_review(opened, number) for number in range(len(opened.reviews))],
        "agreed": [(each, opened.agreed[each.id]) for each in opened.rubric.criteria]
        if opened.agreed
        else [],
        "most": LONGEST_REPLY,
    }
    return render(request, "supervision/feedback_on_talk.html", context)


def _review(opened: Feedback, number: int) -> dict[str, Any]:
    review, written = opened.reviews[number]
    about = [event for seq, event in opened.about.items() if seq in written.notes]
    return {
        "by": review.by,
        "comment": written.comment,
        "scored": [(each, review.scores[each.id]) for each in opened.rubric.criteria],
        "lines": lines_of(about, notes=written.notes),
    }


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
def feedback_read(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Note that one has read it."""
    return _done(request, reviewed, mark_read, "It is marked as read.")


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
def feedback_reply(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Keep one's short reply."""
    text = request.POST.get("reply", "")
    return _done(request, reviewed, reply, "Your reply is kept, until the words are destroyed.", text=text)


def _done(request: HttpRequest, reviewed: UUID, act: Any, said: str, **more: Any) -> HttpResponse:
    try:
        act(contact=reviewed, by=account_of(request), **more)
    except ReviewGone:
        raise Http404 from None
    except HelplineError as refusal:
        for text in refusal.extra.get("fields", {}).values():
            messages.error(request, f"Your reply {text}.")
    else:
        messages.success(request, said)
    return redirect("feedback-on-talk", reviewed=reviewed)


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
def kept_read(request: HttpRequest, kept: UUID) -> HttpResponse:
    """Note that one has read scores that were kept."""
    try:
        mark_kept_read(id=kept, by=account_of(request))
    except FeedbackGone:
        raise Http404 from None
    return redirect("feedback")
