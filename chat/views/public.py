"""The public side over HTTP: status, starting, and the same events and commands as the socket's.

No cookie is set, and no session, IP address, user agent or referrer is read beyond a keyed
hash for throttling (docs/confidentiality.md, point 1).
"""

import json
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from chat import commands, events, texts
from chat.access import contact_of_token, digest_of, proved
from chat.assignment import shown_ahead
from chat.caller_view import caller_view
from chat.consumers.limits import a_try_at_a_code, check_rate, may_pass_on
from chat.consumers.waiting import PASSING
from chat.errors import CommandInvalid, NotStored, TokenInvalid
from chat.models import Contact
from chat.parsing import parse_caller
from chat.selectors import ahead_of
from chat.services.blocks import check_not_blocked, enforce_for, is_blocked
from chat.services.contacts import Started, start_contact
from chat.services.ending import end_by_caller
from chat.services.intake import check_intake
from chat.services.messages import Post, Posted, post_messages
from chat.services.presence import renew_caller
from chat.services.talk_cards import answer_card
from chat.services.waits import estimated_wait
from chat.starting import StartRequest, parse_start
from chat.states import State
from chat.views.page_data import is_practice, status_data
from chat.views.proof import check_proof, check_start
from chat.views.replies import coded, json_body
from helpline.kernel.live import announce
from helpline.kernel.metrics import starts
from helpline.kernel.networks import address_of


@require_GET
def status(request: HttpRequest) -> JsonResponse:
    """Whether the chat is open: for any page to read, cacheable for 15 s."""
    response = JsonResponse(status_data(texts.language(request.GET.get("lang"), practice=is_practice())))
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "public, max-age=15"
    return response


@csrf_exempt
@require_POST
@coded
def start(request: HttpRequest) -> HttpResponse:
    """Start a contact.

    Whoever is turned away for the hour or the crowd keeps their proof, and a proof is looked at
    before anything of a contact is stored. The limit comes first: refusals are counted in figures.
    """
    body = json_body(request)
    asked = parse_start(body)
    check_start(body.get("proof"), address_of(request))
    if not asked.return_code:
        check_not_blocked(address_of(request))
        # A code may lead to a talk that goes on in any hour: start_contact knows.
        check_intake()
    check_proof(body.get("proof"))
    started = start_from(address_of(request), asked)
    starts.add("code" if asked.return_code else "page")
    return JsonResponse(started_reply(started), status=200 if started.resumed else 201)


def start_from(address: str, asked: StartRequest) -> Started:
    """Start a contact; one with a return code is a try at it, counted by network."""
    blocked = is_blocked(address)
    if asked.return_code:
        with a_try_at_a_code(address):
            started = start_contact(request=asked, blocked=blocked)
    else:
        started = start_contact(request=asked, blocked=blocked)
    # The first thing it asks for may come in the middle of a flood from the same network.
    proved().remember(digest_of(started.token))
    return started


def started_reply(started: Started) -> dict[str, Any]:
    """Return the answer to a start; the token is in it once and never again."""
    return {
        **({"resumed": True} if started.resumed else {}),
        "contact": str(started.contact.pk),
        "token": started.token,
        "state": started.contact.state,
        "queue": queue_of(started.contact),
        "advice": started.advice,
    }


def queue_of(contact: Contact) -> dict[str, Any] | None:
    """Return the place of a contact that waits, None when it talks."""
    if contact.state != State.WAITING:
        return None
    ahead = ahead_of(contact)
    wait = estimated_wait(ahead=ahead, queue=contact.queue)
    return {"ahead": shown_ahead(ahead), "estimated_wait": wait}


def bearer(request: HttpRequest) -> Contact:
    """Return the contact of the Authorization header. Raises TokenInvalid."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer":
        raise TokenInvalid
    return contact_of_token(token.strip())


@require_GET
@coded
def contact_events(request: HttpRequest) -> HttpResponse:
    """What the socket would have sent since `after`, and a sign of life.

    `wait` was waited for before this view was asked: chat/consumers/waiting.py.
    """
    contact = bearer(request)
    after = number_of(request, "after", most=10**10)
    number_of(request, "wait", most=settings.HELPLINE_DEADLINES["poll_seconds"])
    shown = min(after, contact.last_seq)
    renew_caller(contact=contact.pk, shown=shown, token=contact.token_digest)
    view = caller_view(contact.pk, after=after, token=contact.token_digest)
    if view is None:
        raise TokenInvalid
    if view.state == State.ENDED:
        # Before the page hears of the end: it may ask for nothing more after that.
        enforce_for(contact=contact.pk, address=address_of(request))
    passing = getattr(request, "scope", {}).get(PASSING, [])
    return JsonResponse({"events": [view.welcome(), *view.news, *passing], "mark": view.mark})


def number_of(request: HttpRequest, name: str, *, most: int) -> int:
    """Return a whole number of the query, 0 where it is not there. Raises CommandInvalid."""
    asked = request.GET.get(name, "0")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 11 or int(asked) > most:
        raise CommandInvalid(f"{name} must be a number up to {most}. Load the page again.", field=name)
    return int(asked)


@csrf_exempt
@require_POST
@coded
def contact_commands(request: HttpRequest) -> HttpResponse:
    """One command as on the socket; answers its ack."""
    contact = bearer(request)
    command = parse_caller(json.dumps(json_body(request)))
    renew_caller(contact=contact.pk, token=contact.token_digest)
    return JsonResponse(act(contact, command))


def act(contact: Contact, command: commands.CallerCommand) -> events.Event:
    """Do one caller's command that arrived over HTTP and return its answer.

    Raises CommandInvalid for what only a socket can do, and the refusals of the services.
    """
    if isinstance(command, commands.PostMessage):
        posted = post_words(contact, command)
        return events.ack(command.id, seq=posted.seq, at=posted.at)
    if isinstance(command, commands.AnswerCard):
        posted = keep_answer(contact, command)
        return events.ack(command.id, seq=posted.seq, at=posted.at)
    if isinstance(command, commands.EndContact):
        end_by_caller(contact=contact.pk, token=contact.token_digest)
        return events.ack(command.id)
    if isinstance(command, commands.Ping):
        return {"type": "pong"}
    if isinstance(command, commands.Typing):
        return pass_on(contact, {"type": "typing", "on": command.on})
    if isinstance(command, commands.Seen):
        return pass_on(contact, {"type": "seen", "seq": command.seq})
    raise CommandInvalid("That cannot be done over this connection. Load the page again, then try once more.")


def pass_on(contact: Contact, event: events.Event) -> events.Event:
    """Tell the handler's page a passing thing; nothing is kept of it, and too many are dropped."""
    if not may_pass_on(f"caller.{contact.pk}"):
        return {"type": "pong"}
    hint = events.passing_hint(contact.pk, "caller", event)
    announce(events.contact_group(contact.pk), hint)
    return {"type": "pong"}


def post_words(contact: Contact, command: commands.PostMessage) -> Posted:
    """Post one message as a batch of one. Raises its refusal."""
    check_rate(f"caller.{contact.pk}")
    post = Post(contact=contact.pk, client_id=command.id, body=command.body, token=contact.token_digest)
    try:
        answer = post_messages([post])[0]
    except DatabaseError:
        raise NotStored from None
    if isinstance(answer, Posted):
        return answer
    raise answer


def keep_answer(contact: Contact, command: commands.AnswerCard) -> Posted:
    """Keep one answer to a ruler; it counts for the rate as a message does. Raises its refusal."""
    check_rate(f"caller.{contact.pk}")
    try:
        return answer_card(
            contact=contact.pk,
            card=command.card,
            value=command.value,
            client_id=command.id,
            token=contact.token_digest,
        )
    except DatabaseError:
        raise NotStored from None
