"""What CHANGELOG.md tells the people who work here, entry by entry. Plain Python."""

import re
from dataclasses import dataclass
from hashlib import sha256

VERSION = re.compile(r"## (.+)")
SECTION = re.compile(r"### (.+)")
LONGEST_DIGEST = 10


@dataclass(frozen=True)
class Entry:
    """One line of a section: `digest` stays while its words do."""

    version: str
    section: str
    words: str

    @property
    def digest(self) -> str:
        return sha256(f"{self.section}\n{self.words}".encode()).hexdigest()[:LONGEST_DIGEST]


def read_changelog(text: str) -> list[Entry]:
    """Return every entry in its order: the newest version first."""
    entries: list[Entry] = []
    version = section = ""
    for line in text.splitlines():
        if found := VERSION.fullmatch(line):
            version, section = found[1], ""
        elif found := SECTION.fullmatch(line):
            section = found[1]
        elif line.startswith("- ") and section:
            entries.append(Entry(version, section, line[2:].strip()))
        elif line.startswith("  ") and line.strip() and entries and section:
            last = entries.pop()
            entries.append(Entry(last.version, last.section, f"{last.words} {line.strip()}"))
    return entries
