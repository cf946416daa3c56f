"""Everything a checkout needs to prove itself, on a bare Debian machine too.

Runs of pytest, a few at a time: what pages show and what needs no database, once, in two parts; the
conversation on PostgreSQL and Redis, and where it commits on SQLite and the in-memory layer too; all else
on SQLite. Each line begins with the name of its run. `--long` runs what is marked long instead,
and with it everything on both.
"""
# ruff: noqa: S603, T201, E402

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.servers import PostgreSQL, Redis, running
from tools.system_packages import install, install_command, missing_packages, wished_packages

NOTHING_COLLECTED = 5
# For two cores: what plays in a browser waits for part of the time.
AT_ONCE = 3
# What takes long is load in itself.
AT_ONCE_IN_LONG = 2
# What lives by locks, transactions and two databases: make test proves it on both kinds of service,
# but for what commits nothing.
TWICE = {"chat", "kernel", "leaks"}
# What speaks the protocol to a whole service: on PostgreSQL and Redis, where hints have the longest way.
ON_POSTGRESQL = {"conformance", "faults", "journeys", "load"}


def prepare_machine() -> None:
    """Install missing programs when that is possible; else name the command and end with status 2."""
    if wished := wished_packages():
        install([*missing_packages(), *wished])
    packages = missing_packages()
    if not packages:
        return
    print(f"Missing: {', '.join(packages)}.", flush=True)
    if not install(packages) or missing_packages():
        print(f"The tests need them; run as root: {install_command(missing_packages())}", file=sys.stderr)
        sys.exit(2)


class Runs:
    """Runs of pytest beside one another, each line under the name of its run."""

    def __init__(self, *, look_at_everything: bool = False) -> None:
        self.settings = {"LOOK_AT_EVERYTHING": "1"} if look_at_everything else {}
        self.going: set[subprocess.Popen[str]] = set()
        self.printing = threading.Lock()
        self.stopped = False
        self.failures: list[str] = []

    def pytest(self, name: str, arguments: list[str], settings: dict[str, str]) -> int:
        """Run pytest in an environment that holds no settings but these; returns its status."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith("HELPLINE_")}
        # What one run has compiled is compiled for all, and for each of the servers that they start.
        ours.pop("PYTHONDONTWRITEBYTECODE", None)
        with tempfile.TemporaryDirectory(prefix="helpline-data-") as data:
            # Wide enough for pytest to say in its summary why a test failed.
            environment = ours | {"HELPLINE_DATA_DIR": data, "COLUMNS": "200"} | settings
            # Hypothesis's own profile for such runs: the same examples each time, no limits by the clock.
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
            command += ["--hypothesis-profile=ci", "--durations=10", *arguments]
            return self._followed(name, command, environment)

    def _followed(self, name: str, command: list[str], environment: dict[str, str]) -> int:
        if self.stopped:
            return 1
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Begun in the background, it would not hear what `stop` sends.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process:
            self.going.add(process)
            assert process.stdout is not None
            for line in process.stdout:
                with self.printing:
                    print(f"{name}| {line}", end="", flush=True)
                    if line.startswith(("FAILED ", "ERROR tests")):
                        self.failures.append(f"{name}| {line.rstrip()}")
        self.going.discard(process)
        return process.returncode

    def stop(self) -> None:
        """Ask what goes on to end, as by Ctrl C, so that its tests stop their servers; begin nothing more."""
        self.stopped = True
        for process in list(self.going):
            process.send_signal(signal.SIGINT)

    def on_postgresql(self, name: str, choice: list[str]) -> int:
        with contextlib.ExitStack() as stack:
            postgresql = stack.enter_context(running(PostgreSQL))
            redis = stack.enter_context(running(Redis))
            settings = {
                "HELPLINE_DATABASE_URL": postgresql.create_database("helpline"),
                "HELPLINE_KEYS_DATABASE_URL": postgresql.create_database("helpline_keys"),
                "HELPLINE_REDIS_URL": redis.url,
            }
            return self.pytest(name, choice, settings)

    def on_sqlite(self, name: str, choice: list[str]) -> int:
        return self.pytest(name, choice, self.settings)

    @contextlib.contextmanager
    def sharing(self) -> Iterator[None]:
        """Let the runs on SQLite share what the first of them makes (tests/shared.py)."""
        with tempfile.TemporaryDirectory(prefix="helpline-shared-") as folder:
            self.settings["SHARED_BY_RUNS"] = folder
            yield


def choices(*, is_long: bool) -> dict[str, list[str]]:
    """Return what each run is to choose, the longest first, so that all hands have work to the end."""
    marks = "long" if is_long else "not long"
    folders = sorted(path.parent.name for path in (ROOT / "tests").glob("*/__init__.py"))
    pages = [f"tests/{name}" for name in folders if name != "caller"]
    # In the longer run also what make test leaves out there.
    twice = ["tests"] if is_long else [f"tests/{name}" for name in folders if name in TWICE | ON_POSTGRESQL]
    also = f"({marks} or not long)" if is_long else marks
    not_strict = "" if is_long else " and not strict"
    left_out = [] if is_long else [f"--ignore=tests/{name}" for name in sorted(ON_POSTGRESQL)]
    return {
        "pages": [*pages, "-m", f"{marks} and once"],
        "postgresql": [*twice, "-m", f"{also} and not once"],
        "caller's pages": ["tests/caller", "-m", f"{marks} and once"],
        "sqlite": ["tests", *left_out, "-m", f"{also} and not once{not_strict}"],
        # The ordinary journeys again, with all that their pages are looked at for.
        **({"looks": [*pages, "-m", "not long and once and journey"]} if is_long else {}),
    }


def main(arguments: list[str]) -> int:
    prepare_machine()
    is_long = "--long" in arguments
    runs = Runs(look_at_everything=is_long)
    chosen = choices(is_long=is_long)

    def timed(name: str) -> tuple[int, float]:
        began = time.monotonic()
        run = runs.on_postgresql if name == "postgresql" else runs.on_sqlite
        return run(name, chosen[name]), time.monotonic() - began

    with runs.sharing(), ThreadPoolExecutor(AT_ONCE_IN_LONG if is_long else AT_ONCE) as hands:
        try:
            results = dict(zip(chosen, hands.map(timed, chosen), strict=True))
        except BaseException:
            runs.stop()
            raise
    print()
    # Once more at the end, where whoever reads only the last lines finds them.
    print("".join(f"{failure}\n" for failure in runs.failures), end="")
    for name, (status, seconds) in results.items():
        print(f"{name}: {'passed' if status == 0 else f'pytest ended with {status}'}, {seconds:.0f} s")
    allowed = {0, NOTHING_COLLECTED} if is_long else {0}
    return 0 if all(status in allowed for status, _ in results.values()) else 1


if __name__ == "__main__":
    # A plain kill must stop the servers as well. What a shell starts in the background ignores Ctrl C, and
    # so would the runs.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
