"""`manage.py run_demo`, from outside: what it prints, what it keeps, how it ends."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.live import prepared
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
# The settings of the tests themselves must not reach the process that is tested.
OURS = ("HELPLINE_", "DJANGO_")
READY_SECONDS = 180.0
ONCE = re.compile(r"^Password of all six: ((?:[a-z2-9]{4}-){3}[a-z2-9]{4})  \(printed this once\)$", re.M)


class Demo:
    """One running demo and what it has printed."""

    def __init__(self, data: Path, port: int, **environment: str) -> None:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        own = {"HELPLINE_DATA_DIR": str(data), "HELPLINE_PORT": str(port), "HELPLINE_TIMERS": "off"}
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run_demo"],
            cwd=ROOT,
            env=ours | own | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Where the tests themselves run in the background, Ctrl-C would be ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def greeting(self) -> str:
        """Wait until it serves; return what it printed."""
        assert self.process.stdout
        printed, deadline = b"", time.monotonic() + READY_SECONDS
        while not re.search(rb"Password.*\n", printed):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            if not piece:
                self.process.kill()
                pytest.fail(printed.decode() + self.process.communicate()[1].decode())
            printed += piece
        return printed.decode()

    def end(self) -> tuple[int, str, str]:
        """Ask it to end; return status, rest of its output, and its errors."""
        self.process.send_signal(signal.SIGINT)
        output, errors = self.process.communicate(timeout=READY_SECONDS)
        return self.process.returncode, output.decode(), errors.decode()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    started: list[Demo] = []

    def start(port: int | None = None, **environment: str) -> Demo:
        started.append(Demo(tmp_path / "data", port or free_port(), **environment))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


@pytest.fixture
def kept(demo: Callable[..., Demo], tmp_path: Path) -> Callable[..., Demo]:
    """As `demo`, in a folder where a demo has run before."""
    shutil.copytree(prepared().data, tmp_path / "data")
    return demo


def test_it_prints_addresses_and_sign_ins_serves_and_ends_quietly(demo: Callable[..., Demo]) -> None:
    first = demo()
    greeting = first.greeting()

    for path in ("/", "/console/", "/supervision/"):
        assert f"http://127.0.0.1:{first.port}{path} " in greeting or greeting.count(
            f"http://127.0.0.1:{first.port}{path}\n"
        )
    for username in ("handler1", "handler2", "supervisor1", "supervisor2", "analyst1", "admin1"):
        assert username in greeting
    assert ONCE.search(greeting)
    with urllib.request.urlopen(f"http://127.0.0.1:{first.port}/readyz") as answer:
        assert answer.status == 200
    # Neither a warning nor an address of whoever asked.
    assert first.end() == (0, "", "")


def test_a_second_start_keeps_the_data_and_prints_no_password(kept: Callable[..., Demo]) -> None:
    greeting = kept().greeting()

    assert "Passwords as set last: printed at the first start" in greeting
    assert not ONCE.search(greeting)


def test_a_chosen_password_is_never_printed(kept: Callable[..., Demo]) -> None:
    greeting = kept(HELPLINE_DEMO_PASSWORD="chosen by a person").greeting()

    assert "Password of all six: the one in HELPLINE_DEMO_PASSWORD.\n" in greeting
    assert "chosen by a person" not in greeting


def test_two_processes_never_share_a_folder_without_redis(kept: Callable[..., Demo], tmp_path: Path) -> None:
    kept().greeting()

    second = kept()
    _, errors = second.process.communicate(timeout=READY_SECONDS)

    assert second.process.returncode == 2
    assert errors.decode() == (
        f"Helpline runs already with the data in {tmp_path / 'data'}: stop that one, "
        "or set HELPLINE_DATA_DIR. (Several processes on one service need HELPLINE_REDIS_URL.)\n"
    )


def test_a_taken_port_is_one_line_and_status_2(kept: Callable[..., Demo]) -> None:
    first = kept()
    first.greeting()

    second = kept(first.port)
    output, errors = second.process.communicate(timeout=READY_SECONDS)

    assert second.process.returncode == 2
    assert (output, errors.decode()) == (
        b"",
        f"Port {first.port} is taken; set HELPLINE_PORT to another.\n",
    )


def test_a_frame_over_the_limit_closes_the_socket_with_1009(kept: Callable[..., Demo]) -> None:
    first = kept()
    first.greeting()
    origin = f"http://127.0.0.1:{first.port}"

    address = f"ws://127.0.0.1:{first.port}/ws/caller/"
    with connect(address, origin=origin, subprotocols=["helpline.v1"]) as socket:
        socket.send("x" * (16 * 1024 + 1))
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=READY_SECONDS)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_a_bad_setting_is_one_line_and_status_2(demo: Callable[..., Demo]) -> None:
    refused = demo(HELPLINE_BURST="many")
    output, errors = refused.process.communicate(timeout=READY_SECONDS)

    assert refused.process.returncode == 2
    assert output == b""
    assert errors.decode().rstrip(".\n") == "HELPLINE_BURST must be a whole number, not 'many'"
