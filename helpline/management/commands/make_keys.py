from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpline.keyfiles import make_keys


class Command(BaseCommand):
    """Makes what is missing of the two key files; never overwrites one."""

    help = "Make the secret key and the key-encryption key as files that only their owner may read."
    # There is nothing to check before there are keys.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_keys(settings.HELPLINE_KEYS_DIR)
        except OSError as error:
            raise CommandError(
                f"Cannot write keys to {settings.HELPLINE_KEYS_DIR} ({error.strerror}).", returncode=2
            ) from None
        for path in made:
            self.stdout.write(f"Made {path}.")
        if not made:
            self.stdout.write(f"Both keys are in {settings.HELPLINE_KEYS_DIR} already.")
