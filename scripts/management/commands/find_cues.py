"""Find cues in messages: JSON lines in, JSON lines out."""

from collections.abc import Callable

from scripts.cues import Found
from scripts.management.json_lines import FindCommand
from scripts.services import shipped_lexicon


class Command(FindCommand):
    help = (
        'Read JSON lines {"text": ...} on standard input; write {"text", "labels", "spans"} for each, '
        "spans being [label, start, end] in characters. Nothing leaves the machine and nothing is stored."
    )

    def finder(self) -> Callable[[str], list[Found]]:
        return shipped_lexicon().find
