"""Who may do what: one table. Plain Python."""

from enum import StrEnum


class Role(StrEnum):
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    ADMIN = "admin"


class Permission(StrEnum):
    TAKE_CONTACTS = "take_contacts"
    READ_OWN_CONTACTS = "read_own_contacts"
    FOLLOW_CONTACTS = "follow_contacts"
    ASSIGN_CONTACTS = "assign_contacts"
    LIFT_BLOCKS = "lift_blocks"
    CORRECT_ANY = "correct_any"
    SAFEGUARD = "safeguard"
    REVIEW_QUALITY = "review_quality"
    MANAGE_LINE = "manage_line"
    MANAGE_TEAM_REPLIES = "manage_team_replies"
    SEE_BOARD = "see_board"
    SEE_INTERNAL_FIGURES = "see_internal_figures"
    SEE_RELEASED_FIGURES = "see_released_figures"
    MAKE_REPORTS = "make_reports"
    PUBLISH_FIGURES = "publish_figures"
    MANAGE_HOURS = "manage_hours"
    MANAGE_DIRECTORY = "manage_directory"
    MANAGE_STAFF = "manage_staff"
    MANAGE_ROTA = "manage_rota"
    RESET_FACTORS = "reset_factors"
    READ_AUDIT = "read_audit"
    MANAGE_COMPLAINTS = "manage_complaints"
    PUBLISH_SCRIPTS = "publish_scripts"
    MANAGE_SERVICE = "manage_service"
    APPROVE_TEXTS = "approve_texts"


_HANDLER = frozenset({Permission.TAKE_CONTACTS, Permission.READ_OWN_CONTACTS})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HANDLER: _HANDLER,
    Role.SUPERVISOR: _HANDLER
    | {
        Permission.FOLLOW_CONTACTS,
        Permission.ASSIGN_CONTACTS,
        Permission.LIFT_BLOCKS,
        Permission.CORRECT_ANY,
        # The second person: reviews dangers, decides on breaks of confidence (chat/safeguarding.py).
        Permission.SAFEGUARD,
        # Reads the words of closed talks until they are destroyed, each time in the audit.
        Permission.REVIEW_QUALITY,
        Permission.MANAGE_LINE,
        Permission.MANAGE_TEAM_REPLIES,
        Permission.SEE_BOARD,
        Permission.SEE_INTERNAL_FIGURES,
        # Released figures alone, for funders.
        Permission.MAKE_REPORTS,
        Permission.MANAGE_HOURS,
        # Who is on when: whoever looks after the line makes it, and sees what it needs.
        Permission.MANAGE_ROTA,
        Permission.MANAGE_DIRECTORY,
        Permission.PUBLISH_SCRIPTS,
        # The second person where a service has one admin (helpline/staff/lost_factors.py).
        Permission.RESET_FACTORS,
        # The second person where a service has one admin: what callers agree to is published by two.
        Permission.APPROVE_TEXTS,
    },
    Role.ANALYST: frozenset({Permission.SEE_RELEASED_FIGURES, Permission.MAKE_REPORTS}),
    # Settings, no words: see docs/confidentiality.md, point 8.
    Role.ADMIN: frozenset(
        {
            Permission.MANAGE_HOURS,
            Permission.MANAGE_LINE,
            Permission.MANAGE_DIRECTORY,
            Permission.MANAGE_STAFF,
            Permission.MANAGE_ROTA,
            Permission.RESET_FACTORS,
            Permission.READ_AUDIT,
            # Whether anybody at all may read the yearly and quarterly figures.
            Permission.PUBLISH_FIGURES,
            # Whoever reads a complaint reads no talk, and so cannot lay one beside the other (docs/adr/0054).
            Permission.MANAGE_COMPLAINTS,
            # Name, look, texts, where the chat is embedded, what the service needs to be well.
            Permission.MANAGE_SERVICE,
            Permission.APPROVE_TEXTS,
        }
    ),
}


def role_may(role: str, permission: Permission) -> bool:
    """Tell whether a role holds a permission; an unknown role holds none."""
    return role in PERMISSIONS and permission in PERMISSIONS[Role(role)]
