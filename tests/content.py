"""The real script, directory and consent texts as rows: read from their files once in a run, then put in."""

from django.core.management import call_command
from django.db import models, transaction

from chat.models import ConsentText
from scripts.models import ScriptVersion
from triage.models import DirectoryEntry

ROWS: dict[type[models.Model], list[models.Model]] = {}


def put_content_in() -> None:
    """Put the content into an empty database."""
    if not ROWS:
        with transaction.atomic():
            for command in ("load_scripts", "load_directory", "load_consent"):
                call_command(command, verbosity=0)
            for model in (ScriptVersion, DirectoryEntry, ConsentText):
                ROWS[model] = list(model._default_manager.all())
            transaction.set_rollback(True)
    for model, rows in ROWS.items():
        model._default_manager.bulk_create(rows)
