"""The console's page and its JSON: triage, script and directory for one's own contacts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from chat.access import contact_of_handler
from chat.models import Alert
from chat.selectors import answers_of
from chat.services.contacts import set_level
from chat.services.earlier import read_earlier
from chat.services.ending import note_outcome, wrap_up
from chat.services.guidance import guidance_for, move_to, set_address
from chat.services.lowering import level_of
from chat.services.triage import assess, assessment_of
from chat.states import HANDLER_OUTCOMES, Outcome
from chat.views.acting import acted
from chat.views.console_data import console_data, instrument_data
from chat.views.replies import coded, json_body
from chat.views.searching import wanted_in
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.policies import SCRIPTED
from helpline.staff.access import account_of, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.errors import NoScript
from triage.services import (
    confirm_entry,
    find,
    instrument_of,
    row_of,
    signposts_of,
    triage_of,
)  # fmt: skip


@requires(Permission.TAKE_CONTACTS)
@ensure_csrf_cookie
@require_GET
def console(request: HttpRequest) -> HttpResponse:
    """The handlers' page; everything live on it comes over the socket."""
    response = render(request, "console/console.html", {"data": console_data(account_of(request))})
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


@requires(Permission.READ_OWN_CONTACTS)
@require_GET
@coded
def contact(request: HttpRequest, contact: UUID) -> HttpResponse:
    """What the right-hand pane shows of one's own contact."""
    by = account_of(request)
    found = contact_of_handler(by, contact)
    assessed = assessment_of(found)
    return JsonResponse(
        {
            "contact": str(found.pk),
            "state": found.state,
            "answers": answers_of(found),
            "outcome": found.outcome or None,
            "triage": assessed,
            "instrument": instrument_data(instrument_of(assessed["instrument"])),
            "level": level_of(found) if found.level else None,
            "guidance": _guidance_or_none(contact, by),
            "signposts": signposts_of(found.pk),
        }
    )


def _guidance_or_none(contact: UUID, by: Account) -> dict[str, Any] | None:
    """Guidance helps and never gates: without a script there is still triage and signposting."""
    try:
        return guidance_for(contact=contact, by=by)
    except NoScript:
        return None


@requires(Permission.READ_OWN_CONTACTS)
@require_GET
@coded
def guidance(request: HttpRequest, contact: UUID) -> HttpResponse:
    """What the script offers, with the cues that the console names."""
    cues = [cue for cue in request.GET.get("cues", "").split(",") if cue][:20]
    return JsonResponse(guidance_for(contact=contact, by=account_of(request), cues=cues))


@requires(Permission.READ_OWN_CONTACTS)
@require_GET
@coded
def earlier(request: HttpRequest, contact: UUID) -> HttpResponse:
    """What was said before the caller came back with a code, while the words exist."""
    return JsonResponse({"conversations": read_earlier(contact=contact, by=account_of(request))})


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def script(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Move the script's position."""
    node = json_body(request).get("node")
    if not isinstance(node, str):
        raise RequestInvalid(fields={"node": "is required"})
    return JsonResponse(move_to(contact=contact, node=node, by=account_of(request)))


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def address(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Set how prompts speak of the other person; an empty part is left to the caller's words."""
    named = json_body(request)
    parts = {name: named.get(name, "") for name in ("pronoun", "relation")}
    if wrong := {name: "must be text" for name, value in parts.items() if not isinstance(value, str)}:
        raise RequestInvalid(fields=wrong)
    set_address(contact=contact, by=account_of(request), **parts)
    return JsonResponse({"contact": str(contact)})


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def triage(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Record answers; what is not sent stays as it was."""
    return JsonResponse(assess(contact=contact, changes=json_body(request), by=account_of(request)))


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def level(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Set the level that this person decided; less than suggested needs a reason."""
    wanted = json_body(request)
    named = {name: wanted.get(name) for name in ("level", "because", "note")}
    other = [name for name, value in named.items() if value is not None and not isinstance(value, str)]
    if other:
        raise RequestInvalid(fields=dict.fromkeys(other, "must be text or null"))
    set_to = set_level(
        contact=contact,
        level=named["level"],
        because=named["because"],
        note=named["note"] or "",
        by=account_of(request),
    )
    return JsonResponse(set_to)


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def close(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Wrap up: how it came out, and why it is closed where a danger is still open."""
    outcome, because = _outcome_in(request), _because_in(request)
    closed = wrap_up(contact=contact, outcome=outcome, by=account_of(request), because=because)
    return JsonResponse({"state": closed.state})


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@coded
def outcome(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Note how it came out before it is closed."""
    noted = note_outcome(contact=contact, outcome=_outcome_in(request), by=account_of(request))
    return JsonResponse({"state": noted.state, "outcome": noted.outcome or None})


def _outcome_in(request: HttpRequest) -> Outcome:
    """Return the outcome that a request names. Raises RequestInvalid."""
    named = json_body(request).get("outcome")
    if not isinstance(named, str) or named not in HANDLER_OUTCOMES:
        raise RequestInvalid(fields={"outcome": "must be one of " + ", ".join(sorted(HANDLER_OUTCOMES))})
    return Outcome(named)


def _because_in(request: HttpRequest) -> Alert.Because | None:
    """Return why a contact is closed with a danger open, if the request says so. Raises RequestInvalid."""
    named = json_body(request).get("because")
    if named is None:
        return None
    if not isinstance(named, str) or named not in Alert.Because:
        raise RequestInvalid(fields={"because": "must be one of " + ", ".join(Alert.Because.values)})
    return Alert.Because(named)


@requires(Permission.TAKE_CONTACTS)
@require_GET
@coded
def directory(request: HttpRequest) -> HttpResponse:
    """Search programmes and helplines; a named contact's answers and level say what fits and may be sent."""
    return JsonResponse(find(wanted_in(request.GET, _answers_of_named(request))))


def _answers_of_named(request: HttpRequest) -> dict[str, Any]:
    """Return what counts for the search of the own contact that `?contact=` names, if any."""
    named = request.GET.get("contact")
    if not named:
        return {}
    found = contact_of_handler(account_of(request), _uuid(named))
    return {
        "about": found.about,
        "caller_type": triage_of(found.pk)["caller_type"],
        "age_band": found.age_band or None,
        "interpreter": bool(found.interpreter),
        "language": found.language,
        "level": found.level or None,
    }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RequestInvalid(fields={"contact": "must be an id"}) from None


@requires(Permission.TAKE_CONTACTS)
@require_POST
@acted
@coded
def confirm(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Note that this handler checked the entry today."""
    confirmed = confirm_entry(entry_id=entry, by=account_of(request))
    answers = _answers_of_named(request)
    row = row_of(
        confirmed,
        about=answers.get("about"),
        caller_type=answers.get("caller_type"),
        language=answers.get("language", "en"),
    )
    return JsonResponse(row)
