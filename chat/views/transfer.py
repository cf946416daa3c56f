"""Whom a talk could be passed on to, and which talks a supervisor could follow."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chat.following_view import talks
from chat.services.free_handlers import handlers_there
from chat.services.transfer import skills_with_places
from chat.views.replies import coded
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission
from helpline.staff.skills import skill_label


@requires(Permission.READ_OWN_CONTACTS)
@require_GET
@coded
def targets(request: HttpRequest) -> HttpResponse:
    """Who else is there with how many places left, and which skills they hold."""
    by = account_of(request)
    handlers = [
        {"username": each.account.username, "places": each.places, "skills": sorted(each.skills)}
        for each in handlers_there(besides=by, now=timezone.now())
    ]
    skills = [
        {"id": skill, "label": skill_label(skill), "places": places}
        for skill, places in skills_with_places(by=by)
    ]
    return JsonResponse({"handlers": handlers, "skills": skills})


@requires(Permission.FOLLOW_CONTACTS)
@require_GET
@coded
def talks_to_follow(request: HttpRequest) -> HttpResponse:
    """The talks that go on, for a supervisor's choice; no words."""
    return JsonResponse({"talks": talks(account_of(request))})
