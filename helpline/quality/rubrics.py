"""The versions of the rubric: loading one, and which is in use."""

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.content_files import name_of, text_of
from helpline.kernel.reading import Notes, read_file
from helpline.kernel.yaml_tree import Tree, write_tree
from helpline.quality.models import RubricVersion
from helpline.quality.rubric import NoRubric, Rubric
from helpline.quality.rubric_file import SHIPPED, parse_rubric
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@transaction.atomic
def load_rubric(*, file: Path = SHIPPED) -> tuple[int, bool]:
    """Put a file into use as the version that it names; return the number in use, and whether it is new.

    A version is never changed: other words under a number that is stored, or a number below the one in use,
    are mistakes. Raises ContentErrors with every mistake, and the version in use stays.
    """
    text, source = text_of(file), name_of(file)
    version = parse_rubric(text, source=source).version
    running = RubricVersion.objects.select_for_update().order_by("-number").first()
    if running and RubricVersion.objects.filter(number=version, sha256=_digest(text)).exists():
        return running.number, False
    if running and version <= running.number:
        line = read_file(text, Notes(source)).line_at("version")
        problem = f"version {version} must be higher than {running.number}, which is in use and never changed"
        raise ContentErrors([ContentError(source, line, problem)])
    RubricVersion.objects.create(number=version, sha256=_digest(text), source_text=text)
    record(event="review.rubric_loaded", by=None, subject="rubric", detail={"version": version})
    return version, True


@transaction.atomic
def publish_rubric(*, tree: Tree, by: Account) -> int:
    """Put a rubric from elsewhere into use as the next number, and return that.

    Reviews keep the version that they were begun under. Raises Forbidden, or ContentErrors.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    newest = RubricVersion.objects.select_for_update().order_by("-number").first()
    number = (newest.number if newest else _shipped().version) + 1
    text = write_tree({"version": number, **tree})
    parse_rubric(text, source=f"rubric {number}")
    RubricVersion.objects.create(number=number, sha256=_digest(text), source_text=text)
    record(event="review.rubric_loaded", by=by, subject="rubric", detail={"version": number})
    return number


def running_text() -> str:
    """Return the text of the version in use; the shipped file's where none was loaded yet."""
    newest = RubricVersion.objects.order_by("-number").first()
    return newest.source_text if newest else text_of(SHIPPED)


def running_rubric() -> Rubric:
    """Return the version in use; the shipped file where none was loaded yet."""
    newest = RubricVersion.objects.order_by("-number").values_list("number", "sha256").first()
    return _stored(*newest) if newest else _shipped()


def rubric_of(version: int) -> Rubric:
    """Return one version, the shipped file where that is it and none is stored. Raises NoRubric."""
    digest = RubricVersion.objects.filter(number=version).values_list("sha256", flat=True).first()
    if digest is not None:
        return _stored(version, digest)
    if version != _shipped().version:
        raise NoRubric
    return _shipped()


@transaction.atomic
def version_for_reviews() -> int:
    """Return the number of the version in use, for a review that begins; without one it stores our own."""
    rubric = running_rubric()
    text = text_of(SHIPPED)
    if not RubricVersion.objects.exists():
        new = {"sha256": _digest(text), "source_text": text}
        RubricVersion.objects.get_or_create(number=rubric.version, defaults=new)
    return rubric.version


@lru_cache(maxsize=8)
def _stored(number: int, digest: str) -> Rubric:
    """Parse a stored version once; the digest tells it from another service's of the same number."""
    text = RubricVersion.objects.values_list("source_text", flat=True).get(number=number, sha256=digest)
    return parse_rubric(text, source=f"rubric {number}")


@cache
def _shipped() -> Rubric:
    return parse_rubric(text_of(SHIPPED), source=name_of(SHIPPED))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
