"""A network of its own for PostgreSQL, with one cable to this machine that a test can pull out."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from tests.servers import PostgreSQL


@dataclass(frozen=True)
class Namespace:
    """`inside` is the server's own address, `outside` this machine's at the other end of the cable."""

    name: str
    inside: str = "10.213.77.2"
    outside: str = "10.213.77.1"

    @property
    def cable(self) -> str:
        return f"{self.name}a"

    def command(self, command: list[str]) -> list[str]:
        """Return the command as it runs inside."""
        return ["ip", "netns", "exec", self.name, *command]

    def cut(self) -> None:
        """Pull the cable out inside: what is sent goes nowhere and nothing says so."""
        run("ip", "netns", "exec", self.name, "ip", "link", "set", f"{self.name}b", "down")

    def mend(self) -> None:
        run("ip", "netns", "exec", self.name, "ip", "link", "set", f"{self.name}b", "up")


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextlib.contextmanager
def a_namespace() -> Iterator[Namespace]:
    """Make one and take it away; skips where that is not possible."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("only root can make a network namespace, with ip of iproute2")
    made = Namespace(f"hl{uuid4().hex[:8]}")
    if subprocess.run(["ip", "netns", "add", made.name], capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a network namespace")
    try:
        far = f"{made.name}b"
        run("ip", "link", "add", made.cable, "type", "veth", "peer", "name", far, "netns", made.name)
        run("ip", "addr", "add", f"{made.outside}/30", "dev", made.cable)
        run("ip", "link", "set", made.cable, "up")
        run(*made.command(["ip", "addr", "add", f"{made.inside}/30", "dev", far]))
        run(*made.command(["ip", "link", "set", "lo", "up"]))
        run(*made.command(["ip", "link", "set", far, "up"]))
        yield made
    finally:
        # The cable goes with it.
        run("ip", "netns", "del", made.name)


@dataclass
class Apart(PostgreSQL):
    """A PostgreSQL inside a namespace; whoever asks it does so over the cable."""

    namespace: Namespace = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.host = self.namespace.inside

    def identity(self) -> dict[str, Any]:
        # Once its data is there: only root may enter a namespace, and becomes nobody special inside.
        return {} if self.data.exists() else super().identity()

    def command(self) -> list[str]:
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        return self.namespace.command([*owner, *super().command()])

    def start(self) -> None:
        if not self.data.exists():
            self._make_cluster()
            with (self.data / "pg_hba.conf").open("a") as file:
                file.write(f"host all all {self.namespace.outside}/32 trust\n")
        super().start()
