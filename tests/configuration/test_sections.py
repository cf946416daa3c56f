"""What every section promises, whoever wrote it."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from helpline.configuration.schema import whole_schema
from helpline.configuration.section import Section
from helpline.configuration.sections import SECTIONS
from tests.configuration.published import PUBLISHED, as_published

each_section = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)


def mappings(schema: Any) -> Iterator[dict[str, Any]]:
    """Return every schema of a mapping within a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from mappings(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from mappings(value)


@each_section
def test_a_section_has_a_schema_that_lets_no_unknown_key_in(section: Section) -> None:
    Draft202012Validator.check_schema(dict(section.schema))

    found = list(mappings(section.schema))

    assert found
    assert [each for each in found if each.get("additionalProperties", True) is True] == []


@pytest.mark.django_db
@each_section
def test_an_export_of_a_new_service_fits_its_own_schema(section: Section) -> None:
    data = section.export()

    assert data is None or list(Draft202012Validator(dict(section.schema)).iter_errors(data)) == []


def test_the_published_schema_is_made_of_the_sections() -> None:
    """`python -m tests.configuration.published > docs/configuration.schema.json` makes it anew."""
    assert PUBLISHED.read_text(encoding="utf-8") == as_published()


def test_the_whole_schema_finds_what_its_parts_share() -> None:
    whole = whole_schema(SECTIONS)

    Draft202012Validator.check_schema(whole)
    wrong = {"version": 1, "scripts": {"script": {"version": "1"}, "cues": {}}}
    assert list(Draft202012Validator(whole).iter_errors(wrong))


def test_every_section_has_a_name_of_its_own() -> None:
    names = [section.name for section in SECTIONS]

    assert names == list(dict.fromkeys(names))
