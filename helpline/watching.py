"""The page of figures, for the operator's own network."""

import ipaddress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from helpline.figures_now import Now
from helpline.kernel.metrics import page, registry

# Each may say where a request comes from; a proxy of ours writes the first or the second.
SAID_BY_PROXIES = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the figures of this process; to everybody else there is no such page."""
    if not is_watcher(request):
        raise Http404
    return HttpResponse(page(), content_type=CONTENT_TYPE_LATEST)


def is_watcher(request: HttpRequest) -> bool:
    """Tell whether a request came the whole way through networks of the operator's.

    The peer and everything that a proxy, or somebody who would pass for one, says of where it came from:
    a header that is made up can only add what is not allowed.
    """
    if "Forwarded" in request.headers:
        return False
    hops = [str(request.META.get("REMOTE_ADDR") or "")]
    for name in SAID_BY_PROXIES[:2]:
        if name in request.headers:
            hops += [part.strip() for part in request.headers[name].split(",")]
    return all(_is_allowed(hop) for hop in hops)


def _is_allowed(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in settings.HELPLINE_METRICS_NETWORKS)


registry.register(Now())
