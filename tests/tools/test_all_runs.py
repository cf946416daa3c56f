"""Several runs of pytest beside one another: each line has its name, and a stop is a clean one."""

import threading
import time
from pathlib import Path

import pytest

from tools import test_all
from tools.test_all import Runs

FINE = "def test_fine():\n    pass\n"
WRONG = "def test_wrong():\n    assert 1 == 2\n"
# Says that it is there, then waits to be stopped; a test would stop its server where "cleaned" is written.
WAITING = """
import pathlib, time
import pytest

HERE = pathlib.Path(__file__).parent

@pytest.fixture
def server():
    yield
    (HERE / "cleaned").touch()

def test_waits(server):
    (HERE / "there").touch()
    time.sleep(60)
"""


def planted(folder: Path, text: str) -> list[str]:
    file = folder / "test_planted.py"
    file.write_text(text)
    return [str(file), f"--rootdir={folder}", "-c", "/dev/null", "-p", "no:django"]


@pytest.mark.parametrize(("text", "status", "said"), [(FINE, 0, "1 passed"), (WRONG, 1, "assert 1 == 2")])
def test_each_line_has_the_name_of_its_run(
    text: str, status: int, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert Runs().pytest("pages", planted(tmp_path, text), {}) == status

    lines = capfd.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("pages| ")] == []
    assert any(said in line for line in lines)


def test_what_a_run_compiles_is_there_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert Runs().pytest("pages", planted(tmp_path, FINE), {}) == 0
    assert list(tmp_path.glob("__pycache__/test_planted*.pyc"))


def test_a_stop_lets_the_tests_clean_up_and_begins_nothing_more(tmp_path: Path) -> None:
    runs = Runs()
    statuses: list[int] = []
    arguments = planted(tmp_path, WAITING)
    going = threading.Thread(target=lambda: statuses.append(runs.pytest("pages", arguments, {})))
    going.start()
    while not (tmp_path / "there").exists():
        assert going.is_alive()
        time.sleep(0.05)
    runs.stop()
    going.join()

    assert (tmp_path / "cleaned").exists()
    assert statuses != [0]
    assert runs.pytest("pages", planted(tmp_path, FINE), {}) != 0


def test_failures_are_kept_for_the_end_with_their_reason(tmp_path: Path) -> None:
    runs = Runs()
    runs.pytest("pages", [*planted(tmp_path, FINE), "-ra"], {})
    assert runs.failures == []

    runs.pytest("pages", [*planted(tmp_path, WRONG), "-ra"], {})
    assert len(runs.failures) == 1
    assert runs.failures[0].startswith("pages| FAILED ")
    assert runs.failures[0].endswith("test_planted.py::test_wrong - assert 1 == 2")


@pytest.mark.parametrize("has_it", [True, False])
def test_what_is_only_wished_for_is_asked_for_once_and_never_stops_the_tests(
    has_it: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def install(packages: list[str]) -> bool:
        asked.append(packages)
        return has_it

    monkeypatch.setattr(test_all, "install", install)
    monkeypatch.setattr(test_all, "missing_packages", list)
    monkeypatch.setattr(test_all, "wished_packages", lambda: ["chromium-headless-shell"])

    test_all.prepare_machine()

    assert asked == [["chromium-headless-shell"]]


@pytest.mark.parametrize("is_long", [False, True])
def test_each_test_is_chosen_by_a_run_and_what_lives_by_locks_by_two(is_long: bool):
    folders = {path.parent.name for path in test_all.ROOT.glob("tests/*/__init__.py")}
    chosen = test_all.choices(is_long=is_long)
    both = test_all.TWICE | test_all.ON_POSTGRESQL

    assert folders >= both
    left_out = {part for part in chosen["sqlite"] if part.startswith("--ignore=")}
    assert sorted(left_out) == (
        [] if is_long else [f"--ignore=tests/{n}" for n in sorted(test_all.ON_POSTGRESQL)]
    )
    pages = chosen["pages"][:-2] + chosen["caller's pages"][:-2]
    assert sorted(pages) == sorted(f"tests/{name}" for name in folders)
    everything = ["tests"] if is_long else sorted(f"tests/{name}" for name in both)
    assert chosen["postgresql"][:-2] == everything
    # What commits nothing runs on PostgreSQL, so that SQLite may leave it out; the longer run leaves none.
    assert "strict" not in chosen["postgresql"][-1]
    assert ("not strict" in chosen["sqlite"][-1]) is not is_long
    assert ("looks" in chosen) is is_long
