"""The directory's content files, read, checked and turned into rows. Plain Python.

programmes.json and helplines.json stand as their editors compiled them;
amendments.json says what this project shows otherwise, field by field, and why;
supplement.json says what they have no field for.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from triage.contact_details import Misprint, digits, is_phone, misprint_in
from triage.content_file import ContentFile, DirectoryInvalid, Problem
from triage.directory_rows import KNOWN_KEYS, from_helpline, from_programme, type_of_row
from triage.directory_supplement import add_supplement
from triage.entries import CODES, MAY_BE_EMPTY, unknown_codes

# What a caller may get to see: nothing here may hold a misprint.
SHOWN = (
    "name", "provider", "caller_text", "caller_text_cy", "what_happens", "what_happens_cy", "description",
    "phone", "text_number", "email", "website", "address", "hours_text", "cost",
)  # fmt: skip

LONGEST = (
    {"slug": 80, "email": 254}
    | dict.fromkeys(("hours_text", "address", "source", "partner_support_text"), 300)
    | dict.fromkeys(
        ("name", "provider", "cost", "duration", "ages_text", "website", "session", "accreditation_text"), 200
    )
)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EMAIL = re.compile(r"([^@\s]+@[^@\s]+\.[^@\s]+)?")
_WEBSITE = re.compile(r"(https://\S+)?")


def read_directory(directory: Path) -> list[type_of_row]:
    """Return one row of model fields for each service, by slug, checked as a whole.

    A service that stands in both files becomes one row: the programme's record with
    the helpline's sources added. Raises DirectoryInvalid with every mistake found.
    """
    programmes = ContentFile.read(directory / "programmes.json")
    helplines = ContentFile.read(directory / "helplines.json")
    misprints = read_misprints(helplines)
    problems: list[Problem] = []
    rows = _rows(programmes, "programmes", from_programme, problems)
    for slug, line in _rows(helplines, "helplines", from_helpline, problems).items():
        rows[slug] = _merged(rows[slug], line, helplines, problems) if slug in rows else line
    sources = dict.fromkeys(rows, helplines) | {r["id"]: programmes for r in programmes.records("programmes")}
    _amend(rows, directory / "amendments.json", problems)
    add_supplement(rows, directory / "supplement.json", problems)
    _name_sources(rows, programmes.data.get("sources"))
    for slug, row in rows.items():
        problems += [sources[slug].problem(slug, what) for what in mistakes_in(row, misprints)]
    if problems:
        raise DirectoryInvalid(problems)
    return [rows[slug] for slug in sorted(rows)]


def read_misprints(helplines: ContentFile) -> list[Misprint]:
    """Return the numbers that are known to be printed wrong somewhere."""
    try:
        return [
            Misprint(m["wrong"], m["right"], m["service"]) for m in helplines.data.get("known_misprints", [])
        ]
    except (KeyError, TypeError):
        what = "known_misprints must be a list of objects with wrong, right and service"
        raise DirectoryInvalid([Problem(helplines.name, None, None, what)]) from None


def mistakes_in(row: Mapping[str, Any], misprints: list[Misprint]) -> list[str]:
    """Return what is wrong with the fields of one row, in words; an empty list when nothing is."""
    phone, text = row["phone"], row["text_number"]
    tests = {
        "id must be small letters, digits and dashes": _SLUG.fullmatch(row["slug"]),
        "name is missing": row["name"],
        "area is missing": row["areas"],
        f"phone {phone!r} is not a telephone number": phone == "" or is_phone(phone),
        f"text {text!r} is not a telephone number": text == "" or is_phone(text),
        f"email {row['email']!r} is not an address": _EMAIL.fullmatch(row["email"]),
        f"website {row['website']!r} must begin with https://": _WEBSITE.fullmatch(row["website"]),
    }
    mistakes = [what for what, passed in tests.items() if not passed]
    mistakes += _unknown_codes(row)
    mistakes += [f"{f} is longer than {most}" for f, most in LONGEST.items() if len(row[f]) > most]
    if found := misprint_in((row[field] for field in SHOWN), misprints):
        mistakes.append(f"{found.wrong} is a known misprint of {found.right}")
    return mistakes


def _unknown_codes(row: Mapping[str, Any]) -> list[str]:
    """Return what is said in codes that no list of ours has."""
    said = {field: row[field] if isinstance(row[field], list) else [row[field]] for field in CODES}
    return [
        f"{field} {code!r} is not known"
        for field, known in CODES.items()
        for code in unknown_codes(said[field], {*known, *([""] if field in MAY_BE_EMPTY else [])})
    ]


def _name_sources(rows: Mapping[str, type_of_row], titles: Any) -> None:
    """Put the title of a source in place of the name of its file."""
    if isinstance(titles, dict):
        for row in rows.values():
            row["source"] = titles.get(row["source"], row["source"])


def _rows(
    file: ContentFile, key: str, convert: Callable[[dict[str, Any]], type_of_row], problems: list[Problem]
) -> dict[str, type_of_row]:
    records = list(file.records(key))
    counts = Counter(record["id"] for record in records)
    problems += [file.problem(slug, "stands more than once") for slug, count in counts.items() if count > 1]
    rows = {}
    for record in records:
        unknown = sorted(record.keys() - KNOWN_KEYS)
        try:
            if unknown:
                raise ValueError(f"has a field that is not known: {', '.join(unknown)}")
            rows[record["id"]] = convert(record)
        except (ValueError, KeyError, TypeError) as error:
            what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
            problems.append(file.problem(record["id"], what))
    return rows


def _merged(
    programme: type_of_row, line: type_of_row, file: ContentFile, problems: list[Problem]
) -> type_of_row:
    if digits(programme["phone"]) != digits(line["phone"]):
        what = f"number {line['phone']} differs from {programme['phone']} in programmes.json"
        problems.append(file.problem(line["slug"], what))
    return programme | {"source_notes": programme["source_notes"] | {"as_helpline": line["source_notes"]}}


def _amend(rows: dict[str, type_of_row], path: Path, problems: list[Problem]) -> None:
    if not path.exists():
        return
    file = ContentFile.read(path)
    for record in file.records("amendments"):
        slug, changes, why = record["id"], record.get("set"), record.get("why")
        if slug not in rows or not isinstance(changes, dict) or not why:
            problems.append(file.problem(slug, 'needs the id of a service, "set" and "why"'))
        elif unknown := sorted(changes.keys() - (rows[slug].keys() - {"slug", "source_notes"})):
            problems.append(file.problem(slug, f"sets a field that is not known: {', '.join(unknown)}"))
        elif wrong := sorted(f for f in changes if type(changes[f]) is not type(rows[slug][f])):
            problems.append(file.problem(slug, f"sets a wrong kind of value: {', '.join(wrong)}"))
        else:
            kept = {field: rows[slug][field] for field in changes}
            notes = rows[slug]["source_notes"] | {"amended": {"was": kept, "why": why}}
            rows[slug] = rows[slug] | changes | {"source_notes": notes}
