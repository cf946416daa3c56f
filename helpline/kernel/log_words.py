"""What may stand in a log line and what is cut out of it, by its shape. Plain Python."""

import ipaddress
import re
from collections.abc import Iterator

WITHHELD = "…"

# A message type, a timer, the name of a refusal: "hint.words", "purge_expired", "storage.unavailable".
_CODE = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+")
# One word without a dot could be a name: these alone are known.
_ONE_WORD = frozenset(
    {"default", "keys", "practice", "caller", "handler", "supervisor", "analyst", "admin", "board", "main"}
)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CLASS = re.compile(r"[A-Z]\w*")

# The first that fits a place decides; an id of a row, and what is read as a time, stay.
_SHAPES = re.compile(
    rf"""(?P<id>\b{_UUID}\b)
    |(?P<email>[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+)
    |(?P<address>(?<![\w.])(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?![\w.]*\d))
    |(?P<address6>(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)
    |(?P<token>(?<![\w-])(?=[\w-]*[0-9A-Z])[A-Za-z0-9_-]{{32,}}={{0,2}})
    |(?P<time>\b\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)
    |(?P<number>(?<![\w.-])\+?\(?\d(?:[\s().-]{{0,2}}\d){{9,14}}(?![\w.]))
    |(?P<postcode>\b[A-Za-z]{{1,2}}\d[A-Za-z\d]?\s?\d[A-Za-z]{{2}}\b)""",
    re.VERBOSE,
)


def redact(text: str) -> tuple[str, set[str]]:
    """Return the text without addresses, tokens, e-mails, numbers and postcodes, and which there were."""
    found: set[str] = set()

    def cut(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        if kind in {"id", "time"} or (kind == "address6" and not _is_address(match.group())):
            return match.group()
        found.add("address" if kind == "address6" else kind)
        return WITHHELD

    return _SHAPES.sub(cut, text), found


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.rstrip(".:") if not text.endswith("::") else text)
    except ValueError:
        return False
    # "::" alone stands between the names of C++ and Rust, and says nothing.
    return any(character.isalnum() for character in text)


def is_code(text: str) -> bool:
    """Tell whether a text is one of our codes, the id of a row, or the name of an exception's class."""
    if text in _ONE_WORD or _CODE.fullmatch(text) or re.fullmatch(_UUID, text):
        return True
    return bool(_CLASS.fullmatch(text)) and text in {kind.__name__ for kind in _exceptions(BaseException)}


def _exceptions(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    yield kind
    for child in type.__subclasses__(kind):
        yield from _exceptions(child)
