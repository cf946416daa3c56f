"""A service with an open edge does not start; with a safe one, Django's own deployment checks pass too."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours

from helpline.edge_checks import refuse_an_unsafe_edge
from helpline.kernel import keyring
from tests.kernel.key_sources import key_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def safe(settings: Any, tmp_path: Path) -> Any:
    """Settings of a service whose edge may be served."""
    keys = tmp_path / "keys"
    for folder in (tmp_path, keys):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    wanted: dict[str, Any] = {
        "HELPLINE_MODE": "service",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "HELPLINE_KEK": b64encode(bytes(range(32))).decode(),
        "ALLOWED_HOSTS": ["chat.example.org"],
        "HELPLINE_ORIGINS": ["https://chat.example.org"],
        "HELPLINE_FRAME_ANCESTORS": ["https://www.example.org"],
        "HELPLINE_TIMERS": "thread",
        "HELPLINE_DATA_DIR": tmp_path,
        "HELPLINE_KEYS_DIR": keys,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-staff",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 63_072_000,
    }
    for name, value in wanted.items():
        setattr(settings, name, value)
    return settings


def codes() -> list[str | None]:
    return [problem.id for problem in refuse_an_unsafe_edge()]


def test_a_safe_edge_is_served(safe: Any) -> None:
    assert codes() == []
    safe.HELPLINE_TIMERS = "elsewhere"
    assert codes() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "only for tests", "helpline.E201"),
        ("SECRET_KEY", "django-insecure-" + "x" * 50, "helpline.E201"),
        ("HELPLINE_KEK", b64encode(b"t" * 32).decode(), "helpline.E201"),
        ("HELPLINE_KEK", b64encode(bytes(32)).decode(), "helpline.E201"),
        ("SESSION_COOKIE_SECURE", False, "helpline.E202"),
        ("CSRF_COOKIE_SECURE", False, "helpline.E202"),
        ("SESSION_COOKIE_HTTPONLY", False, "helpline.E202"),
        ("SESSION_COOKIE_NAME", "staff", "helpline.E202"),
        ("CSRF_COOKIE_SAMESITE", "Lax", "helpline.E202"),
        ("SESSION_COOKIE_DOMAIN", "example.org", "helpline.E202"),
        ("SESSION_COOKIE_PATH", "/console/", "helpline.E202"),
        ("SECURE_SSL_REDIRECT", False, "helpline.E203"),
        ("SECURE_HSTS_SECONDS", 3_600, "helpline.E203"),
        ("HELPLINE_ORIGINS", ["https://www.example.org"], "helpline.E204"),
        ("HELPLINE_ORIGINS", ["https://*.example.org"], "helpline.E204"),
        ("HELPLINE_FRAME_ANCESTORS", ["https://*.example.org"], "helpline.E205"),
        ("HELPLINE_FRAME_ANCESTORS", ["http://www.example.org"], "helpline.E205"),
        ("HELPLINE_FRAME_ANCESTORS", ["https://www.example.org/page"], "helpline.E205"),
        ("HELPLINE_FRAME_ANCESTORS", ["*"], "helpline.E205"),
        ("HELPLINE_TIMERS", "off", "helpline.E206"),
    ],
)
def test_each_opening_is_refused(safe: Any, name: str, value: Any, expected: str) -> None:
    setattr(safe, name, value)

    assert codes() == [expected]


def test_the_keys_of_these_tests_are_known_ones(safe: Any) -> None:
    safe.SECRET_KEY, safe.HELPLINE_KEK = "only for tests", os.environ["HELPLINE_KEK"]

    assert codes() == ["helpline.E201"] * 2


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o755])
def test_folders_that_others_may_read_are_refused(safe: Any, tmp_path: Path, mode: int) -> None:
    (tmp_path / "keys").chmod(mode)
    try:
        assert codes() == ["helpline.E207"]
    finally:
        (tmp_path / "keys").chmod(0o700)


def test_the_demo_may_be_open(safe: Any) -> None:
    safe.HELPLINE_MODE, safe.HELPLINE_TIMERS, safe.SECRET_KEY = "demo", "off", "only for tests"

    assert codes() == []


def test_djangos_deployment_checks_pass_with_every_warning_a_failure(tmp_path: Path) -> None:
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("HELPLINE_", "DJANGO_"))
    }
    service = {
        "HELPLINE_DATA_DIR": str(tmp_path / "data"),
        "HELPLINE_HOSTS": "chat.example.org",
        "HELPLINE_ORIGINS": "https://chat.example.org",
        "HELPLINE_TRUSTED_PROXIES": "1",
        "HELPLINE_CONTROLLER": "Example Charity, 1 High Street, Leeds",
        "HELPLINE_SECURITY_CONTACT": "mailto:security@example.org",
    }

    def manage(*arguments: str, **more: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=outside | service | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    assert manage("make_keys")[0] == 0
    status, said = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (status, "WARNINGS" in said, "ERRORS" in said) == (0, False, False), said
    # It would notice: one thing is open.
    status, said = manage("check", "--deploy", "--fail-level", "WARNING", HELPLINE_DEBUG="1")
    assert status == 1
    assert "security.W018" in said


def test_what_is_silenced_is_little_and_has_its_reason_beside_it() -> None:
    text = (ROOT / "helpline" / "settings.py").read_text()
    listed = text.split("SILENCED_SYSTEM_CHECKS = [")[1].split("]")[0]

    assert ours.SILENCED_SYSTEM_CHECKS == ["security.W002", "security.W021"]
    assert listed.count("    # ") >= len(ours.SILENCED_SYSTEM_CHECKS)


def test_a_known_key_is_found_in_a_file_too(safe: Any, tmp_path: Path) -> None:
    path = key_file(safe, tmp_path / "kek", b64encode(os.urandom(32)).decode(), b64encode(b"k" * 32).decode())
    assert codes() == ["helpline.E201"]

    path.write_text(path.read_text().splitlines()[0])
    keyring.forget_ring()
    assert codes() == []
