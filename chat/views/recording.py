"""What a caller on the phone or in an e-mail says of themselves, recorded by the handler."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from chat.selectors import answers_of
from chat.services.recording import record_answers
from chat.services.triage import assessment_of
from chat.views.acting import acted
from chat.views.replies import coded, json_body
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def answers(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Record answers; what is not sent stays as it was."""
    recorded = record_answers(contact=contact, changes=json_body(request), by=account_of(request))
    # What they say of themselves is part of what suggests a level.
    return JsonResponse({"answers": answers_of(recorded), "triage": assessment_of(recorded)})
