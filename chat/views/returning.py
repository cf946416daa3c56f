"""Return codes over HTTP: asking for one, and coming back with one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chat.code_words import normalise
from chat.consumers.limits import a_try_at_a_code, check_codes
from chat.models import Contact
from chat.services.contacts import Started
from chat.services.return_codes import Resumed, come_back, digest_of_code, give_code
from chat.views.public import bearer, started_reply
from chat.views.replies import coded, json_body
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.networks import address_of

LONGEST = 1_000


@csrf_exempt
@require_POST
@coded
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Give four words for an open contact; the ones before lead nowhere from now on."""
    return JsonResponse({"code": new_code(bearer(request))})


def new_code(contact: Contact) -> str:
    """Return a new code of the contact that a token has just opened."""
    check_codes(contact.pk)
    return give_code(contact=contact.pk, token=contact.token_digest)


@csrf_exempt
@require_POST
@coded
def come_back_with_code(request: HttpRequest) -> HttpResponse:
    """Resume the contact of a code; when it is over, say that a new one may continue it."""
    back = resumed(_typed(json_body(request)), address_of(request))
    if back is None:
        return JsonResponse({"resumed": False, "continues": True})
    started = Started(contact=back.contact, token=back.token, advice=[], resumed=True)
    return JsonResponse(started_reply(started))


def resumed(typed: str, address: str) -> Resumed | None:
    """Return what was resumed, None when it is over. Raises CodeUnknown or TooMany."""
    # What cannot be a code is not looked up, and costs no try.
    code = normalise(typed)
    with a_try_at_a_code(address):
        return come_back(digest=digest_of_code(code))


def _typed(body: dict[str, Any]) -> str:
    code = body.get("code")
    if not isinstance(code, str) or len(code) > LONGEST:
        raise RequestInvalid(fields={"code": f"must be text up to {LONGEST}"})
    return code
