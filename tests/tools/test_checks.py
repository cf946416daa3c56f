"""An unsafe service does not start; each reason is one line."""

from base64 import b64encode
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from helpline.checks import refuse_unsafe_start
from helpline.demo import MARKER
from helpline.kernel.keystore import create_key

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture
def safe(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings of a service that may start."""
    monkeypatch.delenv("HELPLINE_PROCESSES", raising=False)
    monkeypatch.setenv("HELPLINE_TRUSTED_PROXIES", "1")
    settings.HELPLINE_MODE = "service"
    settings.SECRET_KEY = KEY
    settings.HELPLINE_KEK = b64encode(b"k" * 32).decode()
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["chat.example.org"]
    settings.HELPLINE_ORIGINS = ["https://chat.example.org"]
    settings.HELPLINE_RETENTION_HOURS = 72
    settings.HELPLINE_DATA_DIR = tmp_path
    settings.HELPLINE_REDIS_URL = ""
    settings.HELPLINE_PROOF = "on"
    settings.HELPLINE_PROOF_NUMBER = 5_000
    settings.HELPLINE_CONTROLLER = "A charity, registered with the ICO"
    settings.HELPLINE_SECURITY_CONTACT = "mailto:security@example.org"
    return settings


def reasons() -> list[tuple[str | None, str]]:
    return [(problem.id, str(problem.msg)) for problem in refuse_unsafe_start()]


def test_a_safe_service_may_start(safe: Any) -> None:
    assert reasons() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "short", "helpline.E001"),
        ("SECRET_KEY", "a" * 80, "helpline.E001"),
        ("HELPLINE_KEK", "", "helpline.E002"),
        ("HELPLINE_KEK", b64encode(b"k" * 31).decode(), "helpline.E002"),
        ("DEBUG", True, "helpline.E003"),
        ("ALLOWED_HOSTS", [], "helpline.E004"),
        ("ALLOWED_HOSTS", ["chat.example.org", "*"], "helpline.E004"),
        ("HELPLINE_ORIGINS", [], "helpline.E005"),
        ("HELPLINE_ORIGINS", ["http://chat.example.org"], "helpline.E005"),
        ("HELPLINE_RETENTION_HOURS", 73, "helpline.E006"),
        ("HELPLINE_RETENTION_HOURS", 168, "helpline.E006"),
        ("HELPLINE_RETENTION_HOURS", 169, "helpline.E006"),
        ("HELPLINE_RETENTION_HOURS", -1, "helpline.E006"),
    ],
)
def test_each_unsafe_setting_is_refused(safe: Any, name: str, value: Any, expected: str) -> None:
    setattr(safe, name, value)

    assert [code for code, _ in reasons()] == [expected]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HELPLINE_PROOF", "off", "HELPLINE_PROOF=off"),
        ("HELPLINE_PROOF_NUMBER", 999, "between 1000 and 10000"),
        ("HELPLINE_PROOF_NUMBER", 10_001, "between 1000 and 10000"),
    ],
)
def test_a_weak_or_heavy_proof_of_work_is_a_warning_and_no_refusal(
    safe: Any, name: str, value: Any, words: str
) -> None:
    setattr(safe, name, value)

    (problem,) = refuse_unsafe_start()
    assert problem.id == "helpline.W001"
    assert words in str(problem.msg)
    assert not problem.is_serious()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HELPLINE_CONTROLLER", "", "UK GDPR, Art 13"),
        ("HELPLINE_SECURITY_CONTACT", "", "there is no /.well-known/security.txt"),
        ("HELPLINE_SECURITY_CONTACT", "security@example.org", "begins with mailto:, https://, tel:"),
    ],
)
def test_what_the_public_is_not_told_is_a_warning(safe: Any, name: str, value: Any, words: str) -> None:
    setattr(safe, name, value)

    (problem,) = refuse_unsafe_start()
    assert (problem.id, problem.is_serious()) == ("helpline.W003", False)
    assert words in str(problem.msg)


def test_demo_data_never_becomes_a_service(safe: Any, tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()

    assert reasons() == [("helpline.E007", f"{tmp_path} holds a demo; demo data never becomes a service.")]


def test_several_processes_need_redis_and_postgresql(safe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_PROCESSES", "2")
    monkeypatch.setattr("helpline.checks._engine", lambda database: "django.db.backends.sqlite3")

    assert reasons() == [
        ("helpline.E008", "2 processes cannot hear each other without HELPLINE_REDIS_URL."),
        (
            "helpline.E008",
            "2 processes need PostgreSQL: set HELPLINE_DATABASE_URL and HELPLINE_KEYS_DATABASE_URL.",
        ),
    ]


def test_a_key_in_memory_is_for_one_process_and_is_said_loudly(
    safe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe.HELPLINE_KEK = "memory"
    safe.HELPLINE_TIMERS = "thread"
    ((code, words),) = reasons()
    assert (code, "destroys the words of all contacts" in words) == ("helpline.W002", True)

    monkeypatch.setenv("HELPLINE_PROCESSES", "2")
    safe.HELPLINE_REDIS_URL = "redis://127.0.0.1"
    safe.HELPLINE_TIMERS = "process"
    monkeypatch.setattr("helpline.checks._engine", lambda database: "django.db.backends.postgresql")
    assert [code for code, _ in reasons()] == ["helpline.E011", "helpline.E011", "helpline.W002"]


def test_the_demo_may_start_with_anything(safe: Any) -> None:
    safe.HELPLINE_MODE = "demo"
    safe.SECRET_KEY = "short"
    safe.ALLOWED_HOSTS = []

    assert reasons() == []


def test_how_many_proxies_stand_in_front_must_be_said(safe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HELPLINE_TRUSTED_PROXIES")

    assert [code for code, _ in reasons()] == ["helpline.E010"]


def test_what_is_unwise_is_said_and_the_service_starts(safe: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    safe.HELPLINE_PROOF = "off"
    served: list[int] = []
    # Those of the edge have tests of their own (test_edge_checks.py), and these settings are not theirs.
    monkeypatch.setattr("helpline.start_refusals.checks.run_checks", refuse_unsafe_start)
    monkeypatch.setattr("helpline.management.commands.serve.not_ready", list)
    monkeypatch.setattr("helpline.management.commands.serve.unfit_keys", list)
    monkeypatch.setattr("helpline.management.commands.serve.unusable_port", lambda host, port: [])
    # It asks the database who is admin (tests/service/test_first_admin.py).
    monkeypatch.setattr("helpline.management.commands.serve.lines_of_first_link", lambda on_a_screen: [])
    monkeypatch.setattr("helpline.management.commands.serve.serve", lambda **how: served.append(how["port"]))
    # Of this process, which has more tests to run.
    monkeypatch.setattr("os.umask", lambda mask: mask)
    said = StringIO()

    call_command("serve", stderr=said)

    assert served == [safe.HELPLINE_PORT]
    assert said.getvalue() == (
        "Warning: HELPLINE_PROOF=off: only the limits per network stand between a flooding script "
        "and the queue.\n"
    )


@pytest.mark.django_db(databases=["default", "keys"])
def test_with_a_wrong_key_neither_the_service_nor_its_timers_start(
    safe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_key(contact=uuid4())
    safe.HELPLINE_KEK = b64encode(b"w" * 32).decode()
    monkeypatch.setattr("helpline.start_refusals.checks.run_checks", list)
    for command in ("serve", "run_timers"):
        monkeypatch.setattr(f"helpline.management.commands.{command}.not_ready", list)
    started: list[object] = []
    monkeypatch.setattr("helpline.management.commands.serve.serve", lambda **how: started.append(how))
    monkeypatch.setattr(
        "helpline.management.commands.run_timers.run_forever", lambda **how: started.append(how)
    )

    for command in ("serve", "run_timers"):
        said = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command(command, stdout=StringIO(), stderr=said)
        assert end.value.code == 2
        (line,) = said.getvalue().splitlines()
        assert line.startswith("Wrong key-encryption key: the key store wants the key ")
    assert started == []
