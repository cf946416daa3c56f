"""How the line works, as its supervisors set it: each change is a new version, and the audit names it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from chat.errors import LineChanged
from chat.line_bounds import BOUNDS, within
from chat.models import LineSettings
from chat.selectors import line_settings
from chat.services.rounds import round_on_commit
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

SETTINGS = ("routing", *BOUNDS)


@transaction.atomic
def set_line(*, changes: Mapping[str, Any], replaces: int, by: Account, queue: str = "main") -> LineSettings:
    """Put a new version of the line's settings in force; what is not named stays as it is.

    `replaces` is the number of the version that was seen. Without any difference the version in force
    is returned. Raises Forbidden, LineChanged when somebody else was faster, or RequestInvalid with
    `fields`.
    """
    check_may(by, Permission.MANAGE_LINE)
    now = line_settings(queue)
    if now.version != replaces:
        raise LineChanged
    values = {name: getattr(now, name) for name in SETTINGS} | dict(changes)
    _check(values)
    # Against what was saved: saving what an older version is held to makes it the version in force.
    before = {name: getattr(now, name) for name in SETTINGS} | {
        name: was for name, was, _ in held_back(queue)
    }
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return now
    try:
        with transaction.atomic():
            made = LineSettings.objects.create(queue=queue, version=replaces + 1, by=by, **values)
    except IntegrityError:
        raise LineChanged from None
    record(event="line.set", by=by, subject=queue, detail={"version": made.version, **changed})
    round_on_commit(queue)
    return made


def _check(values: Mapping[str, Any]) -> None:
    wrong = {}
    if values.get("routing") not in LineSettings.Routing.values or set(values) != set(SETTINGS):
        wrong["routing"] = "must be pull or push"
    for name, (least, most) in BOUNDS.items():
        value = values[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            wrong[name] = f"must be {least} to {most}"
    if wrong:
        raise RequestInvalid(fields=wrong)


def held_back(queue: str = "main") -> list[tuple[str, int, int]]:
    """Return (field, what was saved, what counts) where an older version asks for more than counts."""
    saved = LineSettings.objects.filter(queue=queue).order_by("-version").first()
    held = (
        [(name, getattr(saved, name), within(name, getattr(saved, name))) for name in BOUNDS] if saved else []
    )
    return [(name, was, counts) for name, was, counts in held if was != counts]


def line_history(queue: str = "main", *, most: int = 20) -> list[dict[str, Any]]:
    """Return the versions, the newest first: {"version", "at", "by", "changed": [(field, before, after)]}.

    The first is compared with the defaults.
    """
    versions = LineSettings.objects.filter(queue=queue).select_related("by").order_by("-version")
    rows = list(versions[: most + 1])
    before = [*rows, LineSettings(queue=queue, version=0)][1:]
    return [
        {
            "version": row.version,
            "at": row.at,
            "by": row.by.username if row.by else "",
            "changed": [
                (name, getattr(old, name), getattr(row, name))
                for name in SETTINGS
                if getattr(old, name) != getattr(row, name)
            ],
        }
        for row, old in zip(rows, before, strict=True)
    ][:most]
