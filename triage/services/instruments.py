"""The versions of the risk instrument: loading one, and which is in use."""

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.content_files import name_of, text_of
from helpline.kernel.reading import Notes, read_file
from helpline.kernel.yaml_tree import Tree, write_tree
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.instrument_file import parse_instrument
from triage.models import RiskInstrument
from triage.risk import Instrument

SHIPPED = Path(__file__).resolve().parent.parent / "content" / "risk.yaml"


@dataclass(frozen=True)
class Loaded:
    """What loading did: `number` is in use; `is_new` is False where the file was loaded before."""

    number: int
    is_new: bool


@transaction.atomic
def load_instrument(*, file: Path = SHIPPED, by: Account | None) -> Loaded:
    """Put a file into use as the version that it names; `by=None` is the system.

    A version is never changed: other words under a number that is loaded, or a number below the one in
    use, are mistakes. Raises ContentErrors with every mistake, and the version in use stays.
    """
    if by:
        check_may(by, Permission.MANAGE_DIRECTORY)
    text, source = text_of(file), name_of(file)
    version = parse_instrument(text, source=source).version
    running = RiskInstrument.objects.select_for_update().order_by("-number").first()
    if running and RiskInstrument.objects.filter(number=version, sha256=_digest(text)).exists():
        # Also where a later version was written on the pages: what was shipped has not changed.
        return Loaded(running.number, is_new=False)
    if running and version <= running.number:
        line = read_file(text, Notes(source)).line_at("version")
        problem = f"version {version} must be higher than {running.number}, which is in use and never changed"
        raise ContentErrors([ContentError(source, line, problem)])
    RiskInstrument.objects.create(number=version, sha256=_digest(text), source_text=text, loaded_by=by)
    record(event="risk.loaded", by=by, subject="risk", detail={"version": version})
    return Loaded(version, is_new=True)


@transaction.atomic
def publish_text(
    tree: Tree, *, by: Account, proposed_by: Account | None, restores: int | None
) -> RiskInstrument:
    """Store words as the next version, which is in use from now on. Raises ContentErrors on a mistake.

    For `triage.services.instrument_drafts`, which has checked that two people agree.
    """
    running = RiskInstrument.objects.select_for_update().order_by("-number").first()
    number = running.number + 1 if running else 1
    text = write_tree({**tree, "version": number})
    parse_instrument(text, source=f"risk instrument {number}")
    made = RiskInstrument.objects.create(
        number=number,
        sha256=_digest(text),
        source_text=text,
        loaded_by=by,
        proposed_by=proposed_by,
        restores=restores,
    )
    detail: dict[str, object] = {
        "version": number,
        "proposed_by": proposed_by.username if proposed_by else "",
    }
    if restores:
        detail["restores"] = restores
    record(event="risk.published", by=by, subject="risk", detail=detail)
    return made


def running_instrument() -> Instrument:
    """Return the version in use; the shipped file where none was loaded yet."""
    return instrument_of(None)


def instrument_of(number: int | None) -> Instrument:
    """Return one version; for None, or a number that is not there, the one in use."""
    rows = RiskInstrument.objects.order_by("-number").values_list("number", "sha256")
    found = (rows.filter(number=number).first() if number else None) or rows.first()
    return _stored(*found) if found else _shipped()


@transaction.atomic
def number_for_answers() -> int:
    """Return the number of the version in use, for answers to keep; without one it loads the shipped file."""
    running = RiskInstrument.objects.order_by("-number").values_list("number", flat=True).first()
    if running is None:
        text, version = text_of(SHIPPED), _shipped().version
        new = {"sha256": _digest(text), "source_text": text}
        return RiskInstrument.objects.get_or_create(number=version, defaults=new)[0].number
    return running


@lru_cache(maxsize=8)
def _stored(number: int, digest: str) -> Instrument:
    """Parse a stored version once; the digest tells it from another service's of the same number."""
    text = RiskInstrument.objects.values_list("source_text", flat=True).get(number=number, sha256=digest)
    return parse_instrument(text, source=f"risk instrument {number}")


@cache
def _shipped() -> Instrument:
    return parse_instrument(text_of(SHIPPED), source=name_of(SHIPPED))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
