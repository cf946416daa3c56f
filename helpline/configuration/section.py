"""One part of the service's configuration: what each room says of itself to be in the file.

A room offers `SECTION` in its own `configuration_section.py`; `helpline/configuration/sections.py` names it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpline.staff.models import Account

# What YAML can hold and a schema can describe: texts, whole numbers, yes or no, None, lists, and mappings.
Data = Any
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One key of the file.

    `name` is that key, and never changes. `title` and `says` are for the page: "Hours", "When callers can
    start a chat."

    `schema` is JSON Schema (2020-12) of the data. Every mapping in it says `"additionalProperties": False`,
    and nothing in it is a person, words, a key, or the address of somebody.

    `export` returns what is in force, the same each time, or None where nothing was set yet: the section is
    left out of the file then. It reads tables of settings alone; a read of any other is refused.

    `check` gets data that fits the schema, and returns a sentence for everything else that is wrong with it,
    as a person would be told; [] where it may be taken in. It writes nothing.

    `apply` gets data that was checked and differs from `export()`. It runs within the one transaction of the
    whole import, uses the room's own service (a new version, with its line in the audit) and may raise
    HelplineError: then nothing of the whole file is taken in.

    `shown` turns data into what people compare more easily, keys and texts in plain words; without it the
    data itself is shown. `second_person` says that what is taken in waits until somebody else approves it.
    `names_services` says that its texts may hold the public e-mail addresses of services and of the charity
    itself.
    """

    name: str
    title: str
    says: str
    schema: Schema
    export: Callable[[], Data]
    check: Callable[[Data], list[str]]
    apply: Callable[[Data, Account], None]
    second_person: bool = False
    names_services: bool = False
    shown: Callable[[Data], Data] | None = None


def closed(properties: Mapping[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of a mapping with these keys and no other; all are required but the optional ones."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
