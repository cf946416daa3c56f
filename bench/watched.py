"""CPU seconds and memory of processes with their children, as the kernel counts them."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def _children() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    return children


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    children, found = _children(), [pid]
    for each in found:
        found += children.get(each, [])
    return found


def cpu_seconds(pids: list[int]) -> dict[int, float]:
    """Return, for each, what it and its children have used; those that ended and were waited for as well."""
    return {pid: sum(_ticks(each) for each in family(pid)) / TICK for pid in pids}


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    # Own, and of children that were waited for: user and system of each.
    return sum(int(ticks) for ticks in fields[11:15]) if fields else 0


def resident_kb(pid: int) -> int:
    """Return the memory that a process alone holds now."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0
