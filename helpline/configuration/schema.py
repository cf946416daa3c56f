"""The one schema of the file, made of every section's; and what does not fit it, in sentences.

`docs/configuration.schema.json` is what `whole_schema` returns; a test keeps it so.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from helpline.configuration.mistakes import Mistake
from helpline.configuration.reading import Read
from helpline.configuration.section import Section

# Raised where a file of this version could not be read by a service of the last.
VERSION = 1
MOST_LOOKED_AT = 60
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES = {
    "object": "must have keys and values",
    "array": "must be a list",
    "string": "must be text; put it in quotes",
    "integer": "must be a whole number",
    "boolean": "must be true or false",
}


def whole_schema(sections: Sequence[Section]) -> dict[str, Any]:
    """Return the JSON Schema of a file with these sections."""
    shared: dict[str, Any] = {}
    properties: dict[str, Any] = {
        "version": {"type": "integer", "minimum": 1, "maximum": VERSION, "description": "Of the file."}
    }
    for section in sections:
        schema = _renamed(section.schema, section.name)
        shared |= {f"{section.name}.{name}": held for name, held in schema.pop("$defs", {}).items()}
        properties[section.name] = {"title": section.title, "description": section.says, **schema}
    return {
        "$schema": DIALECT,
        "title": "The configuration of a helpline",
        "description": "All that a service is set to but people and words; see docs/configuration.md.",
        "type": "object",
        "properties": properties,
        "required": ["version"],
        "additionalProperties": False,
        **({"$defs": shared} if shared else {}),
    }


def _renamed(schema: Any, name: str) -> Any:
    """Return a schema whose own definitions are called after its section."""
    if isinstance(schema, Mapping):
        return {
            key: value.replace("#/$defs/", f"#/$defs/{name}.") if key == "$ref" else _renamed(value, name)
            for key, value in schema.items()
        }
    return [_renamed(item, name) for item in schema] if isinstance(schema, list) else schema


def misfits(read: Read, sections: Sequence[Section]) -> list[Mistake]:
    """Return what of a file does not fit the schema, in the order of its lines."""
    if newer := _newer(read.tree.get("version")):
        return [newer]
    titles = {section.name: section.title for section in sections}
    errors = islice(Draft202012Validator(whole_schema(sections)).iter_errors(read.tree), MOST_LOOKED_AT)
    found = [mistake for error in errors for mistake in _told(error, read, titles)]
    return sorted(found, key=lambda mistake: mistake.line)


def _newer(version: Any) -> Mistake | None:
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        return Mistake(
            f"This file comes from a newer version of the program: it is of version {version}, and this "
            f"service reads version {VERSION}. Bring this service up to date first, then take the file in.",
            line=1,
        )
    return None


def _told(error: ValidationError, read: Read, titles: Mapping[str, str]) -> Iterator[Mistake]:
    path = list(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        for name in (name for name in error.instance if name not in known):
            here = [*path, name]
            yield Mistake(_unknown(str(name), path), place_of(path, titles), read.line_at(here))
        return
    yield Mistake(_sentence(error), place_of(path, titles), read.line_at(path))


def _unknown(name: str, path: Sequence[Any]) -> str:
    what = "part" if not path else "key"
    return f"There is no {what} called “{name[:60]}” in this version. Take it out, or look how it is spelled."


def _sentence(error: ValidationError) -> str:
    value: Any = error.validator_value
    if error.validator == "required":
        held: Any = error.instance
        missing = next((name for name in value if name not in held), "")
        return f"“{missing}” is missing here."
    if error.validator == "enum":
        return f"This must be one of: {', '.join(str(each) for each in value)}."
    if error.validator == "type":
        return f"This {TYPES.get(str(value), f'must be {value}')}."
    rest = {
        "minimum": f"This must be {value} or more.",
        "maximum": f"This must be {value} or less.",
        "maxLength": f"This text is longer than {value} characters.",
        "maxItems": f"This list has more than {value} entries.",
        "minItems": f"This list needs {value} entries at least.",
        "pattern": "This is not written as it has to be: compare it with a file that a service made.",
    }
    return rest.get(str(error.validator), "This does not fit the schema of the file.")


def place_of(path: Sequence[Any], titles: Mapping[str, str]) -> str:
    """Return a path as people read it: "Hours, weekly, entry 3"."""
    words = [titles.get(str(path[0]), str(path[0]))] if path else []
    words += [f"entry {step + 1}" if isinstance(step, int) else step.replace("_", " ") for step in path[1:]]
    return ", ".join(words)
