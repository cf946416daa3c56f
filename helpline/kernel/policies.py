"""What a page may do: the content security policy of each kind of page, and what no page may use.

The base is settings.SECURE_CSP: a page to read, with a style sheet, pictures and forms of our own and no
script at all. A view lets in what its page needs beyond that: `response.csp_update = SCRIPTED`.
See docs/adr/0050-each-page-its-own-policy.md.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

REPORTS_PATH = "/csp-reports"
GROUP = "refused"
REPORTING = f'{GROUP}="{REPORTS_PATH}"'

Sources = Mapping[str, list[str]]
View = Callable[..., HttpResponse]

# A page with modules of ours, which ask this host for what they show.
SCRIPTED: Sources = {"script-src": ["'self'"], "connect-src": ["'self'"]}
# A page that plays a film of ours.
FILM: Sources = {"media-src": ["'self'"]}
# What is no page: data, a file, an empty answer. Opened as a page it can do nothing.
NOT_A_PAGE: Sources = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
}

# What browsers give to pages unless told not to, their models that read along with them too. A name that a
# browser does not know it complains of, so none stands here that exists on some machines alone.
_NEVER = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "captured-surface-control",
    "clipboard-read",
    "compute-pressure",
    "cross-origin-isolated",
    "digital-credentials-create",
    "digital-credentials-get",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "language-detector",
    "language-model",
    "local-fonts",
    "local-network-access",
    "magnetometer",
    "microphone",
    "midi",
    "on-device-speech-recognition",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "private-state-token-issuance",
    "private-state-token-redemption",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "summarizer",
    "sync-xhr",
    "translator",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
# A sound when somebody writes, a number that is copied, a film in the whole window.
_OURS = ("autoplay", "clipboard-write", "fullscreen")
_STAFF = ("publickey-credentials-create", "publickey-credentials-get")


def content_security_policy(update: Sources, *, page: bool = True) -> str:
    """Return settings.SECURE_CSP with some of its directives replaced, or the policy of what is no page."""
    directives = {**(settings.SECURE_CSP if page else NOT_A_PAGE), **update}
    said = [f"{name} {' '.join(values)}" for name, values in directives.items()]
    if page:
        # Both: Firefox knows the first alone, and Chromium sends the second in one go.
        said += [f"report-uri {REPORTS_PATH}", f"report-to {GROUP}"]
    return "; ".join(said)


def permissions_policy(*, staff: bool) -> str:
    """Return what a page may use of the device: next to nothing; passkeys are for staff."""
    ours = (*_OURS, *(_STAFF if staff else ()))
    never = (*_NEVER, *(() if staff else _STAFF))
    return ", ".join([*(f"{name}=(self)" for name in ours), *(f"{name}=()" for name in sorted(never))])


def scripted(view: View) -> View:
    """Let a view's pages have modules of ours, where the view itself is not ours to write that into."""

    @wraps(view)
    def letting_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.csp_update = SCRIPTED  # type: ignore[attr-defined]
        return response

    return letting_in
