"""Which changes to the directory wait, who may approve them, and what was before. Plain Python."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from helpline.kernel.errors import HelplineError

# Staff alone read these, and a caution must not wait. Whatever is not named here waits: callers are shown
# it, or it decides who is given the entry, and a new field waits until somebody writes it here.
AT_ONCE = frozenset(
    {"cautions", "contradictions", "description", "partner_support_text", "source", "editor_notes"}
)
# A history stays this long; see docs/adr/0043-the-directory-is-changed-by-two.md.
KEPT_DAYS = 3 * 365

type_of_fields = Mapping[str, Collection[Any]]


class SecondPersonNeeded(HelplineError):
    """Whoever wrote a change does not approve it."""

    code = "directory.second_person_needed"
    status = 409
    message = "You wrote this change. Ask another supervisor or admin to approve it."


class ChangeWaits(HelplineError):
    """Somebody else's change to this entry has to be decided on first; `extra["change"]` is its number."""

    code = "directory.change_waits"
    status = 409
    message = "Another change to this service waits for approval. Decide on that one first."


class ChangeMoved(HelplineError):
    """A change was decided on, or written on, since the page was opened."""

    code = "directory.change_moved"
    status = 409
    message = (
        "This change was decided on, or written on, since you opened the page, so nothing was done. Look "
        "at it again."
    )


class EntryMoved(HelplineError):
    """Somebody changed the same fields meanwhile; `extra["fields"]` names them."""

    code = "directory.entry_moved"
    status = 409
    message = (
        "Somebody has changed this service since you opened the page. Nothing of yours is saved yet: look "
        "at theirs, then save yours again."
    )


class NothingDiffers(HelplineError):
    """What is asked for is what stands there."""

    code = "directory.nothing_differs"
    status = 409
    message = (
        "Nothing that callers are shown differs from what is in use, so nothing waits. Change something "
        "first."
    )


def waits(field: str) -> bool:
    """Tell whether a change to this field is shown to nobody before a second person approved it."""
    return field not in AT_ONCE


def may_decide(*, may_edit: bool, is_author: bool) -> bool:
    """Tell whether somebody may approve a change: whoever may edit, and did not write this one."""
    return may_edit and not is_author


def before(now: Mapping[str, Any], later: Iterable[type_of_fields]) -> dict[str, Any]:
    """Return the values as they were before some changes, which come latest first."""
    values = dict(now)
    for fields in later:
        for field, (was, _) in fields.items():
            if field in values:
                values[field] = was
    return values
