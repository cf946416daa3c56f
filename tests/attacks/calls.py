"""How a parser is called where it takes more than what others wrote."""

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from chat.reviewing import read_sent
from chat.views.replies import json_body
from chat.words import clean_body
from helpline import environment
from helpline.face.pictures.reading import read_picture
from helpline.hours.calendar_reading import Meaning, read_calendar
from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.keeping.backups import read_backup
from helpline.keeping.management.private_key import read_private_key
from helpline.keeping.manifests import MANIFEST, read_manifest
from helpline.kernel.errors import HelplineError
from helpline.kernel.kek_sources import Kind, Source, ring_from
from helpline.kernel.marks import ProcessMarks
from helpline.kernel.networks import address_of_scope
from helpline.kernel.proof import spend
from helpline.kernel.signing import is_signed
from helpline.kernel.throttle import network_of
from helpline.kernel.yaml_tree import read_tree, write_tree
from helpline.public_texts.kinds import Kind as TextKind
from helpline.public_texts.shape import read_words
from helpline.quality.rubric import Rubric
from helpline.quality.rubric_file import parse_rubric
from scripts.collusion import Checker
from scripts.collusion_file import parse_collusion
from scripts.cuebook import parse_cues
from scripts.cues import Lexicon
from tests.attacks.food import SCHEDULE
from triage.content_file import ContentFile

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def lexicon() -> Lexicon:
    from scripts.learned.model import shipped

    book = parse_cues((ROOT / "scripts/content/cues.yaml").read_text(encoding="utf-8"), source="cues")
    return Lexicon.from_book(book, model=shipped())


@cache
def checker() -> Checker:
    held = (ROOT / "scripts/content/collusion.yaml").read_text(encoding="utf-8")
    return Checker(parse_collusion(held, source="collusion"))


def calendar(held: str) -> object:
    schedule = schedule_from_json(SCHEDULE)
    return [
        refused(
            lambda means=means: read_calendar(  # type: ignore[misc]
                held, means=means, schedule=schedule, bank_holidays={}, today=date(2026, 12, 21)
            )
        )
        for means in Meaning
    ]


def frame_of_words(words: str) -> object:
    return clean_body(words)


def body(body: bytes) -> object:
    return json_body(cast(Any, SimpleNamespace(headers={}, body=body)))


@cache
def rubric() -> Rubric:
    held = (ROOT / "helpline/quality/content/rubric.yaml").read_text(encoding="utf-8")
    return parse_rubric(held, source="rubric")


def review(body: Any) -> object:
    return read_sent(body, rubric=rubric(), last_seq=9)


def logo(content: str | bytes) -> object:
    return read_picture(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))


def length(length: str) -> object:
    return json_body(cast(Any, SimpleNamespace(headers={"Content-Length": length}, body=b"{}")))


def scope(header: bytes) -> object:
    said = address_of_scope({"headers": [(b"x-forwarded-for", header)], "client": ["127.0.0.1", 1]})
    return network_of(said)


def schedule(stored: Any) -> object:
    read = schedule_from_json(stored)
    assert schedule_from_json(schedule_to_json(read)) == read
    return read


def tree(held: str) -> object:
    tree = read_tree(held, source="t")
    assert read_tree(write_tree(tree), source="t") == tree
    return tree


def kek(written: str) -> object:
    return ring_from(Source(Kind.ENVIRONMENT, written))


def backup(content: bytes) -> object:
    return _in_a_file(content, lambda path: read_backup(path, now=datetime(2026, 11, 20, tzinfo=UTC)))


def manifest(content: bytes) -> object:
    return _in_a_file(content, read_manifest)


def private_key(content: bytes) -> object:
    return _in_a_file(content, read_private_key)


def _in_a_file(content: bytes, read: Callable[[Path], object]) -> object:
    with tempfile.NamedTemporaryFile(suffix=MANIFEST) as file:
        file.write(content)
        file.flush()
        return read(Path(file.name))


def signature(text: str) -> object:
    fits = is_signed("attack", {"a": 1}, text, public=text)
    assert not fits
    return fits


def setting(read: Callable[[], object]) -> Callable[[str], object]:
    def reading(value: str) -> object:
        # No environment holds a null or half a character.
        kept = value.replace("\x00", "").encode("utf-8", "ignore").decode()
        with mock.patch.dict("os.environ", {"A_SETTING": kept}):
            return read()

    return reading


def secret_file(content: bytes) -> object:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        with mock.patch.dict("os.environ", {"A_SETTING_FILE": file.name}):
            return environment.secret("A_SETTING")


def content_file(content: bytes) -> object:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return ContentFile.read(Path(file.name))


def proof(held: Any) -> object:
    import base64

    coded = base64.b64encode(json.dumps(held).encode()).decode() if isinstance(held, dict) else held
    return spend(coded, marks=ProcessMarks())


def words_of_a_caller(words: str) -> object:
    return lexicon().find_all(words), lexicon().find_markers(words), lexicon().hangs(words)


def refused(read: Callable[[], object]) -> object:
    try:
        return read()
    except HelplineError as refusal:
        return refusal.code


def checked_link(link: str, words: str) -> bool:
    assert link in words
    assert link.startswith(("https://example.org", "https://www.example.org"))
    return True


def words_of_texts(values: dict[str, str]) -> object:
    return [read_words(kind, values) for kind in TextKind]
