"""The immutable versions: one more number, and it alone runs."""

import hashlib
from typing import Any

from django.db.models import Max
from django.utils import timezone

from helpline.kernel.errors import HelplineError
from helpline.staff.audit import record
from helpline.staff.models import Account
from scripts.errors import NoScript
from scripts.models import ScriptVersion

SLUG = "motivational"


class NothingNew(HelplineError):
    """The texts are those of the running version."""

    code = "scripts.nothing_new"
    status = 409
    message = "Nothing differs from the version in use, so nothing was published. Change something first."


def digest_of(source_text: str, cues_text: str) -> str:
    """Return the SHA-256 of a version, as 64 hexadecimal digits."""
    return hashlib.sha256(b"\0".join((source_text.encode(), cues_text.encode()))).hexdigest()


def running_version(*, locked: bool = False) -> ScriptVersion | None:
    """Return the version in use, or None before the first; `locked` until the transaction ends."""
    versions = ScriptVersion.objects.filter(slug=SLUG, is_running=True)
    return (versions.select_for_update() if locked else versions).first()


def version_numbered(number: int) -> ScriptVersion:
    """Return one version. Raises NoScript."""
    found = ScriptVersion.objects.filter(slug=SLUG, number=number).first()
    if found is None:
        raise NoScript
    return found


def publish_texts(
    texts: tuple[str, str],
    *,
    by: Account | None,
    proposed_by: Account | None = None,
    restores: ScriptVersion | None = None,
    unsigned: int = 0,
) -> ScriptVersion:
    """Store (script, cues) as the next version and let it alone run, with a line in the audit.

    Both texts were checked by whoever calls, in this transaction. Raises NothingNew.
    """
    running = running_version(locked=True)
    digest = digest_of(*texts)
    if running is not None and running.sha256 == digest:
        raise NothingNew
    ScriptVersion.objects.filter(slug=SLUG, is_running=True).update(is_running=False)
    highest = ScriptVersion.objects.filter(slug=SLUG).aggregate(highest=Max("number"))["highest"] or 0
    version = ScriptVersion.objects.create(
        slug=SLUG,
        number=highest + 1,
        sha256=digest,
        source_text=texts[0],
        cues_text=texts[1],
        published_at=timezone.now(),
        published_by=by,
        is_running=True,
        proposed_by=proposed_by,
        restores=restores.number if restores else None,
    )
    detail: dict[str, Any] = {"sha256": digest, "replaces": running.number if running else None}
    if proposed_by:
        detail["proposed_by"] = proposed_by.username
    if restores:
        detail["restores"] = restores.number
    if unsigned:
        detail["unsigned"] = unsigned
    record(event="scripts.published", by=by, subject=str(version), detail=detail)
    return version
