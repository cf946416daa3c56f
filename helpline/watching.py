"""The page of figures, for the operator's own network, and what is counted when it is asked for."""

import ipaddress
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chat.consumers.open_sockets import open_sockets
from chat.selectors import handlers_at_work, waiting_count
from chat.services.retention import overdue_seconds
from helpline.kernel import health
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


class Live(Collector):
    """What is so now, read when it is asked for: exact, since who watches must see one who waits alone."""

    def collect(self) -> Iterator[Metric]:
        sockets = GaugeMetricFamily(
            "helpline_sockets", "Open in this process, by whether they said hello.", labels=["hello"]
        )
        sockets.add_metric(["no"], len(open_sockets().silent))
        sockets.add_metric(["yes"], len(open_sockets().greeted))
        yield sockets
        ready = GaugeMetricFamily("helpline_ready", "1 where it can be reached.", labels=["part"])
        for part, works in health.parts().items():
            ready.add_metric([part], int(works))
        yield ready
        try:
            yield from _of_the_line()
        except DatabaseError:
            # Told by helpline_ready; figures that cannot be had are left out.
            return


def _of_the_line() -> Iterator[Metric]:
    """Yield what the database knows: the same whichever process is asked."""
    queue = GaugeMetricFamily("helpline_queue", "How many wait now.")
    queue.add_metric([], waiting_count())
    here = handlers_at_work()
    handlers = GaugeMetricFamily("helpline_handlers", "Who is at work now.", labels=["state"])
    handlers.add_metric(["available"], sum(row["available"] for row in here))
    handlers.add_metric(["away"], sum(not row["available"] for row in here))
    purge = GaugeMetricFamily(
        "helpline_purge_overdue_seconds", "How long the oldest words are past their purge."
    )
    purge.add_metric([], overdue_seconds(now=timezone.now()))
    yield from (queue, handlers, purge)


registry.register(Live())
