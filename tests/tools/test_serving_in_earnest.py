"""`manage.py serve`: refuses with one line for each reason, then serves."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# The settings of the tests themselves must not reach the process that is tested.
OURS = ("HELPLINE_", "DJANGO_")


def manage(data: Path, *arguments: str, **settings: str) -> tuple[int, list[str]]:
    """Run one command in service mode; return its status and the lines of its errors."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=outside | {"HELPLINE_DATA_DIR": str(data)} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr.splitlines()


def test_without_settings_each_reason_is_one_line(tmp_path: Path) -> None:
    status, lines = manage(tmp_path / "data", "serve")

    assert status == 2
    assert [line.split()[0] for line in lines] == [
        "The", "The", "HELPLINE_HOSTS", "HELPLINE_ORIGINS", "HELPLINE_TRUSTED_PROXIES",
    ]  # fmt: skip


def test_databases_that_are_behind_are_named_with_the_command(tmp_path: Path) -> None:
    data = tmp_path / "data"
    settings = {
        "HELPLINE_HOSTS": "chat.example.org",
        "HELPLINE_ORIGINS": "https://chat.example.org",
        "HELPLINE_TRUSTED_PROXIES": "1",
    }
    assert manage(data, "make_keys") == (0, [])

    status, lines = manage(data, "serve", **settings)

    assert status == 2
    assert lines == [
        "The database 'default' is behind: run `manage.py migrate --database default`.",
        "The database 'keys' is behind: run `manage.py migrate --database keys`.",
    ]


def test_the_demo_is_not_served_in_earnest(tmp_path: Path) -> None:
    status, lines = manage(tmp_path / "data", "serve", HELPLINE_MODE="demo")

    assert status == 2
    assert lines == ["CommandError: `serve` is for HELPLINE_MODE=service; the demo is `make run`."]


def test_a_mistake_in_the_environment_is_one_line(tmp_path: Path) -> None:
    status, lines = manage(tmp_path / "data", "serve", HELPLINE_MODE="production")

    assert status == 2
    assert len(lines) == 1
    assert lines[0].startswith("HELPLINE_MODE must be one of service, demo")
