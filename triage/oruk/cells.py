"""Texts that may stand in a table or a page of somebody else, and those that may not. Plain Python."""

import re

# A spreadsheet computes a cell that begins so: of these a cell never begins with one.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_HTML = re.compile(r"<[a-zA-Z/!?]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
# Control characters but the end of a line, halves of characters, and what turns the direction of a text, so
# that a reader sees another one than is stored.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet might compute this text."""
    return text.lstrip(" '")[:1] in FORMULA if text else False


def defused(text: str) -> str:
    """Return the text so that a spreadsheet shows it and computes nothing."""
    return f"'{text}" if is_formula(text) else text


def as_meant(cell: str) -> str:
    """Return the text of which `defused` made this cell."""
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def fault_of(text: str, *, formula: bool = True) -> str | None:
    """Return why a text may not come in, in words, or None."""
    if _HTML.search(text):
        return "holds HTML; plain text only"
    if formula and is_formula(text):
        return f"begins like a formula: {text[:20]!r}"
    if _CONTROL.search(text):
        return "holds a control character"
    return None
