"""Headers on every answer, and the promise that no cookie reaches a caller."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

STAFF_PREFIXES = ("/console/", "/supervision/", "/accounts/", "/styleguide/")
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class SecurityHeaders:
    """Adds CSP, caching and isolation headers, and drops cookies outside the staff pages.

    A view may widen its own policy with `response.csp_update = {"frame-ancestors": [...]}`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        update: dict[str, list[str]] = getattr(response, "csp_update", {})
        response.headers.setdefault("Content-Security-Policy", content_security_policy(update))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        # "no-referrer" makes a browser send forms with Origin "null", which the staff's CSRF check refuses.
        is_staff = request.path.startswith(STAFF_PREFIXES)
        response.headers.setdefault("Referrer-Policy", "same-origin" if is_staff else "no-referrer")
        if "frame-ancestors" not in update:
            response.headers.setdefault("X-Frame-Options", "DENY")
        # Files as well: a device that somebody else looks through should hold nothing of the chat.
        response.headers.setdefault("Cache-Control", "no-store")
        if not is_staff:
            response.cookies.clear()
        return response


def content_security_policy(update: dict[str, list[str]]) -> str:
    """Return the policy of settings.SECURE_CSP with some of its directives replaced."""
    directives = {**settings.SECURE_CSP, **update}
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
