"""Every sentence that tells somebody what went wrong, wherever it stands in the program."""

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms

from helpline.kernel.errors import HelplineError

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("helpline", "chat", "triage", "scripts")
NOT_LOOKED_INTO = ("management", "migrations", "asgi", ".sqlite")

# What nobody should have to know who only wants to go on.
JARGON = re.compile(
    r"\b(invalid|valid|tokens?|csrf|exceptions?|null|json|yaml|utf-?8|uuid|urls?|https?(?!://)|payload|parameters?|"
    r"boolean|integer|traceback|timeout|stack|database|cache|cookies?|regex|encoding|bytes|endpoint|sockets?|frames?|"
    r"dimensions?|objects?|instance|values?|characters|hello|error|[45]\d\d)\b",
    re.IGNORECASE,
)
DOES = (
    "add ask attach begin carry change check choose clear close come compare confirm copy deactivate decide "
    "delete do empty end enter finish fill give go keep leave load look make mend move name open paste press "
    "publish put raise read reload remove ring save say score search see send set show sign start take talk "
    "tell tick try type use wait warn whisper write"
)
ACT = re.compile(rf"(?:then |or |and |please |first |only )*(?:{'|'.join(DOES.split())})\b", re.IGNORECASE)
ALSO = re.compile(r"you can |you need do nothing|stays as it is|is not there any more", re.IGNORECASE)


def says_what_to_do(sentence: str) -> bool:
    """Tell whether some part of it begins with an act, or says that nothing is to be done."""
    parts = re.split(r"[.:;,?!]\s+|\s+[-–]\s+", sentence)
    return any(ACT.match(part) for part in parts) or bool(ALSO.search(sentence))


def modules() -> Iterator[Any]:
    """Import everything that may define an error or a form."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for each in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not any(part in each.name for part in NOT_LOOKED_INTO):
                yield importlib.import_module(each.name)


def below(kind: type[Any]) -> Iterator[type[Any]]:
    """Yield every class below this one that is of the product."""
    for each in kind.__subclasses__():
        if each.__module__.split(".")[0] in PACKAGES:
            yield each
        yield from below(each)


def coded() -> dict[str, str]:
    """Return the sentence of each coded refusal, by its class."""
    list(modules())
    return {
        f"{each.__module__}.{each.__name__}": each.message for each in [HelplineError, *below(HelplineError)]
    }


def raised() -> dict[str, str]:
    """Return each sentence that is given where a refusal is raised; its blanks are "X"."""
    names = {name.rsplit(".", 1)[1] for name in coded()}
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "management" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    call = node.exc
                    named = call.func.id if isinstance(call.func, ast.Name) else ""
                    words = _words(call.args[0]) if named in names and call.args else ""
                    if words:
                        found[f"{path.relative_to(ROOT)}:{node.lineno}"] = words
    return found


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)  # type: ignore[misc]
    return ""


def of_forms() -> dict[str, str]:
    """Return what each field of each form can say, by form, field and case."""
    list(modules())
    found = {}
    for form in dict.fromkeys([*below(forms.Form), *below(forms.ModelForm)]):
        for name, field in getattr(form, "base_fields", {}).items():
            for case, said in field.error_messages.items():
                found[f"{form.__module__}.{form.__name__}.{name}.{case}"] = str(said)
            for validator in field.validators:
                message = getattr(validator, "message", "")
                if isinstance(message, str) or hasattr(message, "_proxy____cast"):
                    found[f"{form.__name__}.{name}.{type(validator).__name__}"] = str(message)
    return found


def of_callers(language: str) -> dict[str, str]:
    """Return what pages tell a caller of a mistake, by the name of the text."""
    folder = ROOT / "locale/caller" / language
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        texts |= json.loads(path.read_text())
    wanted = re.compile(
        r"mistake_(?:\d+|busy)_text|plain_(?:too_long|empty|ended|fast\w*|not_\w+)"
        r"|complaint_\w+(?:missing|long|many|files|elsewhere)"
    )
    return {name: words for name, words in texts.items() if wanted.fullmatch(name)}


def of_console() -> dict[str, str]:
    """Return what the console says for each code."""
    text = "".join((ROOT / f"static/console/{name}.js").read_text() for name in ("words", "words-beside"))
    return dict(re.findall(r'^  "?([a-z_]+\.[a-z_]+|forbidden)"?: "([^"]+)",$', text, re.MULTILINE))
