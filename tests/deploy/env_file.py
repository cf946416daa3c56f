"""Which settings the code reads, and which deploy/env.example explains: each from the text itself."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "deploy/env.example"
PACKAGES = ("helpline", "chat", "triage", "scripts")
# Readers that also look into the file that NAME_FILE names.
SECRETS = {"secret", "database", "redis_address"}
# Whatever else is called with a name as its first argument reads it.
NO_READERS = {"startswith", "removeprefix", "setdefault"}


def explained(text: str) -> dict[str, str]:
    """Return each name of an env file with what stands behind it; a # before it does not matter."""
    return dict(re.findall(r"^#?(HELPLINE_[A-Z_]+)=(.*)$", text, re.MULTILINE))


@cache
def read_by_the_code() -> dict[str, str | None]:
    """Return each name that the code asks for, with its default; None where that is made at the start."""
    found: dict[str, str | None] = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            for name, default in read_by(source) if "HELPLINE_" in source else ():
                found[name] = found.get(name) or default
    return found


def read_by(source: str) -> Iterator[tuple[str, str | None]]:
    """Yield what one module asks for."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript):
            name = _name(node.slice)
            if name and ast.unparse(node.value).endswith("environ"):
                yield name, ""
        if not (isinstance(node, ast.Call) and node.args and (name := _name(node.args[0]))):
            continue
        reader = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if reader not in NO_READERS:
            yield name, "" if len(node.args) < 2 else _text(node.args[1])
        if reader in SECRETS:
            yield f"{name}_FILE", ""


def _name(node: ast.expr) -> str:
    text = node.value if isinstance(node, ast.Constant) else None
    return text if isinstance(text, str) and re.fullmatch(r"HELPLINE_[A-Z_]+", text) else ""


def _text(node: ast.expr) -> str | None:
    try:
        return str(eval(compile(ast.Expression(node), "default", "eval"), {"__builtins__": {}}))
    except NameError:
        return None
