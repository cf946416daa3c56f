import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpline.demo import HOST
from helpline.first_admin import lines_of_first_link
from helpline.first_run import NAME
from helpline.key_start import unfit_keys
from helpline.laying_out import lay_out_once
from helpline.own_certificate import ensure_certificate
from helpline.serving import alone, serve
from helpline.start_refusals import checked, not_ready

GREETING = """
Helpline, a service on this machine alone. Ctrl-C ends it; the next start goes on with it.

  Callers                       {url}/chat/
  Administrator and supervisor  {url}/supervision/
  Handlers                      {url}/console/

The certificate was made here, so the browser asks once whether you trust it.
Another port: HELPLINE_PORT=8100 make first-run
Whom you invite opens their link on this machine too: no other reaches it.
For callers, and for them, move it to a host of its own: docs/install.md.
"""


class Command(BaseCommand):
    """Lays out what is missing, prints the link for the first admin, and serves on this machine alone.

    `manage.py` has made the keys and checked port and folder before this is imported.
    """

    help = "Begin a real service on this machine: migrate, load the content, serve with TLS, print the link."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HELPLINE_MODE != "service":
            raise CommandError("first_run needs HELPLINE_MODE=service.", returncode=2)
        with alone():
            reasons, _ = checked()
            if reasons:
                raise CommandError("\n".join(reasons), returncode=2)
            # The first time takes a while; a silent screen would be taken for a hang.
            self.stdout.write("Making databases, content and certificate ready.")
            self.stdout.flush()
            lay_out_once()
            if reasons := not_ready() or unfit_keys():
                raise CommandError("\n".join(reasons), returncode=2)
            os.umask(0o077)
            tls = ensure_certificate(Path(settings.HELPLINE_DATA_DIR) / "tls")
            # Before it serves: from then on this thread must not wait for the database. Whoever starts this
            # by hand reads the link, wherever it goes: it is no service's log.
            lines = lines_of_first_link(on_a_screen=True)
            serve(host=HOST, port=settings.HELPLINE_PORT, ready=lambda: self.announce(lines), tls=tls)

    def announce(self, lines: list[str]) -> None:
        """Print the addresses, and the link while there is no admin."""
        url = f"https://{NAME}:{settings.HELPLINE_PORT}"
        self.stdout.write("\n".join([GREETING.format(url=url), *lines]))
        self.stdout.flush()
