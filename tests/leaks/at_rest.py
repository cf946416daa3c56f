"""Looking for words in everything that holds data when the machine is off."""

import base64
import json
import zlib
from collections.abc import Iterable
from pathlib import Path

from django.db import connections

SENTENCE = "Violet umbrellas were counted under the Marlowe Street arches"


def files_of(on_disk: dict[str, Path]) -> list[Path]:
    """Return every file in which a database may keep bytes: data, logs and what is beside them.

    SQLite: the file with its -wal, -shm and -journal. PostgreSQL: the whole data directory.
    """
    if on_disk:
        return [path for file in on_disk.values() for path in sorted(file.parent.glob(f"{file.name}*"))]
    with connections["default"].cursor() as cursor:
        # Written out to the files, so that there is something to find.
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def spellings(sentence: str) -> dict[str, bytes]:
    """Return the sentence as it might stand in a file: plain, in part, escaped or lightly packed."""
    plain = sentence.encode()
    return {
        "plain": plain,
        "first half": plain[: len(plain) // 2],
        "second half": plain[len(plain) // 2 :],
        "utf-16": sentence.encode("utf-16-le"),
        "json": json.dumps(sentence).encode(),
        "base64": base64.b64encode(plain)[:-4],
        "hex": plain.hex().encode(),
        "zlib": zlib.compress(plain),
    }


def found(sentence: str, files: Iterable[Path]) -> list[str]:
    """Return where the sentence stands, one line for each file and spelling."""
    wanted = spellings(sentence)
    hits = []
    for path in files:
        try:
            held = path.read_bytes()
        except FileNotFoundError:
            # A log that was removed between listing and reading holds nothing any more.
            continue
        hits += [f"{path.name}: {name}" for name, form in wanted.items() if form in held]
    return hits
