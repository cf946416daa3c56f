"""Act on deadlines until stopped: the large way's process for it."""

import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand

from helpline.key_start import unfit_keys
from helpline.start_refusals import checked, not_ready
from helpline.timers import run_forever


class Command(BaseCommand):
    help = "Act on deadlines until stopped; several may run, one of them works."
    # Looked at below, and told as one line for each reason.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if reasons := checked()[0] or not_ready() or unfit_keys(serving=False):
            self.stderr.write("\n".join(reasons))
            sys.exit(2)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("Timers run.")
        run_forever(stop=stop)
