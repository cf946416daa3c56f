"""What becomes of each field when a contact is purged.

Every model says it for every field, in a class attribute:

    privacy = {"body": Destroy("the caller's words"), "seq": Keep("order only")}

A test fails on a field without a decision, so that a new column forces one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """Why a field may stay or must go."""

    reason: str


class Keep(Decision):
    """The field stays after the purge: it points at nobody."""


class Destroy(Decision):
    """The field goes with the purge, by row or by key."""


STAFF_RECORD = Keep("about a member of staff, never about a caller")
