"""Changing the charity's own face: each save is a new version, and the audit says what changed."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.face.errors import FaceChanged, NoSuchPicture, NothingBefore
from helpline.face.in_force import forget_face
from helpline.face.models import FaceVersion, LogoPicture
from helpline.face.pictures.picture import Picture
from helpline.face.pictures.reading import read_picture
from helpline.face.values import Face
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# A picture that was looked at and not used is kept this long.
LOOKED_AT = timedelta(hours=2)


def newest_version() -> FaceVersion | None:
    """Return the version in force, as the database has it at this moment."""
    return FaceVersion.objects.select_related("logo", "made_by").defer("logo__content").first()


def version_before() -> FaceVersion | None:
    """Return the version before the one in force."""
    versions = FaceVersion.objects.select_related("logo", "made_by").defer("logo__content")
    return versions[1:2].first()


def history(*, most: int = 20) -> list[tuple[FaceVersion, list[str]]]:
    """Return the versions, the newest first, each with what changed in it."""
    versions = FaceVersion.objects.select_related("logo", "made_by").defer("logo__content")[: most + 1]
    faces = [each.face for each in versions]
    before = [*faces, Face()][1:]
    told = [(each, face.differs_in(old)) for each, face, old in zip(versions, faces, before, strict=True)]
    return told[:most]


@transaction.atomic
def save_face(*, face: Face, by: Account, replaces: int) -> FaceVersion:
    """Put a face in force, as the next version. `replaces` is the number that was seen, 0 before the first.

    Without any difference nothing is written. Raises Forbidden, FaceChanged or NoSuchPicture.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    newest = newest_version()
    now = newest.face if newest else Face()
    if now.number != replaces:
        raise FaceChanged
    changed = face.differs_in(now)
    if newest is not None and not changed:
        return newest
    made = _next(face, by=by, replaces=replaces)
    record(event="face.changed", by=by, detail={"version": made.number, "changed": changed})
    return made


@transaction.atomic
def restore_face(*, by: Account, replaces: int) -> FaceVersion:
    """Put the version before the present one in force again, as a new one; twice gives the present one.

    Raises Forbidden, FaceChanged or NothingBefore.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    newest, before = newest_version(), version_before()
    if newest is None:
        raise NothingBefore
    if newest.number != replaces:
        raise FaceChanged
    # Before the first there was a face as well: the environment's, and our own.
    earlier = before.face if before else Face()
    made = _next(earlier, by=by, replaces=replaces)
    record(event="face.restored", by=by, detail={"version": made.number, "restored": earlier.number})
    return made


@transaction.atomic
def keep_picture(*, content: bytes, by: Account) -> LogoPicture:
    """Read a file, and keep what is left of it to be looked at; it is not in use yet.

    Raises Forbidden or PictureRefused.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    picture: Picture = read_picture(content)
    _forget_unused()
    kept, _ = LogoPicture.objects.update_or_create(
        name=picture.name,
        defaults={
            "content": picture.content,
            "taken_out": list(picture.taken_out),
            "uploaded_by": by,
            "uploaded_at": timezone.now(),
        },
    )
    record(event="face.logo_uploaded", by=by, detail={"kind": picture.kind, "picture": picture.name[:8]})
    return kept


def _forget_unused() -> None:
    long_ago = timezone.now() - LOOKED_AT
    LogoPicture.objects.filter(versions=None, uploaded_at__lt=long_ago).delete()


def _next(face: Face, *, by: Account, replaces: int) -> FaceVersion:
    logo = LogoPicture.objects.filter(name=face.logo).only("id", "name").first() if face.logo else None
    if face.logo and logo is None:
        raise NoSuchPicture
    try:
        with transaction.atomic():
            made = FaceVersion.objects.create(
                number=replaces + 1, stored=face.as_json(), logo=logo, made_by=by
            )
    except IntegrityError:
        raise FaceChanged from None
    forget_face()
    # Once more: another page may have read the earlier one meanwhile.
    transaction.on_commit(forget_face, robust=True)
    return made


def picture_named(name: str) -> LogoPicture | None:
    """Return a picture that was uploaded, without its content."""
    return LogoPicture.objects.filter(name=name).defer("content").first() if name else None
