import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpline.first_admin import lines_of_first_link
from helpline.key_start import unfit_keys
from helpline.serving import alone, serve
from helpline.start_refusals import checked, not_ready, unusable_port


class Command(BaseCommand):
    """Serves in service mode, and refuses an unsafe start with one line for each reason."""

    help = "Serve the helpline on HELPLINE_BIND (127.0.0.1) and HELPLINE_PORT (8000)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HELPLINE_MODE != "service":
            raise CommandError("`serve` is for HELPLINE_MODE=service; the demo is `make run`.", returncode=2)
        host, port = os.environ.get("HELPLINE_BIND") or "127.0.0.1", settings.HELPLINE_PORT
        reasons, warnings = checked()
        reasons = reasons or not_ready() or unfit_keys() or unusable_port(host, port)
        if reasons:
            self.stderr.write("\n".join(reasons))
            sys.exit(2)
        self.stderr.writelines(f"Warning: {line}\n" for line in warnings)
        # Whatever this process writes (databases, their logs) is its owner's alone.
        os.umask(0o077)
        with alone():
            # Before it serves: from then on this thread must not wait for the database.
            lines = [f"Serving on {host}:{port}.", *lines_of_first_link(on_a_screen=sys.stdout.isatty())]
            serve(host=host, port=port, ready=lambda: self.stdout.write("\n".join(lines)))
