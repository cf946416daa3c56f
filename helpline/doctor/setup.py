"""Settings, the packages that are installed, and where keys come from."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpline.doctor.finding import Findings, unwise, well, wrong
from helpline.http_limits import FILES_LEFT, files_allowed
from helpline.kernel.keyring import is_in_memory, ring, source
from helpline.start_refusals import checked

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)(?:\s*;\s*([^\\\n]*))?", re.MULTILINE)
MAKE_KEYS = (
    "`manage.py make_keys` makes one; put back the old one where there are words already (docs/keys.md)."
)


def look_at_settings() -> Findings:
    """Yield what the service's own checks say; they name the setting and what to write."""
    refused, warned = checked()
    yield from (wrong("settings", line) for line in refused)
    yield from (unwise("settings", line) for line in warned)
    if settings.HELPLINE_MODE == "demo":
        yield unwise("settings", "This is a demo: it is for no real caller.", "Set HELPLINE_MODE=service.")
    elif not refused:
        yield well("settings", f"A service at {', '.join(settings.ALLOWED_HOSTS)}.")


def look_at_packages(lock: Path) -> Findings:
    """Yield where what is installed is not what the lock file names."""
    try:
        pins = PINNED.findall(lock.read_text(encoding="utf-8"))
    except OSError:
        yield wrong("packages", f"{lock} cannot be read.", "Install the whole program again.")
        return
    # A line with a condition is for another Python or system.
    found = {name: (wanted, _installed(name)) for name, wanted, condition in pins if not condition}
    other = sorted(name for name, (wanted, here) in found.items() if wanted != here)
    if other:
        yield unwise(
            "packages",
            f"Other versions than those that were tested: {', '.join(other)}.",
            f"Install {lock.name} again, with --require-hashes.",
        )
    else:
        yield well("packages", f"{len(found)} packages, each as in {lock.name}.")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def look_at_keys() -> Findings:
    """Yield whether there are the secrets, and where from; never a part of one."""
    try:
        held = bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        held = False
    if held:
        yield well("keys", "There is a secret key.")
    elif settings.HELPLINE_MODE == "demo":
        yield wrong("keys", "There is no secret key.", MAKE_KEYS)
    try:
        keys = ring()
        named = str(source())
    except ImproperlyConfigured as unusable:
        if settings.HELPLINE_MODE == "demo":
            yield wrong("keys", str(unusable))
        return
    yield well("keys", f"Key-encryption keys from {named}: {', '.join(keys.keys)} (their ids).")
    if is_in_memory():
        yield unwise(
            "keys", "It dies with the process, and all words with it.", "docs/keys.md has other ways."
        )


def look_at_limits() -> Findings:
    """Yield whether a process may hold as many connections open as its limits let in."""
    wanted = settings.HELPLINE_LIMITS["connections"] + FILES_LEFT
    # `serve` takes as many as it may have; here the higher limit counts as well.
    allowed = files_allowed(hard=True)
    if allowed < wanted:
        yield unwise(
            "limits",
            f"{allowed} files may be open, and {wanted} are wanted for HELPLINE_CONNECTIONS.",
            "Set LimitNOFILE= in the unit, ulimits in compose.yml, or fewer connections.",
        )
    else:
        yield well("limits", f"{allowed} files may be open.")
