"""Everything a checkout needs to prove itself, on a bare Debian machine too.

First everything on PostgreSQL and Redis, then services, protocol and browser journeys on
SQLite and the in-memory layer. `--long` runs what is marked long instead.
"""
# ruff: noqa: S603, T201, E402

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.servers import PostgreSQL, Redis, running
from tools.system_packages import install, install_command, missing_packages

# The same on any database: once is enough.
ONCE = {"caller", "tools"}
NOTHING_COLLECTED = 5


def prepare_machine() -> None:
    """Install missing programs when that is possible; else name the command and end with status 2."""
    packages = missing_packages()
    if not packages:
        return
    print(f"Missing: {', '.join(packages)}.", flush=True)
    if not install(packages) or missing_packages():
        print(f"The tests need them; run as root: {install_command(missing_packages())}", file=sys.stderr)
        sys.exit(2)


def run_pytest(arguments: list[str], settings: dict[str, str]) -> int:
    """Run pytest in an environment that holds no settings but these; returns its status."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    with tempfile.TemporaryDirectory(prefix="helpline-data-") as data:
        environment = ours | {"HELPLINE_DATA_DIR": data} | settings
        # Hypothesis's own profile for such runs: the same examples each time, no limits by the clock.
        command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=ci", *arguments]
        return subprocess.call(command, cwd=ROOT, env=environment)


def on_postgresql(selection: list[str]) -> int:
    with contextlib.ExitStack() as stack:
        postgresql = stack.enter_context(running(PostgreSQL))
        redis = stack.enter_context(running(Redis))
        settings = {
            "HELPLINE_DATABASE_URL": postgresql.create_database("helpline"),
            "HELPLINE_KEYS_DATABASE_URL": postgresql.create_database("helpline_keys"),
            "HELPLINE_REDIS_URL": redis.url,
        }
        return run_pytest(["tests", *selection], settings)


def on_sqlite(selection: list[str]) -> int:
    folders = sorted(path.parent.name for path in (ROOT / "tests").glob("*/__init__.py"))
    return run_pytest([*(f"tests/{name}" for name in folders if name not in ONCE), *selection], {})


def main(arguments: list[str]) -> int:
    prepare_machine()
    is_long = "--long" in arguments
    selection = ["-m", "long" if is_long else "not long"]
    results: dict[str, tuple[int, float]] = {}
    for name, run in (("PostgreSQL + Redis", on_postgresql), ("SQLite + in-memory", on_sqlite)):
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        status = run(selection)
        results[name] = (status, time.monotonic() - began)
    print()
    for name, (status, seconds) in results.items():
        print(f"{name}: {'passed' if status == 0 else f'pytest ended with {status}'}, {seconds:.0f} s")
    allowed = {0, NOTHING_COLLECTED} if is_long else {0}
    return 0 if all(status in allowed for status, _ in results.values()) else 1


if __name__ == "__main__":
    # A plain kill must stop the servers as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
