"""Store the consent texts of chat/content/consent.yaml as versions that callers agree to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chat import texts
from chat.services.consent import ConsentChanged, record_consent


class Command(BaseCommand):
    help = "Store the consent texts; a version that is stored is never changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stored = record_consent({language: texts.consent(language) for language in texts.LANGUAGES})
        except ConsentChanged as refusal:
            raise CommandError(refusal.message, returncode=2) from None
        self.stdout.write(f"Consent texts: {stored} new.")
