"""The questions after the end, over HTTP."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chat.consumers.limits import check_rate
from chat.errors import SurveyClosed, TokenInvalid
from chat.models import Contact
from chat.services.equality import tell_equality
from chat.services.survey import answer_survey
from chat.views.public import bearer
from chat.views.replies import coded, json_body
from helpline.statistics.answers import read_answers
from helpline.statistics.equality_answers import read_equality


@csrf_exempt
@require_POST
@coded
def survey(request: HttpRequest) -> HttpResponse:
    """Keep the answers of an ended contact's caller: {"heard", "clearer", "likely"}, 0 to 10 or null."""
    contact = _contact_of(request)
    check_rate(f"caller.{contact.pk}")
    answer_survey(contact=contact.pk, answers=read_answers(json_body(request)))
    return JsonResponse({"thanks": True})


@csrf_exempt
@require_POST
@coded
def equality(request: HttpRequest) -> HttpResponse:
    """Count what an ended contact's caller says of themselves: codes of the equality questions, or null."""
    contact = _contact_of(request)
    check_rate(f"caller.{contact.pk}")
    tell_equality(contact=contact.pk, answers=read_equality(json_body(request)))
    return JsonResponse({"thanks": True})


def _contact_of(request: HttpRequest) -> Contact:
    """Return the contact of the token. One that opens nothing (any more) is too late, whatever it was."""
    try:
        return bearer(request)
    except TokenInvalid:
        if request.headers.get("Authorization", "").startswith("Bearer "):
            raise SurveyClosed from None
        raise
