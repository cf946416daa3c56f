"""Looking at a script: the drawing, two versions side by side, and trying the draft out."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from helpline.kernel.yaml_tree import Tree, read_tree
from scripts.comparing import compare
from scripts.drafts import current_draft, get_draft, tree_of
from scripts.drawing import draw
from scripts.errors import NoScript
from scripts.models import ScriptVersion
from scripts.services import lexicon_of_text, scripted_callers
from scripts.trying import LONGEST_ANSWER, MOST_ANSWERS, Answer, offered, walk
from scripts.versions import SLUG, version_numbered
from scripts.views.pages import Opened, editor_page, page

DRAFT = "draft"


@require_safe
@editor_page
def draft_drawing(request: HttpRequest) -> HttpResponse:
    """Draw the draft; each node leads to its form."""
    opened = Opened()
    drawing = draw(opened.tree, wrong=opened.wrong, here=request.GET.get("at", ""))
    return _drawn(request, {"opened": opened, "drawing": drawing, "tree": opened.tree}, here="drawing")


@require_safe
@editor_page
def version_drawing(request: HttpRequest, number: int) -> HttpResponse:
    """Draw a version; each node leads to its words."""
    version = version_numbered(number)
    tree = read_tree(version.source_text, source=str(version))
    drawing = draw(tree, here=request.GET.get("at", ""))
    return _drawn(request, {"version": version, "drawing": drawing, "tree": tree})


def _drawn(request: HttpRequest, context: dict[str, Any], *, here: str = "") -> HttpResponse:
    response = page(request, "drawing", context, here=here)
    # Its one script needs nobody to talk to.
    response.csp_update = {"script-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


@require_safe
@editor_page
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what differs from one version (or the draft) to another."""
    numbers = list(ScriptVersion.objects.filter(slug=SLUG).values_list("number", "is_running"))
    draft = current_draft()
    running = next((number for number, is_running in numbers if is_running), None)
    choices = [(DRAFT, "The draft")] if draft else []
    choices += [(str(number), f"Version {number}" + (", in use" if used else "")) for number, used in numbers]
    newest = DRAFT if draft else str(running or "")
    older = str(running or "") if draft else str(numbers[1][0] if len(numbers) > 1 else running or "")
    wanted = request.GET.get("from", older), request.GET.get("to", newest)
    known = {value for value, _ in choices}
    if not set(wanted) <= known:
        raise NoScript
    found = compare(*map(_tree_named, wanted))
    context = {
        "choices": choices,
        "older": wanted[0],
        "newer": wanted[1],
        "comparison": found,
        "draft": draft,
    }
    return page(request, "compare", context, here="compare")


def _tree_named(name: str) -> Tree:
    if name == DRAFT:
        return tree_of(get_draft())
    return read_tree(version_numbered(int(name)).source_text, source=name)


@require_http_methods(["GET", "POST"])
@editor_page
def try_out(request: HttpRequest) -> HttpResponse:
    """Walk the draft against a scripted caller; the talk stands in the page's own form and nowhere else."""
    opened = Opened()
    callers = scripted_callers()
    caller = callers.get(request.POST.get("caller", request.GET.get("caller", "")))
    context: dict[str, Any] = {"opened": opened, "callers": callers.values(), "caller": caller}
    script = opened.check.script
    if caller is None or script is None:
        return page(request, "try_out", context, here="trying")
    answers = _answers(request)
    tried = walk(script, caller, answers, lexicon_of_text(opened.draft.cues_text).find)
    context |= {
        "tried": tried,
        "offers": offered(script, caller, tried),
        "answers": json.dumps([[answer.text, answer.node] for answer in answers]),
        "is_full": len(answers) >= MOST_ANSWERS,
        "longest": LONGEST_ANSWER,
    }
    return page(request, "try_out", context, here="trying")


def _answers(request: HttpRequest) -> list[Answer]:
    """Return the talk so far and what was done now; what does not fit is left out."""
    try:
        held = json.loads(request.POST.get("answers", "[]"))
    except (ValueError, RecursionError):
        held = []
    said = [each for each in held if isinstance(each, list)] if isinstance(held, list) else []
    answers = [
        Answer(text[:LONGEST_ANSWER], node[:100])
        for text, node in (each for each in said if len(each) == 2)
        if isinstance(text, str) and isinstance(node, str)
    ]
    act = request.POST.get("act", "")
    if act == "back":
        return answers[:-1][:MOST_ANSWERS]
    if act == "silence":
        answers.append(Answer(""))
    elif act in ("say", "prompt") and (text := request.POST.get("text", "").strip()):
        answers.append(
            Answer(text[:LONGEST_ANSWER], request.POST.get("node", "")[:100] if act == "prompt" else "")
        )
    return answers[:MOST_ANSWERS]
