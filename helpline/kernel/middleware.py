"""Headers on every answer, and the promise that no cookie reaches a caller."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from helpline.kernel.policies import (
    REPORTING,
    Sources,
    content_security_policy,
    permissions_policy,
)

STAFF_PREFIXES = ("/console/", "/supervision/", "/accounts/", "/figures/", "/help/")
# The same on everything, whatever it is. A view that means otherwise has set its own.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
    # Files as well: a device that somebody else looks through should hold nothing of the chat.
    "Cache-Control": "no-store",
}


class SecurityHeaders:
    """Adds policy, caching and isolation headers, and drops cookies outside the staff pages.

    It stands first, so that what any other middleware refuses has them too. A view lets in what its page
    needs with `response.csp_update`: helpline/kernel/policies.py.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A template may bring something with it, wherever it stands; what the view says counts before it.
        update: Sources = {**getattr(request, "csp_update", {}), **getattr(response, "csp_update", {})}
        is_staff = request.path.startswith(STAFF_PREFIXES)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        set_default = response.headers.setdefault
        set_default("Content-Security-Policy", content_security_policy(update, page=is_page))
        if is_page:
            set_default("Reporting-Endpoints", REPORTING)
        set_default("Permissions-Policy", permissions_policy(staff=is_staff))
        # "no-referrer" makes a browser send forms with Origin "null", which the staff's CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin" if is_staff else "no-referrer"
        if "frame-ancestors" not in update:
            set_default("X-Frame-Options", "DENY")
        else:
            # Else a site that isolates itself could not frame what it was named for.
            set_default("Cross-Origin-Resource-Policy", "cross-origin")
        for name, value in ALWAYS.items():
            set_default(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            set_default("Strict-Transport-Security", strict_transport())
        if not is_staff:
            response.cookies.clear()
        return response


def strict_transport() -> str:
    """Return for how long a browser asks for this host over TLS alone; ADR 51 says why without "preload"."""
    below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{below}"
