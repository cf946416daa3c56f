"""Whether the callers' texts are whole: each one that is asked for, in every language. Plain Python."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PLACEHOLDER = re.compile(r"\{(\w+)\}")
IN_SCRIPTS = re.compile(r'\bt\("(\w+)"')
# `event.body` and its like are no texts: only what hangs on `t` itself.
IN_TEMPLATES = re.compile(r"(?<![\w.])t\.(\w+)")

Room = Mapping[str, str]
Catalogue = Mapping[str, Mapping[str, Room]]  # language, room, key


def read_catalogue(folder: Path) -> Catalogue:
    """Return the texts of `folder`/LANG/ROOM.json."""
    return {
        language.name: {
            room.stem: json.loads(room.read_text(encoding="utf-8"))
            for room in sorted(language.glob("*.json"))
        }
        for language in sorted(folder.iterdir())
        if language.is_dir()
    }


def read_asked(files: Iterable[Path]) -> dict[str, str]:
    """Return the keys that scripts and templates ask for, each with the name of a file that does."""
    asked: dict[str, str] = {}
    for file in files:
        pattern = IN_SCRIPTS if file.suffix == ".js" else IN_TEMPLATES
        asked |= dict.fromkeys(pattern.findall(file.read_text(encoding="utf-8")), file.name)
    return asked


def problems(catalogue: Catalogue, asked: Mapping[str, str], *, model: str = "en") -> Iterator[str]:
    """Yield a line for each text that is missing, empty, filled in otherwise, or in two rooms."""
    for language, rooms in catalogue.items():
        yield from _in_two_rooms(language, rooms)
        for room in sorted({*catalogue[model], *rooms}):
            yield from _room_problems(
                f"{language}/{room}.json", rooms.get(room, {}), catalogue[model].get(room, {})
            )
    known = {key for room in catalogue[model].values() for key in room}
    for key, file in sorted(asked.items()):
        if key not in known:
            yield f"{file}: asks for {key}, which no room has"


def _room_problems(name: str, texts: Room, model: Room) -> Iterator[str]:
    for key in model.keys() - texts.keys():
        yield f"{name}: {key} is missing"
    for key, text in texts.items():
        if key not in model:
            yield f"{name}: {key} is in this language alone"
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(model[key])):
            yield f"{name}: {key} is filled in with other values"
        if not text.strip():
            yield f"{name}: {key} is empty"


def _in_two_rooms(language: str, rooms: Mapping[str, Room]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for room, texts in rooms.items():
        for key in texts:
            if key in seen:
                yield f"{language}/{room}.json: {key} stands in {seen[key]}.json too"
            seen[key] = room
