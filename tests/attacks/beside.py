"""Programs that run beside a server: each is loaded first, and begins when told to.

To load Python takes a processor for most of a second, and would be measured as the flood's first second.
"""

import asyncio
import json
import os
import sys
from typing import Any, Self

from tests.live import ROOT

READY = "ready"


def wait_for_the_word() -> None:
    """Say that everything is loaded, and wait until whoever started this program writes a line."""
    print(READY, flush=True)  # noqa: T201 - read by whoever started it
    sys.stdin.readline()


class Beside:
    """One of the programs of this folder, loaded and waiting."""

    def __init__(self, program: asyncio.subprocess.Process) -> None:
        self._program = program

    @classmethod
    async def loaded(cls, module: str, *, port: int, seconds: float) -> Self:
        """Start a program and return once it has nothing left to load."""
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"tests.attacks.{module}", str(port), "--seconds", str(seconds),
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert program.stdout is not None
        assert (await program.stdout.readline()).decode().strip() == READY
        return cls(program)

    async def goes(self) -> Any:
        """Let it begin, and return what it printed in the end."""
        said, _ = await self._program.communicate(b"go\n")
        return json.loads(said)
