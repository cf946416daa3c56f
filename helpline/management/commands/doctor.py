"""Say what is wrong with an installation, and how to mend it."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from helpline.doctor import machine, running, setup, stores
from helpline.doctor.finding import Finding, Findings, State, exit_code, unknown

PARTS: tuple[Callable[[], Findings], ...] = (
    setup.look_at_settings,
    lambda: setup.look_at_packages(Path(settings.BASE_DIR) / "requirements.lock"),
    setup.look_at_keys,
    machine.look_at_files,
    machine.look_at_disk,
    setup.look_at_limits,
    machine.look_at_time,
    stores.look_at_databases,
    stores.look_at_key_store,
    stores.look_at_redis,
    stores.look_at_clocks,
    running.look_at_running,
    running.look_at_backups,
    running.look_at_mail,
)
INDENT = 22
COLUMNS = 110


class Command(BaseCommand):
    help = (
        "Look at settings, secrets, keys, databases, Redis, disk, clock, files, timers and backups; say "
        "what is wrong and how to mend it. Ends with 0: all is well, 1: something is unwise, 2: something is "
        "wrong. "
        "It changes nothing, and names no caller and no secret."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object a line, for a program to read")
        parser.add_argument("--quiet", action="store_true", help="leave out what is well")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [finding for look in PARTS for finding in _looked(look)]
        for finding in found:
            if not (options["quiet"] and finding.state is State.WELL):
                self.stdout.write(json.dumps(asdict(finding)) if options["json"] else told(finding))
        if not options["json"]:
            self.stdout.write(summed_up(found))
        sys.exit(exit_code(found))


def _looked(look: Callable[[], Findings]) -> list[Finding]:
    """Return what a part found; one that stumbles hides none of the others."""
    try:
        return list(look())
    except Exception as error:  # what may be wrong with a machine is not to be foreseen
        return [unknown("doctor", f"It stumbled over {type(error).__name__} while looking.", "Report it.")]


def told(finding: Finding) -> str:
    """Return a finding as a person reads it: state and part in columns, what is so, and what to do."""
    lines = wrap(finding.says, COLUMNS - INDENT)
    lines += wrap(f"Mend: {finding.mend}", COLUMNS - INDENT) if finding.mend else []
    head = f"{finding.state:<10}{finding.part:<12}"
    return "\n".join([head + lines[0], *(" " * INDENT + line for line in lines[1:])])


def summed_up(found: list[Finding]) -> str:
    """Return the last line: how many of each state that matters."""
    counts = {state: sum(finding.state is state for finding in found) for state in State}
    if counts[State.WRONG]:
        return f"Not fit to serve: {counts[State.WRONG]} wrong, {counts[State.UNWISE]} unwise."
    if counts[State.UNWISE]:
        return f"Fit to serve: {counts[State.UNWISE]} unwise."
    return "All is well."
