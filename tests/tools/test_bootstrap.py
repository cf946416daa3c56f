"""The first step of every command: refuses in one line, installs once."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The module, with a house of its own that holds one lock file."""
    spec = importlib.util.spec_from_file_location("bootstrap_tested", ROOT / "tools" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "VENV_PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    (tmp_path / "requirements.lock").write_text("one==1\n")
    return module


def test_an_old_python_says_so_in_one_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setattr(bootstrap, "works", lambda command: False)

    with pytest.raises(SystemExit) as end:
        bootstrap.use_new_enough_python()

    assert end.value.code == 2
    assert capsys.readouterr().err == "Helpline needs Python 3.11 or newer; this is 3.9.\n"


def test_an_old_python_hands_over_to_a_newer_one(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setattr(sys, "argv", ["tools/bootstrap.py", "requirements.lock", "manage.py"])
    monkeypatch.setattr(bootstrap, "works", lambda command: command[0] != "python3.13")
    monkeypatch.setattr(bootstrap.os, "execvp", lambda name, command: became.append(command))
    monkeypatch.setattr(bootstrap, "refuse", lambda line: None)

    bootstrap.use_new_enough_python()

    assert became[0] == ["python3.12", "tools/bootstrap.py", "requirements.lock", "manage.py"]


@pytest.mark.parametrize("name", ["python2.7", "python3.6", "python3.9"])
def test_old_pythons_can_read_it(name: str, tmp_path: Path) -> None:
    python = shutil.which(name)
    if python is None or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"no {name} here")
    (tmp_path / "bin").mkdir()
    path_without_newer = str(tmp_path / "bin")

    real = subprocess.check_output([python, "-c", "import sys; print(sys.executable)"], text=True).strip()
    done = subprocess.run(
        [real, ROOT / "tools" / "bootstrap.py", "requirements.lock", "manage.py"],
        env={"PATH": path_without_newer},
        capture_output=True,
        text=True,
        check=False,
    )

    version = name.removeprefix("python")
    assert done.stderr == f"Helpline needs Python 3.11 or newer; this is {version}.\n"
    assert done.returncode == 2


def test_a_missing_venv_module_names_the_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(SystemExit) as end:
        bootstrap.make_venv()

    assert end.value.code == 2
    assert capsys.readouterr().err == (
        "Python's venv module is missing; install it with: apt-get install python3-venv\n"
    )


def test_a_folder_that_cannot_be_written_is_named(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / "file" / ".venv"))

    with pytest.raises(SystemExit) as end:
        bootstrap.make_venv()

    assert end.value.code == 2
    assert capsys.readouterr().err == f"Cannot make {tmp_path}/file/.venv: Not a directory.\n"


def test_a_lock_file_is_installed_once_and_again_when_it_changes(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(bootstrap.subprocess, "call", lambda command, cwd: calls.append(command) or 0)
    (tmp_path / ".venv").mkdir()

    bootstrap.install("requirements.lock")
    bootstrap.install("requirements.lock")
    assert len(calls) == 1
    assert calls[0][-5:] == ["--require-hashes", "--only-binary", ":all:", "-r", "requirements.lock"]

    (tmp_path / "requirements.lock").write_text("one==2\n")
    bootstrap.install("requirements.lock")
    assert len(calls) == 2


def test_a_failed_installation_is_tried_again_next_time(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    statuses = iter([1, 0])
    monkeypatch.setattr(bootstrap.subprocess, "call", lambda command, cwd: next(statuses))
    (tmp_path / ".venv").mkdir()

    with pytest.raises(SystemExit) as end:
        bootstrap.install("requirements.lock")
    bootstrap.install("requirements.lock")

    assert end.value.code == 2
    assert next(statuses, "used up") == "used up"
