"""What browsers refused on our pages, as they report it: counted by day, and nothing else is kept.

A report quotes addresses and pieces of the page. Kept are three codes of closed lists: the directive, the
route of the page as it is written in urls.py, and of what kind the refused thing was.
See docs/adr/0050-each-page-its-own-policy.md.
"""

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from helpline.kernel.models import BrowserRefusal
from helpline.kernel.networks import address_of
from helpline.kernel.throttle import NetworkNames, ProcessBuckets, Rate

logger = logging.getLogger(__name__)

LONGEST = 16 * 1024
MOST_REPORTS = 20
KEPT_DAYS = 30
EVERYBODY, ONE_NETWORK = Rate(burst=60, per_second=1), Rate(burst=10, per_second=1 / 60)
NO_PAGE = "(no page of ours)"
DIRECTIVES = frozenset(
    {
        "base-uri",
        "connect-src",
        "default-src",
        "font-src",
        "form-action",
        "frame-ancestors",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "require-trusted-types-for",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "trusted-types",
        "worker-src",
    }
)
KINDS = {
    "inline": "inline",
    "eval": "eval",
    "wasm-eval": "eval",
    "trusted-types-sink": "text that would be read as code",
    "trusted-types-policy": "a policy nobody knows",
}
# A browser's own additions, which are no mistake of ours.
EXTENSIONS = (
    "chrome-extension",
    "moz-extension",
    "safari-extension",
    "safari-web-extension",
    "ms-browser-extension",
)

buckets = ProcessBuckets()
names = NetworkNames()

Refusal = tuple[str, str, str]


@csrf_exempt
@require_POST
def reports(request: HttpRequest) -> HttpResponse:
    """Count what a browser reports. The answer is the same whatever was sent."""
    network = f"report.{names.name(address_of(request))}"
    length = request.META.get("CONTENT_LENGTH") or "0"
    fits = length.isdigit() and int(length) <= LONGEST
    if fits and not buckets.take(network, ONE_NETWORK) and not buckets.take("reports", EVERYBODY):
        count(set(refusals(request.body)), now=timezone.now())
    return HttpResponse(status=204)


def refusals(body: bytes) -> Iterator[Refusal]:
    """Give (directive, page, kind) of each report in a body of either form; what does not fit is left out."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return
    for report in read[:MOST_REPORTS] if isinstance(read, list) else [read]:
        if not isinstance(report, dict):
            continue
        # The older form has one report with dashes in its names, the newer one a list.
        told = report.get("csp-report") or report.get("body")
        if isinstance(told, dict):
            directive = _text(told, "effective-directive", "effectiveDirective", "violated-directive")
            directive = directive.partition(" ")[0]
            if directive in DIRECTIVES:
                document = _text(told, "document-uri", "documentURL")
                yield directive, _route(document), _kind(_text(told, "blocked-uri", "blockedURL"), document)


def _text(told: dict[str, Any], *keys: str) -> str:
    return next((told[key] for key in keys if isinstance(told.get(key), str) and told[key]), "")


def _route(document: str) -> str:
    try:
        return f"/{resolve(urlsplit(document).path).route}"
    except (Resolver404, ValueError):
        return NO_PAGE


def _kind(blocked: str, document: str) -> str:
    if blocked in KINDS:
        return KINDS[blocked]
    try:
        scheme, host, own = urlsplit(blocked).scheme, urlsplit(blocked).netloc, urlsplit(document).netloc
    except ValueError:
        return "elsewhere"
    if blocked.partition(":")[0] in EXTENSIONS:
        return "a browser's extension"
    if blocked in {"self", "data", "blob"} or scheme in {"data", "blob"}:
        return "our own page" if blocked == "self" else blocked.partition(":")[0]
    return "our own page" if host and host == own else "elsewhere"


def count(found: set[Refusal], *, now: datetime) -> None:
    """Add one to each of these for the day, and say it in the log as codes."""
    day = timezone.localdate(now)
    for directive, page, kind in sorted(found):
        row, _ = BrowserRefusal.objects.get_or_create(day=day, directive=directive, page=page, kind=kind)
        BrowserRefusal.objects.filter(pk=row.pk).update(times=F("times") + 1)
        logger.warning("browser.refused %s %s (%s)", directive, page, kind)


def counted() -> list[BrowserRefusal]:
    """Return what was refused, the newest day and the most often first."""
    return list(BrowserRefusal.objects.order_by("-day", "-times", "page", "directive"))


def forget_refusals(*, now: datetime) -> int:
    """Delete what is older than KEPT_DAYS and return how many rows that were."""
    oldest = timezone.localdate(now) - timedelta(days=KEPT_DAYS)
    return BrowserRefusal.objects.filter(day__lt=oldest).delete()[0]
