"""JSON in and out for the HTTP side of the protocol: refusals become coded replies."""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.errors import FromElsewhere, NotStored
from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.kernel.metrics import refused

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def refusal(error: HelplineError) -> JsonResponse:
    """Return {"error": {...}} with the status of the refusal, and count it."""
    refused(error.code)
    return JsonResponse({"error": error.as_wire()}, status=error.status)


def coded(view: View) -> View:
    """Turn a HelplineError that a view raises into its coded reply; refuse what another site's page sends.

    A database that is away is one, as on the sockets: a client knows that it may ask again.
    """

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.method == "POST" and is_from_elsewhere(request):
                raise FromElsewhere
            return view(request, *args, **kwargs)
        except HelplineError as error:
            return refusal(error)
        except (InterfaceError, OperationalError) as failure:
            # Without the text: an exception may quote a row.
            logger.error("a request was not done: %s", type(failure).__name__)
            return refusal(NotStored())

    return answering


def is_from_elsewhere(request: HttpRequest, *, form: bool = False) -> bool:
    """Tell whether a page of another site sent this: browsers say so, other clients say nothing.

    Old browsers name an origin alone, and for a `form` on a page of ours, which names no referrer, "null".
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site or not origin:
        return site == "cross-site"
    own = f"{request.scheme}://{request.get_host()}"
    return origin not in {own, *settings.HELPLINE_ORIGINS} and not (form and origin == "null")


def json_body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request. Raises RequestInvalid when it is none or too large."""
    most = settings.HELPLINE_LIMITS["request_bytes"]
    said = request.headers.get("Content-Length", "")
    # What is no number says nothing; the body is measured all the same.
    too_large = said.isascii() and said.isdigit() and (len(said) > 18 or int(said) > most)
    if too_large or len(request.body) > most:
        raise RequestInvalid(
            "That is too large, so nothing of it was kept. Make it shorter, then send it again.",
            fields={"body": f"must be at most {most} bytes"},
        )
    try:
        read = json.loads(request.body)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise RequestInvalid(
            "That could not be read, so nothing was changed. Load the page again, then try once more.",
            fields={"body": "must be a JSON object"},
        )
    return read
