"""What a handler may note of a contact for the figures, all of it optional: codes alone. Plain Python."""

from collections.abc import Collection

# One code of each, or None.
NOTED: dict[str, tuple[str, ...]] = {
    "relationship": ("partner", "ex_partner", "parent", "child", "family", "other"),
    "relationship_status": ("living_together", "living_apart", "separating", "separated"),
    "children": ("none", "under_18", "pregnant", "both"),
    "reason": (
        "incident", "pattern", "separation", "children", "law", "programme", "how_to_help", "other",
    ),
    "prompted_by": (
        "self", "partner", "family_or_friend", "police_or_court", "childrens_services", "health",
        "other_service", "media",
    ),
    "change_talk": ("none", "mixed", "change", "commitment"),
    "plan": ("none", "time_out", "plan", "both"),
    "unmet_need": (
        "none", "no_programme", "waiting_list", "cost", "not_eligible", "language", "other_support",
    ),
    "safeguarding": ("none", "advised", "caller_acts", "talked_over"),
}  # fmt: skip
BEHAVIOURS = (
    "physical", "sexual", "threats", "emotional", "coercive_control", "economic", "stalking", "online",
    "property", "through_children",
)  # fmt: skip
SCALES = ("importance", "confidence")


def are_behaviours(value: object) -> bool:
    """Tell whether this is a list of behaviours, each once."""
    return (
        isinstance(value, list)
        and all(isinstance(each, str) and each in BEHAVIOURS for each in value)
        and len(set(value)) == len(value)
    )


def is_noted(value: object, codes: Collection[str]) -> bool:
    """Tell whether this is one of the codes, or None."""
    return value is None or (isinstance(value, str) and value in codes)
