"""Act on deadlines until stopped: the large way's process for it."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from helpline.timers import run_forever


class Command(BaseCommand):
    help = "Act on deadlines until stopped; several may run, one of them works."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("Timers run.")
        run_forever(stop=stop)
