"""What of the web edge refuses an unsafe start in service mode, beside helpline/checks.py.

`manage.py check` and `manage.py serve` run it; with `--deploy` Django's own checks pass as well.
"""

import os
import stat
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from helpline.kernel.keyring import ring

# Keys that stand in this repository, in its tests or its papers, or that somebody types to get on.
KNOWN_KEYS = frozenset(
    {
        "only for tests",
        "change me",
        "changeme",
        "secret",
        # base64 of 32 equal bytes: the tests' key-encryption keys, and zeros.
        *("dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHQ=", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="),
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    }
)
TIMERS = ("thread", "elsewhere")

Lines = Iterable[str]


@register
def refuse_an_unsafe_edge(
    *, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return one Error for each reason."""
    if settings.HELPLINE_MODE != "service":
        return []
    return [
        Error(line, id=f"helpline.E{number}")
        for number, rule in enumerate(RULES, start=201)
        for line in rule()
    ]


def known_keys() -> Lines:
    """A key that others can read somewhere protects nothing."""
    try:
        secret = str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        # It is missing, which helpline/checks.py says.
        secret = ""
    try:
        keks = [b64encode(key).decode() for key in ring().keys.values()]
    except ImproperlyConfigured:
        keks = []
    for name, key in (("secret key", secret), *(("key-encryption key", kek) for kek in keks)):
        if key in KNOWN_KEYS or key.startswith("django-insecure-"):
            yield f"The {name} is one that everybody can look up: run `manage.py make_keys`."


def cookies() -> Lines:
    safe = (
        settings.SESSION_COOKIE_SECURE
        and settings.CSRF_COOKIE_SECURE
        and settings.SESSION_COOKIE_HTTPONLY
        and settings.SESSION_COOKIE_NAME.startswith("__Host-")
        and settings.CSRF_COOKIE_NAME.startswith("__Host-")
        and settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Strict"
        and not settings.SESSION_COOKIE_DOMAIN
        and settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == "/"
    )
    if not safe:
        yield "Cookies of staff must be __Host-, Secure, HttpOnly and SameSite=Strict."


def tls() -> Lines:
    if not settings.SECURE_SSL_REDIRECT or settings.SECURE_HSTS_SECONDS < 365 * 24 * 3600:
        yield "Plain HTTP must lead to TLS, and browsers must be told to stay there for a year at least."


def origins_are_hosts() -> Lines:
    """A socket's origin that is no host of ours is another site, with every socket open to its pages."""
    for origin in settings.HELPLINE_ORIGINS:
        host = urlsplit(origin).hostname or ""
        if "*" in origin or (host and not validate_host(host, settings.ALLOWED_HOSTS)):
            yield f"HELPLINE_ORIGINS: {origin} is not one of HELPLINE_HOSTS; a page of it could open sockets."


def frame_ancestors() -> Lines:
    for origin in settings.HELPLINE_FRAME_ANCESTORS:
        parts = urlsplit(origin)
        if parts.scheme != "https" or not parts.netloc or parts.path or "*" in origin:
            yield f"HELPLINE_FRAME_ANCESTORS: {origin} is no exact origin such as https://www.example.org."


def timers() -> Lines:
    if settings.HELPLINE_TIMERS not in TIMERS:
        yield (
            f"HELPLINE_TIMERS={settings.HELPLINE_TIMERS}: nothing would be purged and nobody given back. "
            "Leave it out, or say `elsewhere` where `manage.py run_timers` runs beside this."
        )


def folders() -> Lines:
    """Data and keys are their owner's alone: a database in a folder that others read is theirs as well."""
    for folder in (settings.HELPLINE_DATA_DIR, settings.HELPLINE_KEYS_DIR):
        path = Path(folder)
        if path.is_dir() and _is_open(path):
            yield f"{path} can be read by others: run `chmod 700 {path}`."


def _is_open(path: Path) -> bool:
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO))


# Their order is their number: add at the end.
RULES: tuple[Callable[[], Lines], ...] = (
    known_keys,
    cookies,
    tls,
    origins_are_hosts,
    frame_ancestors,
    timers,
    folders,
)
