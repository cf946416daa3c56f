"""The console's JSON for saved replies: one's own and the team's."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from chat.services.saved_replies import (
    MOST_REPLIES,
    MOST_TITLE,
    MOST_WORDS,
    delete_reply,
    may_keep_for_team,
    replies_of,
    save_reply,
)
from chat.views.acting import acted
from chat.views.replies import coded, json_body
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission

FIELDS: dict[str, type] = {"title": str, "words": str, "team": bool}
NAMES: dict[type, str] = {str: "text", bool: "true or false"}


@requires(Permission.TAKE_CONTACTS)
@require_GET
@coded
def saved_replies(request: HttpRequest) -> HttpResponse:
    """All that this handler may put into the box, and what may be kept."""
    account = account_of(request)
    limits = {"title": MOST_TITLE, "words": MOST_WORDS, "replies": MOST_REPLIES}
    return JsonResponse(
        {"replies": replies_of(account), "may_keep_for_team": may_keep_for_team(account), "most": limits}
    )


@requires(Permission.TAKE_CONTACTS)
@require_POST
@acted
@coded
def saved_reply(request: HttpRequest, reply: UUID) -> HttpResponse:
    """Store one under the id in the address."""
    title, words, team = _read(json_body(request))
    return JsonResponse(save_reply(reply=reply, title=title, words=words, team=team, by=account_of(request)))


def _read(body: Mapping[str, Any]) -> tuple[str, str, bool]:
    """Return title, words and whether it is the team's. Raises RequestInvalid naming each of another type."""
    read = {"team": False, **body}
    wrong = {
        name: f"must be {NAMES[kind]}" for name, kind in FIELDS.items() if type(read.get(name)) is not kind
    }
    if wrong:
        raise RequestInvalid(fields=wrong)
    return read["title"], read["words"], read["team"]


@requires(Permission.TAKE_CONTACTS)
@require_POST
@acted
@coded
def saved_reply_deleted(request: HttpRequest, reply: UUID) -> HttpResponse:
    """Delete one."""
    delete_reply(reply=reply, by=account_of(request))
    return JsonResponse({"id": str(reply)})
