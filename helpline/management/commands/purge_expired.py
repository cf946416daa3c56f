"""Destroy what is due, of every class, now. The timers do the same by themselves each minute."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from helpline.timers import PURGE, run_purge


class Command(BaseCommand):
    help = (
        "Destroy whatever is due by the schedule of what is kept (docs/retention.md); for cron, or by hand."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = run_purge(now=timezone.now())
        self.stdout.write(
            f"Words destroyed: {gone.get('purge_expired', 0)} contacts. "
            f"Rows let go: {gone.get('let_go', 0)} contacts."
        )
        if failed := [name for name in PURGE if name not in gone]:
            # The log has the trace: cron sends what is written here.
            self.stderr.write(f"Failed, and tried again by the next run: {', '.join(failed)}.")
            sys.exit(1)
