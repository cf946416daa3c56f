"""Rows of contacts and their words are reached through few modules, each named here.

Access (chat/access.py) says whose a contact is; services and the readers below act on what it let in. A page,
a socket or a command that asked the table itself would ask nobody.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("helpline", "chat", "triage", "scripts")
ROWS = {"Contact", "Message", "Aside"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SERVICES = "chat/services/"

# Who may ask the tables; a service may, and no page, socket or command.
MAY_ASK = {
    "chat/access.py", "chat/selectors.py", "chat/unreadable.py", "chat/board_view.py", "chat/caller_view.py",
    "chat/danger_view.py", "chat/desks_view.py", "chat/following_view.py", "chat/handler_view.py",
    "chat/offer_view.py",
    # Which keys of a backup may come back: ids alone.
    "helpline/keeping/restoring.py",
    # Whether a service stands where a backup is to go: whether there is any row.
    "helpline/keeping/database_restoring.py",
    # The administrator's test contact, by its own id: its state and who took it.
    "helpline/service/trying.py",
}  # fmt: skip
# Who may open what is sealed.
MAY_UNSEAL = {
    "chat/selectors.py", "chat/services/asides.py", "chat/services/review_words.py",
    "helpline/complaints/services.py",
    "helpline/kernel/kek_marks.py", "helpline/kernel/wrapping.py",
    # Keys in a backup, and the secrets of second factors: no words.
    "helpline/keeping/backups.py", "helpline/staff/factor_adapter.py",
}  # fmt: skip
# Who may read words, by what reads them; those who show them to staff stand in docs/permissions.md.
MAY_READ = {
    "events_after": {
        "chat/caller_view.py", "chat/handler_view.py", "chat/services/badges.py", "chat/services/dangers.py",
        "chat/services/earlier.py", "chat/services/guidance.py", "chat/services/held_words.py",
        "chat/services/judging_cues.py", "chat/services/practice_ending.py", "chat/services/feedback.py",
        "chat/services/review_words.py",
    },
    "unsealed": {"chat/services/talk_cards.py"},
    "asides_after": {"chat/beside_view.py"},
    # A contact without asking whose it is: for what callers and the system do.
    "locked": set(),
    "contact_of_token": {"chat/consumers/waiting.py", "chat/views/plain.py", "chat/views/public.py"},
}  # fmt: skip


def texts() -> Iterator[tuple[str, str]]:
    """Yield every module of ours but migrations, by its path, with its text."""
    for room in ROOMS:
        for path in ROOT.glob(f"{room}/**/*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def sins(module: str, text: str) -> list[str]:
    """Return what a module does that it may not."""
    service = module.startswith(SERVICES)
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asks = node.value.id in ROWS and node.attr in MANAGERS
            if asks and not service and module not in MAY_ASK:
                found.append(f"{module} asks {node.value.id}.{node.attr}")
        if isinstance(node, ast.ImportFrom):
            found += [f"{module} takes {name}" for name in _taken(node, module, service)]
    return found


def _taken(node: ast.ImportFrom, module: str, service: bool) -> Iterator[str]:
    for name in [alias.name for alias in node.names]:
        if name == "unseal" and module not in MAY_UNSEAL:
            yield name
        if (node.module or "").startswith("chat.") and name in MAY_READ:
            open_to_services = name in {"locked", "contact_of_token"}
            if module not in MAY_READ[name] and not (service and open_to_services):
                yield name


def test_contacts_and_words_are_reached_through_the_named_modules_alone() -> None:
    assert [sin for module, text in texts() for sin in sins(module, text)] == []


def test_every_module_that_is_named_is_there_and_needs_its_name() -> None:
    there = dict(texts())

    assert {
        module for module in MAY_ASK if not any(f"{row}.objects" in there[module] for row in ROWS)
    } == set()
    assert {module for module in MAY_UNSEAL if "unseal" not in there[module]} == set()
    assert {
        module for name, held in MAY_READ.items() for module in held if name not in there[module]
    } == set()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("chat/views/console.py", "Contact.objects.get(pk=contact)"),
        ("chat/consumers/handler.py", "rows = Message.objects.filter(contact=contact)"),
        ("chat/management/commands/words.py", "Aside._default_manager.all()"),
        ("helpline/timers.py", "Contact._base_manager.all()"),
        ("chat/views/board.py", "from helpline.kernel.crypto import unseal"),
        ("chat/services/queue.py", "from helpline.kernel.crypto import unseal"),
        ("chat/services/queue.py", "from chat.selectors import events_after"),
        ("chat/views/console.py", "from chat.access import locked"),
        ("chat/consumers/handler.py", "from chat.access import contact_of_token as opened"),
    ],
)
def test_a_planted_way_past_the_doors_is_noticed(module: str, line: str) -> None:
    assert len(sins(module, line)) == 1
