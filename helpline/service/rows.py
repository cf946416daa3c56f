"""The room "Service": every page of the administrator in one table, with a sentence each.

Whoever adds a page adds a Row here. `now` says in a word or two what stands there; without it nothing is
said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from helpline.embedding.services import frame_ancestors_now
from helpline.face import steps as face
from helpline.hours.first_step import now as hours_now
from helpline.public_texts import standing as texts
from helpline.rota.covering import step as cover_step
from helpline.service.sign_offs import missing
from helpline.staff.roles import Permission
from helpline.standing.overview import step
from helpline.state.in_a_word import in_a_word

CALLERS = "What callers meet"
PEOPLE = "Who works here"
CARE = "What is kept, and whether all is well"
PARTS = (CALLERS, PEOPLE, CARE)


@dataclass(frozen=True)
class Row:
    """One page: the name of its route, its title, what it is for, and who may open it."""

    part: str
    route: str
    title: str
    sentence: str
    permission: Permission
    now: Callable[[], str] | None = None


def _recorded() -> str:
    wanting = len(missing())
    return f"{wanting} not recorded" if wanting else "All recorded"


def _sites() -> str:
    allowed = len(frame_ancestors_now())
    return f"{allowed} {'site' if allowed == 1 else 'sites'} allowed" if allowed else "No site yet"


ROWS: tuple[Row, ...] = (
    Row(
        CALLERS,
        "face:edit",
        "The charity's own face",
        "Name, logo, two colours, where “Leave now” leads, and sentences of your own.",
        Permission.MANAGE_SERVICE,
        face.now,
    ),
    Row(
        CALLERS,
        "texts:overview",
        "Texts for callers",
        "What callers agree to, the privacy notice, the last words. Two people publish a new one.",
        Permission.APPROVE_TEXTS,
        texts.said,
    ),
    Row(
        CALLERS,
        "hours:week",
        "Opening hours",
        "When people can start a chat, when phone and e-mail are answered, and the days that differ.",
        Permission.MANAGE_HOURS,
        hours_now,
    ),
    Row(
        CALLERS,
        "hours:exchange",
        "Hours for other programs",
        "Take the hours out, or bring them in, as OpenStreetMap text or as a calendar.",
        Permission.MANAGE_HOURS,
    ),
    Row(
        CALLERS,
        "triage:directory",
        "Programmes and helplines",
        "Where people are sent on to. What is checked here is what callers are given.",
        Permission.MANAGE_DIRECTORY,
    ),
    Row(
        CALLERS,
        "line",
        "How the line works",
        "How long an offer stands, how long a wrap-up lasts, when the line is full.",
        Permission.MANAGE_LINE,
    ),
    Row(
        CALLERS,
        "embedding:embedding",
        "The button on your website",
        "The code to paste, the sites that may show the chat, and whether yours lets it in.",
        Permission.MANAGE_SERVICE,
        _sites,
    ),
    Row(
        CALLERS,
        "public-figures",
        "Figures for everybody",
        "Whether anybody may read the yearly and quarterly figures.",
        Permission.PUBLISH_FIGURES,
    ),
    Row(
        PEOPLE,
        "staff:accounts",
        "Staff",
        "Who may sign in, in which role. Invite somebody, or close an account.",
        Permission.MANAGE_STAFF,
    ),
    Row(
        PEOPLE,
        "rota:week",
        "Rota",
        "Who is on when, and where too few are for the hours in which the line is open.",
        Permission.MANAGE_ROTA,
        lambda: "" if cover_step().done else "Not covered next week",
    ),
    Row(
        PEOPLE,
        "standing:rules",
        "Training, vetting and supervision",
        "How often each is due. Nobody new comes to somebody for whom one is out of date.",
        Permission.MANAGE_STAFF,
        lambda: "" if step().done else "Not decided yet",
    ),
    Row(
        PEOPLE,
        "handler-notices",
        "Notices to handlers",
        "What everybody who answers reads before the next talk.",
        Permission.MANAGE_LINE,
    ),
    Row(
        PEOPLE,
        "lost_factors",
        "Lost second factors",
        "Somebody lost a telephone: two people let them in again.",
        Permission.RESET_FACTORS,
    ),
    Row(
        PEOPLE,
        "service:test-contact",
        "Test contact",
        "Let a made-up caller wait, and see that it arrives at a handler.",
        Permission.MANAGE_SERVICE,
    ),
    Row(
        CARE,
        "service:before-opening",
        "Before you open",
        "Assessment, safeguarding lead, insurance, numbers and content: who answers for each.",
        Permission.MANAGE_SERVICE,
        _recorded,
    ),
    Row(
        CARE,
        "complaints",
        "Complaints and requests",
        "What people complain about or ask for, and by when each is due.",
        Permission.MANAGE_COMPLAINTS,
    ),
    Row(
        CARE,
        "state:state",
        "State of the service",
        "Whether mail, backups, purge, certificate and all else are well, and how to mend what is not.",
        Permission.MANAGE_SERVICE,
        now=in_a_word,
    ),
    Row(
        CARE,
        "configuration:configuration",
        "Settings as a file",
        "Take all settings away as one file, or take such a file in. People and words are never in it.",
        Permission.MANAGE_SERVICE,
    ),
    Row(
        CARE,
        "keeping:keeping",
        "What is kept, and for how long",
        "Every kind of data, when it is destroyed, and what was destroyed each day.",
        Permission.READ_AUDIT,
    ),
    Row(
        CARE,
        "audit",
        "Audit",
        "What staff did here, when, in an order nobody can change unseen.",
        Permission.READ_AUDIT,
    ),
    Row(
        CARE,
        "browser-refusals",
        "What browsers refused",
        "Signs that somebody tried to put something strange on a page.",
        Permission.READ_AUDIT,
    ),
    Row(
        CARE,
        "help",
        "Handbook",
        "What each page is for, step by step, and what can go wrong. The key ? opens the page that fits.",
        Permission.MANAGE_SERVICE,
    ),
    Row(
        CARE,
        "help-new",
        "What's new",
        "What changed in the software since you last looked.",
        Permission.MANAGE_SERVICE,
    ),
)
