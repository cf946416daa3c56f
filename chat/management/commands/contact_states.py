"""Print the transition table of a contact as a Mermaid diagram, for docs/contact-life.md."""

from typing import Any

from django.core.management.base import BaseCommand

from chat.states import diagram


class Command(BaseCommand):
    help = "Print the diagram that the transition table draws of itself."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(diagram(), ending="")
