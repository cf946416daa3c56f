"""Taking the configuration out: one text, the same each time, and nothing in it that must stay."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from helpline.configuration.mistakes import NotForAFile
from helpline.configuration.never_out import not_for_a_file, settings_alone
from helpline.configuration.reading import MOST_BYTES
from helpline.configuration.schema import VERSION
from helpline.configuration.section import Data, Schema, Section
from helpline.configuration.sections import SECTIONS
from helpline.kernel.yaml_tree import write_tree
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

FILE_NAME = "helpline-configuration.yaml"


def in_force(sections: Sequence[Section] = SECTIONS) -> dict[str, Data]:
    """Return what each section says of itself now; one where nothing was set yet is left out.

    Raises NotForAFile where a section reads what is no setting.
    """
    with settings_alone():
        found = {section.name: _plain(section.export(), section.schema) for section in sections}
    return {name: data for name, data in found.items() if data is not None}


def written(sections: Sequence[Section] = SECTIONS) -> str:
    """Return the file. Raises NotForAFile with the places of what must stay here."""
    found = in_force(sections)
    places = [
        place
        for section in sections
        if section.name in found
        for place in not_for_a_file(section, found[section.name])
    ]
    if places:
        raise NotForAFile(places=places)
    tree: dict[str, Any] = {"version": VERSION, **found}
    return write_tree(tree, longest=MOST_BYTES)


def _plain(value: Data, schema: Schema) -> Data:
    """Return a value as it is read from a file again: a name of a choice is text, a tuple a list.

    Keys stand in the order of the schema: PostgreSQL keeps them in one of its own.
    """
    if isinstance(value, dict):
        known = schema.get("properties", {})
        keys = [*(key for key in known if key in value), *(key for key in value if key not in known)]
        return {str(key): _plain(value[key], known.get(key, {})) for key in keys}
    if isinstance(value, list | tuple):
        return [_plain(each, schema.get("items", {})) for each in value]
    return str(value) if isinstance(value, str) else value


@transaction.atomic
def export_configuration(*, by: Account | None) -> str:
    """Return the file, with a line in the audit. Raises Forbidden, or NotForAFile."""
    if by:
        check_may(by, Permission.MANAGE_SERVICE)
    text = written()
    record(
        event="configuration.exported", by=by, subject="configuration", detail={"bytes": len(text.encode())}
    )
    return text
