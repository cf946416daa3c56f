"""How each matter is found: what other parts know, in words for an administrator."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from helpline.keeping.backup_state import Kind, note_done, note_failed
from helpline.kernel.models import Lease
from helpline.staff.audit import record
from helpline.state import looking
from helpline.state.looking import LOOKS, look_at
from helpline.state.matters import MATTERS, State
from helpline.state.models import MailNote, RestoreTried

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


def said(code: str, now: datetime = NOON) -> tuple[State, str]:
    found = look_at(code, now=now)
    return found.state, found.says


def test_every_matter_is_looked_at_and_no_other() -> None:
    assert [matter.code for matter in MATTERS] == list(LOOKS)


def test_a_matter_that_stumbles_is_not_known_and_says_nothing_of_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(now: datetime) -> None:
        raise RuntimeError("secret")

    monkeypatch.setitem(LOOKS, "disk", stumbles)

    assert said("disk") == (State.UNKNOWN, "It could not be looked at. The log of the service says why.")


def test_timers() -> None:
    assert said("timers")[0] is State.NEEDS_A_PERSON
    Lease.objects.create(name="timers", holder="x", expires_at=NOON + timedelta(seconds=30))
    assert said("timers")[0] is State.WELL


def test_backups_and_that_one_was_tried(settings: Any) -> None:
    settings.HELPLINE_KEK = "memory"
    assert said("backups") == (State.NEEDS_A_PERSON, "There is none of the main database yet.")
    note_done(Kind.DATABASE, now=NOON - timedelta(hours=2))
    assert said("backups") == (
        State.WELL, "The last of the main database was made on 5 November, 10:00.",
    )  # fmt: skip
    note_failed(Kind.DATABASE, now=NOON, why="disk")
    assert said("backups")[1].endswith("10:00. The last try failed.")

    assert said("restore")[0] is State.NEEDS_A_PERSON
    RestoreTried.objects.create(on=date(2026, 5, 6), at=NOON)
    assert said("restore") == (State.WELL, "One was restored and proved on 6 May 2026.")
    assert said("restore", NOON + timedelta(days=1))[0] is State.NEEDS_A_PERSON


def test_keys() -> None:
    assert said("keys")[0] is State.UNKNOWN
    record(event="keys.rotated", by=None)
    now = datetime.now(UTC)
    assert said("keys", now)[0] is State.WELL
    assert said("keys", now + timedelta(days=401))[0] is State.NEEDS_A_PERSON


def certificate(folder: Path, ends: datetime) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, ends - timedelta(days=90), ends)
    path = folder / "chain.pem"
    path.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return str(path)


def test_the_certificate_from_the_file_that_is_named(settings: Any, tmp_path: Path) -> None:
    settings.HELPLINE_CERTIFICATE_FILE = certificate(tmp_path, datetime(2026, 12, 1, 9, 0, tzinfo=UTC))

    assert said("certificate") == (State.WELL, "It is good until 1 December 2026.")
    assert said("certificate", NOON + timedelta(days=13))[0] is State.NEEDS_A_PERSON
    ended = said("certificate", NOON + timedelta(days=60))
    assert ended == (State.NEEDS_A_PERSON, "It ended on 1 December 2026: browsers warn callers away.")

    settings.HELPLINE_CERTIFICATE_FILE = str(tmp_path / "absent.pem")
    assert said("certificate") == (State.UNKNOWN, "The named file cannot be read (FileNotFoundError).")
    (tmp_path / "absent.pem").write_text("no certificate")
    assert said("certificate") == (State.UNKNOWN, "What was read is no certificate.")


def test_without_a_file_our_own_address_alone_is_asked(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def asks(address: tuple[str, int], timeout: float) -> str:
        asked.append(address)
        raise TimeoutError

    monkeypatch.setattr("ssl.get_server_certificate", asks)
    settings.HELPLINE_ORIGINS = ["https://line.example"]
    assert said("certificate") == (State.UNKNOWN, "The service cannot ask its own address (TimeoutError).")
    settings.HELPLINE_ORIGINS = ["http://127.0.0.1:8000"]
    assert said("certificate") == (State.UNKNOWN, "This service has no https address of its own.")
    assert asked == [("line.example", 443)]


def test_mail(settings: Any) -> None:
    assert said("mail")[0] is State.UNKNOWN
    settings.HELPLINE_MAIL_FROM, settings.HELPLINE_ORIGINS = "a@b.example", ["https://line.example"]
    assert said("mail") == (State.UNKNOWN, "None was ever sent.")
    MailNote.objects.create(pk=1, tried_at=NOON, sent_at=NOON)
    assert said("mail") == (State.WELL, "The last one went on 5 November, 12:00.")
    MailNote.objects.update(why="SMTPRecipientsRefused")
    assert said("mail") == (
        State.NEEDS_A_PERSON,
        "The last try failed (SMTPRecipientsRefused). One went on 5 November, 12:00.",
    )


def test_a_version_that_was_put_there_since_the_start_needs_a_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert said("version")[0] is State.WELL
    (tmp_path / "CHANGELOG.md").write_text("## 9.0.0")
    monkeypatch.setattr(looking, "CHANGELOG", tmp_path / "CHANGELOG.md")
    assert said("version")[0] is State.NEEDS_A_PERSON


def test_each_matter_has_its_heading_in_the_handbook() -> None:
    page = Path(__file__).parents[2] / "docs" / "handbook" / "administrator" / "state-of-the-service.md"
    headings = {
        line[3:].strip() for line in page.read_text(encoding="utf-8").splitlines() if line[:3] == "## "
    }

    assert [matter.title for matter in MATTERS if matter.title not in headings] == []


def test_each_paper_for_whoever_runs_the_machine_is_there() -> None:
    root = Path(__file__).parents[2]

    assert [matter.paper for matter in MATTERS if not (root / matter.paper).is_file()] == []


def test_content_says_what_lacks() -> None:
    assert said("content") == (State.NEEDS_A_PERSON, "No script is in use.")
