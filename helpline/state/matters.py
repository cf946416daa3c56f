"""What the page of the state speaks of: each matter, how it may stand, and how it is mended. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    WELL = "well"
    NEEDS_A_PERSON = "needs_a_person"
    UNKNOWN = "unknown"


STATE_WORDS = {
    State.WELL: "Well",
    State.NEEDS_A_PERSON: "Needs a person",
    State.UNKNOWN: "Not known",
}


@dataclass(frozen=True)
class Matter:
    """One matter. `code` names it; `paper` is what whoever runs the machine reads.

    `mend` is what an administrator can do, and `opens` the route where, or "#" and a place on the page.
    `rarely` says that only the timers look, once an hour.
    """

    code: str
    title: str
    mend: str
    paper: str = ""
    rarely: bool = False
    opens: str = ""

    @property
    def anchor(self) -> str:
        """Return the address of its heading in the handbook: its words in small letters with hyphens."""
        return self.title.lower().replace(" ", "-")


@dataclass(frozen=True)
class Found:
    """How one matter stands: one sentence, and the moment until which it does, where there is one.

    `others`: who can mend it, where that is nobody who reads this page, and how; no page is offered then.
    """

    state: State
    says: str
    until: datetime | None = None
    others: str = ""


_RUNNER = "Tell whoever runs the machine"

MATTERS: tuple[Matter, ...] = (
    Matter(
        "running",
        "Everything answers",
        f"{_RUNNER} at once: callers may be turned away.",
        "docs/operations/README.md",
    ),
    Matter(
        "timers",
        "What happens by itself",
        f"{_RUNNER}: until it is mended nothing is destroyed in time, and nobody is told by mail.",
        "docs/operations/alerts/timers-idle.md",
    ),
    Matter(
        "purge",
        "Words are destroyed in time",
        f"{_RUNNER} today. A promise to callers is not kept while it lasts.",
        "docs/operations/alerts/purge-late.md",
    ),
    Matter(
        "backups",
        "Backups are taken",
        f"{_RUNNER}: without one a broken machine takes everything with it.",
        "docs/operations/alerts/backup-late.md",
    ),
    Matter(
        "restore",
        "A backup was tried",
        "Ask whoever runs the machine to restore a backup beside the service, and write down the day below.",
        "docs/backups.md",
        opens="#backup-tried",
    ),
    Matter(
        "keys",
        "Keys are changed now and then",
        f"{_RUNNER} that the key-encryption key should be changed.",
        "docs/keys.md",
        rarely=True,
    ),
    Matter(
        "certificate",
        "The certificate",
        f"{_RUNNER} in time: after its end browsers warn callers away.",
        "docs/install.md",
        rarely=True,
    ),
    Matter("disk", "Room on the disk", f"{_RUNNER}: a full disk takes no more words.", "docs/install.md"),
    Matter(
        "audit",
        "The audit holds",
        "Open the audit, write down what it says, and change nothing.",
        "docs/audit.md",
        opens="audit",
    ),
    Matter(
        "mail",
        "Mail to staff",
        "Send a test mail below. If none comes, tell whoever runs the machine what stands here.",
        "docs/watching.md",
        opens="#mail-to-you",
    ),
    Matter(
        "directory",
        "Services are checked in time",
        "Open Programmes and helplines: what is overdue stands first. Callers are not shown it until then.",
        "docs/operations/alerts/checks-overdue.md",
        opens="triage:directory",
    ),
    Matter(
        "content",
        "Content is signed off",
        "Record what is missing before opening. The script only a supervisor can mend.",
        "docs/guidance.md",
        opens="service:before-opening",
    ),
    Matter(
        "version",
        "The version",
        f"{_RUNNER} to start the service anew at a quiet hour.",
        "docs/install.md",
    ),
)
BY_CODE = {matter.code: matter for matter in MATTERS}
