"""Destroy the words whose time has come, now. The timers do the same by themselves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chat.services.retention import cut_logs, let_go, purge_expired


class Command(BaseCommand):
    help = "Destroy the keys and rows of words whose time has come, and let counted contacts go."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        purged = purge_expired(now=now)
        gone = let_go(now=now)
        cut_logs()
        self.stdout.write(f"Words destroyed: {purged} contacts. Rows let go: {gone} contacts.")
