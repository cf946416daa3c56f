import os
import sys
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from helpline.key_start import unfit_keys
from helpline.serving import alone, serve


class Command(BaseCommand):
    """Serves in service mode, and refuses an unsafe start with one line for each reason."""

    help = "Serve the helpline on HELPLINE_BIND (127.0.0.1) and HELPLINE_PORT (8000)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HELPLINE_MODE != "service":
            raise CommandError("`serve` is for HELPLINE_MODE=service; the demo is `make run`.", returncode=2)
        problems = checks.run_checks()
        reasons = [str(problem.msg) for problem in problems if problem.is_serious()]
        reasons = reasons or [line for database in connections for line in unready(database)]
        reasons = reasons or unfit_keys()
        if reasons:
            self.stderr.write("\n".join(reasons))
            sys.exit(2)
        self.stderr.writelines(
            f"Warning: {problem.msg}\n" for problem in problems if (problem.id or "").startswith("helpline.W")
        )
        host, port = os.environ.get("HELPLINE_BIND") or "127.0.0.1", settings.HELPLINE_PORT
        # Whatever this process writes (databases, their logs) is its owner's alone.
        os.umask(0o077)
        with alone():
            serve(host=host, port=port, ready=lambda: self.stdout.write(f"Serving on {host}:{port}."))


def unready(database: str) -> list[str]:
    """Return why a database cannot be used yet, in one line, or nothing."""
    try:
        executor = MigrationExecutor(connections[database])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return [f"The database {database!r} cannot be reached: {reason}"]
    if missing:
        return [f"The database {database!r} is behind: run `manage.py migrate --database {database}`."]
    return []
