"""Databases and content brought to where this version wants them, without a word of a command line."""

import contextlib
import io
import sys
from typing import Any

from django.apps import apps
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError

# Command that loads content -> the model whose rows are what is running.
CONTENT = {
    "load_scripts": "scripts.ScriptVersion",
    "load_directory": "triage.DirectoryEntry",
    "load_consent": "chat.ConsentText",
    "load_risk": "triage.RiskInstrument",
    "load_rubric": "quality.RubricVersion",
}


def lay_out(stderr: Any) -> None:
    """Migrate both databases and load what is missing of the content, or newer in this version."""
    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0, interactive=False)
    for command, model in CONTENT.items():
        _load(command, model, stderr)


def lay_out_once() -> None:
    """Migrate both databases, and load the kinds of content of which there is nothing yet.

    In a service what people have changed and signed stays: a new version loads nothing over it. The script
    comes without the sign-offs that a service asks for, so it stays out until they are given on its page.
    """
    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0, interactive=False)
    for command, model in CONTENT.items():
        if command in get_commands() and not apps.get_model(model)._default_manager.exists():
            with contextlib.suppress(CommandError, SystemExit):
                call_command(command, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())


def _load(command: str, model: str, stderr: Any) -> None:
    """Load one kind of content; with a mistake in it the running version stays in use."""
    if command not in get_commands():
        return
    try:
        call_command(command, verbosity=0, stdout=io.StringIO(), stderr=stderr)
    except (CommandError, SystemExit) as refusal:
        if isinstance(refusal, CommandError):
            stderr.write(str(refusal))
        if not apps.get_model(model)._default_manager.exists():
            sys.exit(2)
        stderr.write("The version that was running stays in use.")
