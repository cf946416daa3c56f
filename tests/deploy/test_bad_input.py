"""A start that cannot be whole is none: one line for each reason, status 2, and no port that is open."""

import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from helpline.environment import EnvironmentMistake, number, redis_address, secret
from helpline.setting_names import unknown_settings
from helpline.start_refusals import told_in_one_line
from tests.servers import answers, free_port
from tests.tools.test_serving_in_earnest import manage

pytestmark = pytest.mark.once

NOBODY = "127.0.0.1:1"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sound(tmp_path: Path, port: int) -> dict[str, str]:
    """Settings of a service that may start, but for its databases: nobody has made their tables."""
    keys = tmp_path / "keys"
    for folder in (tmp_path, keys):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    (keys / "key_encryption_key").write_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    return {
        "HELPLINE_HOSTS": "chat.example.org",
        "HELPLINE_ORIGINS": "https://chat.example.org",
        "HELPLINE_TRUSTED_PROXIES": "1",
        "HELPLINE_PORT": str(port),
        "HELPLINE_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    }


def refused(folder: Path, sound: dict[str, str], command: str = "serve", **settings: str) -> list[str]:
    """Start, see that it ends with 2 and listens nowhere, and return its lines."""
    status, lines = manage(folder, command, **sound | settings)
    assert status == 2
    assert not answers(int(sound["HELPLINE_PORT"]))
    return lines


def test_a_level_of_logs_that_is_none(tmp_path: Path, sound: dict[str, str]) -> None:
    (line,) = refused(tmp_path, sound, HELPLINE_LOG_LEVEL="loud")

    assert line == ("HELPLINE_LOG_LEVEL must be one of WARNING, DEBUG, INFO, ERROR, CRITICAL, not 'loud'")


def test_a_name_that_is_none_and_a_missing_secret(tmp_path: Path, sound: dict[str, str]) -> None:
    del sound["HELPLINE_SECRET_KEY"]
    lines = refused(tmp_path, sound, HELPLINE_RETENTION_HOUR="24")

    assert lines == [
        "The secret key is missing: set HELPLINE_SECRET_KEY_FILE, or run `manage.py make_keys`.",
        "HELPLINE_RETENTION_HOUR is no setting of this version. HELPLINE_RETENTION_HOURS is: was it meant? "
        "All are in deploy/env.example.",
    ]


def test_a_newer_schema_and_redis_away(tmp_path: Path, sound: dict[str, str]) -> None:
    for file in (tmp_path / "helpline.sqlite3", tmp_path / "keys/keys.sqlite3"):
        newer(file)

    lines = refused(tmp_path, sound, HELPLINE_REDIS_URL=f"redis://{NOBODY}/0")

    ahead = (
        "is newer than this program: it has chat.9999_of_tomorrow. Start the version it was last used with, "
        "or bring back a backup from before it."
    )
    assert lines[:2] == [f"The database 'default' {ahead}", f"The database 'keys' {ahead}"]
    (redis,) = lines[2:]
    assert redis.startswith("Redis cannot be reached: ")
    assert redis.endswith("Start it, or set HELPLINE_REDIS_URL to where it is.")


def newer(file: Path) -> None:
    """Make a database that a later version has worked with."""
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)"
        )
        row = ("chat", "9999_of_tomorrow", "2027-01-01")
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
    database.close()


def test_the_timers_with_postgresql_away(tmp_path: Path, sound: dict[str, str]) -> None:
    where = {name: f"postgresql://someone:hidden@{NOBODY}/{name}" for name in ("words", "keys")}
    lines = refused(
        tmp_path,
        sound,
        "run_timers",
        HELPLINE_DATABASE_URL=where["words"],
        HELPLINE_KEYS_DATABASE_URL=where["keys"],
    )

    assert len(lines) == 2
    assert all("cannot be reached: " in line and "refused" in line.lower() for line in lines)
    assert [line.split("set ")[-1] for line in lines] == [
        "HELPLINE_DATABASE_URL to where it is.",
        "HELPLINE_KEYS_DATABASE_URL to where it is.",
    ]
    assert "hidden" not in "".join(lines)


def test_what_stops_any_other_command_is_one_line_as_well() -> None:
    away = OperationalError("connection failed\nIs the server running?")

    assert told_in_one_line(away) == (
        "connection failed. `manage.py doctor` says what is wrong and how to mend it."
    )
    assert told_in_one_line(ValueError("a mistake of ours")) is None


def test_files_of_secrets_that_are_not_there_or_are_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_X_FILE", str(tmp_path / "nowhere"))
    assert mistake(lambda: secret("HELPLINE_X")) == (
        f"HELPLINE_X_FILE: {tmp_path / 'nowhere'} cannot be read (No such file or directory)"
    )
    monkeypatch.setenv("HELPLINE_X_FILE", str(tmp_path))
    assert "cannot be read (Is a directory)" in mistake(lambda: secret("HELPLINE_X"))
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("HELPLINE_X_FILE", str(tmp_path / "key"))
    assert mistake(lambda: secret("HELPLINE_X")) == "HELPLINE_X_FILE must be a file of text"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("many", "must be a whole number, not 'many'"),
        ("", "must be a whole number, not ''"),
        ("-1", "must be a whole number from 1 to 65535, not -1"),
        ("65536", "must be a whole number from 1 to 65535, not 65536"),
    ],
)
def test_numbers_out_of_bounds(monkeypatch: pytest.MonkeyPatch, value: str, said: str) -> None:
    monkeypatch.setenv("HELPLINE_X", value)

    assert mistake(lambda: number("HELPLINE_X", 5, least=1, most=65_535)) == f"HELPLINE_X {said}"


def test_an_address_that_is_no_redis_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_X", "http://:hidden@redis/0")

    assert mistake(lambda: redis_address("HELPLINE_X")) == (
        "HELPLINE_X must begin with redis://, rediss://, unix:// or sentinel://"
    )


def test_names_of_the_files_beside_us_are_let_pass() -> None:
    beside = {"HELPLINE_HOST": "x", "HELPLINE_TLS_PORT": "443", "HELPLINE_BACKUP_RECIPIENT": "x", "PATH": "x"}

    assert unknown_settings(beside) == []
    assert unknown_settings(beside | {"HELPLINE_COLOUR": "secret"}) == [
        "HELPLINE_COLOUR is no setting of this version. Take it out. All are in deploy/env.example."
    ]


def mistake(call: object) -> str:
    """Return the line of the EnvironmentMistake that a call raises."""
    assert callable(call)
    with pytest.raises(EnvironmentMistake) as raised:
        call()
    assert raised.value.code == 2
    return raised.value.line
