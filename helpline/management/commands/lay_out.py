from typing import Any

from django.core.management.base import BaseCommand

from helpline.laying_out import lay_out_once


class Command(BaseCommand):
    """What an installation does before it serves: without it a service has no directory to signpost from."""

    help = (
        "Bring both databases to this version, and load the content that comes with the program, each kind "
        "of which there is nothing yet. It can be run again without harm: what people have changed stays."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        lay_out_once()
