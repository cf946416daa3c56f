"""What parsers are fed: right texts and objects, spoilt here and there, and what was never right."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.attacks import oddities

ROOT = Path(__file__).resolve().parent.parent.parent
ODD = [text for text in oddities.ODD if len(text) < 100]
PIECES = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "'",
    "\\",
    "\n",
    "  ",
    "- ",
    "&a",
    "*a",
    "!!x",
    "%",
    "#",
    "|",
    ">",
]
PIECES += ["0", "-1", "1e9", "true", "null", "9" * 30, ";", "\t", *ODD]


text = st.one_of(
    st.text(max_size=60), st.sampled_from(oddities.ODD), st.lists(st.sampled_from(PIECES)).map("".join)
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=8,
)
json_texts = st.one_of(
    json_values.map(json.dumps),
    text,
    st.sampled_from([raw for raw in oddities.RAW if isinstance(raw, str)]),
)


@st.composite
def spoilt_text(draw: st.DrawFn, seed: str) -> str:
    """A text that was right, with some pieces put in, taken out or said twice."""
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(seed)))
        end = min(len(seed), begin + draw(st.sampled_from([0, 0, 1, 5, 60])))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.just(seed[begin:end] * 2)))
        seed = seed[:begin] + piece + seed[end:]
    return seed


def spoilt_file(name: str, most: int = 6_000) -> st.SearchStrategy[str]:
    """The head of a content file, spoilt: as much as can be read many times."""
    held = (ROOT / name).read_text(encoding="utf-8")[:most]
    return st.one_of(spoilt_text(held.rsplit("\n", 1)[0] + "\n"), text, json_texts)


def spoilt_object(seed: dict[str, Any]) -> st.SearchStrategy[Any]:
    """An object that was right, with some of its fields of another kind."""
    return st.dictionaries(st.sampled_from(sorted(seed)), json_values, max_size=3).map(
        lambda new: {**seed, **new}
    )


START = {"consent": True, "about": "work", "need": "programme", "language": "en", "safe_now": True}
START |= {"area": "Leeds", "age_band": "18_25", "gender": "man", "interpreter": None, "consent_version": 1}
START |= {"first_message": "hello", "return_code": "abacus zoom purple plank", "rang_programme": "yes"}
PLACE = {"address_1": "1 Road", "city": "Leeds", "postal_code": "LS1 1AA"}
SERVICE = {
    "id": "6f0f5c3e-5b6e-4d0f-9c55-1b1f3b6a2f42",
    "name": "A programme",
    "status": "active",
    "url": "https://example.org",
    "description": "Words.",
    "phones": [{"number": "0113 496 0000", "type": "voice"}],
    "schedules": [{"byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00", "freq": "WEEKLY"}],
    "service_areas": [{"name": "Leeds"}],
    "languages": [{"name": "English"}],
    "organization": {"name": "A charity"},
    "attributes": [{"taxonomy_term": {"id": "6f0f5c3e-5b6e-4d0f-9c55-1b1f3b6a2f42"}}],
    "locations": [{"addresses": [PLACE]}],
    "minimum_age": 18,
}
TABLE = 'slug,name,areas,hours,phone\na,"A, B",Leeds; Wales,Mo-Fr 09:00-17:00,0113 496 0000\n'
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Day\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261229\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Time\r\nDTSTART;TZID=Europe/London:20261222T120000\r\nDURATION:PT2H\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
SCHEDULE = {
    "weekly": [{"weekday": 0, "start": "09:00", "end": "24:00"}],
    "exceptions": [{"date": "2026-12-24", "name": "x", "spans": []}],
    "bank_holidays": {"nation": "ENG", "mode": "closed", "spans": []},
    "last_intake_minutes": 30,
}
PROOF = {
    "algorithm": "SHA-256",
    "challenge": "a" * 64,
    "number": 1,
    "salt": "s?expires=1",
    "signature": "b" * 64,
}
MANIFEST = {
    "mark": "helpline database backup 1", "made_at": "2026-11-20T00:00:00+00:00", "engine": "sqlite",
    "schema": {"chat": "0001_initial"}, "file": "a.backup", "bytes": 1, "sha256": "0" * 64, "sealed_for": "a",
    "secrets": {"a": ["b", "c"]}, "public_key": "a", "signature": "a",
}  # fmt: skip
BACKUP = {"mark": "helpline key backup 1", "made_at": "2026-11-20T00:00:00+00:00", "kek": "a", "sealed": ""}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>a{fill:url(#g)}</style><a href="#g">'
    '<rect id="g" width="3" height="3" style="fill:teal"/></a><use href="#g"/></svg>'
)
# How a picture of pixels begins, up to what is said of its size.
PIXELS = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x20\x00\x00\x00\x20\x08\x02\x00\x00\x00"
