"""Asking a program for keys (a key management service, a hardware module). Plain Python.

Without a shell, within a time, and no longer than what keys need; what it says is never logged.
"""

import os
import select
import shlex
import subprocess
import time

SECONDS = 15.0
MOST_BYTES = 4 * 1024


class CommandFailed(Exception):
    """The program gave nothing that can be used; says why without a byte of what it said."""


def output_of(command: str, *, seconds: float = SECONDS) -> str:
    """Run a program with its arguments and return what it says on its standard output.

    Its errors go nowhere: programs of this kind like to print what they were asked for.
    Raises CommandFailed where it cannot be run, fails, says too much or takes too long.
    """
    try:
        arguments = shlex.split(command)
        process = subprocess.Popen(  # noqa: S603 - the operator's own program, no shell
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except (OSError, ValueError, IndexError):
        raise CommandFailed("it cannot be run.") from None
    try:
        said = _read(process, until=time.monotonic() + seconds)
        status = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise CommandFailed(f"it took longer than {seconds:g} seconds.") from None
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    if status:
        raise CommandFailed(f"it ended with status {status}.")
    try:
        return said.decode("ascii")
    except UnicodeDecodeError:
        raise CommandFailed("what it said is no base64.") from None


def _read(process: "subprocess.Popen[bytes]", *, until: float) -> bytes:
    """Return all of a program's output. Raises CommandFailed, or TimeoutExpired."""
    assert process.stdout is not None
    pipe, said = process.stdout.fileno(), b""
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise subprocess.TimeoutExpired(process.args, 0)
        part = os.read(pipe, MOST_BYTES)
        if not part:
            return said
        said += part
        if len(said) > MOST_BYTES:
            raise CommandFailed(f"it said more than {MOST_BYTES} bytes.")
