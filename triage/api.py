"""The public directory for other programs: read-only, Open Referral UK 3.0. See docs/directory-api.md."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from helpline.kernel.errors import HelplineError
from triage.oruk.queries import parse_query
from triage.services.public_directory import public_page, public_service

ABOUT = {
    "version": "HSDS-UK-3.0",
    "profile": "https://docs.openreferraluk.org/en/latest/",
    "openapi_url": "https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema/openapi.json",
}
READING = "GET, HEAD, OPTIONS"

type_of_view = Callable[..., dict[str, Any]]


def for_anybody(view: type_of_view) -> Callable[..., HttpResponse]:
    """Answer reading with JSON that a page of any site may use, and refuse all else."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    # Nothing is ever written: whoever posts is to hear that, not that a token is missing.
    return csrf_exempt(answering)


def _answer(view: type_of_view, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204, headers={"Access-Control-Allow-Methods": READING, "Access-Control-Max-Age": "86400"}
        )
    if request.method not in ("GET", "HEAD"):
        refused = {"code": "oruk.read_only", "message": "The directory can only be read."}
        return JsonResponse(refused, status=405, headers={"Allow": READING})
    try:
        # A minute: what is taken out of the directory must be gone soon.
        return JsonResponse(view(request, *args, **kwargs), headers={"Cache-Control": "public, max-age=60"})
    except HelplineError as error:
        return JsonResponse(error.as_wire(), status=error.status)


@for_anybody
def about(request: HttpRequest) -> dict[str, Any]:
    """Which standard this is."""
    return dict(ABOUT)


@for_anybody
def services(request: HttpRequest) -> dict[str, Any]:
    """One page of the services."""
    return public_page(parse_query(request.GET.dict()))


@for_anybody
def service(request: HttpRequest, service_id: UUID) -> dict[str, Any]:
    """Everything that is told of one service."""
    return public_service(service_id)
