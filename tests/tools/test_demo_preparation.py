"""What the demo checks and makes before Django starts."""

import os
import socket
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline import demo
from helpline.environment import EnvironmentMistake
from helpline.keyfiles import make_keys


@pytest.fixture(autouse=True)
def _restored_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"HELPLINE_DATA_DIR": str(tmp_path / "data"), "HELPLINE_PORT": str(port)}


def line_of_refusal(environ: dict[str, str]) -> str:
    with pytest.raises(EnvironmentMistake) as refusal:
        demo.prepare(environ)
    assert refusal.value.code == 2
    assert "\n" not in refusal.value.line
    return refusal.value.line


def test_folders_and_keys_are_their_owners_alone(environ: dict[str, str], tmp_path: Path) -> None:
    demo.prepare(environ)

    modes = {
        path.relative_to(tmp_path).as_posix(): oct(path.stat().st_mode & 0o777)
        for path in (tmp_path / "data").rglob("*")
    }
    assert modes == {
        "data/keys": "0o700",
        "data/keys/secret_key": "0o600",
        "data/keys/key_encryption_key": "0o600",
        "data/this-is-a-demo": "0o600",
    }
    assert oct((tmp_path / "data").stat().st_mode & 0o777) == "0o700"
    assert environ["HELPLINE_MODE"] == "demo"


def test_keys_are_long_enough_and_never_overwritten(environ: dict[str, str], tmp_path: Path) -> None:
    demo.prepare(environ)
    keys = tmp_path / "data" / "keys"
    before = {path.name: path.read_text() for path in keys.iterdir()}

    demo.prepare(environ)

    assert {path.name: path.read_text() for path in keys.iterdir()} == before
    assert len(b64decode(before["key_encryption_key"])) == 32
    assert len(before["secret_key"].strip()) == 86


def test_a_key_file_that_others_may_read_is_closed_and_an_empty_one_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("kept\n")
    (tmp_path / "secret_key").chmod(0o644)
    (tmp_path / "key_encryption_key").touch()

    made = make_keys(tmp_path)

    assert made == [tmp_path / "key_encryption_key"]
    assert (tmp_path / "secret_key").read_text() == "kept\n"
    assert oct((tmp_path / "secret_key").stat().st_mode & 0o777) == "0o600"


def test_a_new_folder_around_the_keys_is_closed_too_and_an_old_one_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir(mode=0o755)

    make_keys(tmp_path / "new" / "keys")
    make_keys(tmp_path / "old" / "keys")

    assert oct((tmp_path / "new").stat().st_mode & 0o777) == "0o700"
    assert oct((tmp_path / "old").stat().st_mode & 0o777) == "0o755"


@pytest.mark.parametrize("port", ["abc", "0", "-1", "65536", "8000.5", "٨٠٠٠", "9" * 400])
def test_a_port_that_is_none_is_refused(environ: dict[str, str], port: str) -> None:
    environ["HELPLINE_PORT"] = port

    assert line_of_refusal(environ) == f"HELPLINE_PORT must be a number from 1 to 65535, not {port!r}."


def test_a_taken_port_is_refused_before_anything_is_made(environ: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", int(environ["HELPLINE_PORT"]))):
        line = line_of_refusal(environ)

    assert line == f"Port {environ['HELPLINE_PORT']} is taken; set HELPLINE_PORT to another."
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("where", ["file/data", "/proc/helpline"])
def test_a_folder_that_cannot_be_written_is_refused(
    environ: dict[str, str], tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").touch()
    environ["HELPLINE_DATA_DIR"] = str(tmp_path / where)

    line = line_of_refusal(environ)

    assert line.startswith(f"Cannot write to the data folder {tmp_path / where} (")
    assert line.endswith("; set HELPLINE_DATA_DIR to a folder you may write to.")
