"""A JSON schema said in words, for the pages of the interfaces."""

from typing import Any

Node = dict[str, Any]
NAMES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "array": "list",
    "object": "object",
    "null": "nothing",
}


def looked_up(node: Node, document: Node) -> Node:
    """Return what a node stands for: itself, or what its `$ref` names in the document."""
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def cell(text: str) -> str:
    """Return a text that fits into one cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def value(of: Any) -> str:
    """Return a constant as code."""
    return "nothing" if of is None else f"`{str(of).lower() if isinstance(of, bool) else of}`"


def bounds(schema: Node) -> str:
    """Return what limits a text, a number or a list; empty where nothing does."""
    found = []
    if "minimum" in schema or "maximum" in schema:
        low, high = schema.get("minimum"), schema.get("maximum")
        found.append(
            f"{low} to {high}" if None not in (low, high) else f"from {low}" if high is None else f"to {high}"
        )
    for kind, unit in (("Length", "characters"), ("Items", "entries")):
        if f"max{kind}" in schema:
            found.append(f"{schema[f'max{kind}']} {unit} at most")
        elif schema.get(f"min{kind}"):
            found.append("not empty")
    if "format" in schema:
        found.append(str(schema["format"]))
    # A pattern that is described is said better by its words.
    if "pattern" in schema and "description" not in schema:
        found.append(f"like `{schema['pattern']}`")
    return ", ".join(found)


def said(schema: Node, document: Node) -> str:
    """Return in a few words what a value may be."""
    schema = looked_up(schema, document)
    if "const" in schema:
        return value(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(value(one) for one in schema["enum"])
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(said(one, document) for one in schema[several]))
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    words = " or ".join(NAMES[kind] for kind in kinds) or "anything"
    if "array" in kinds and "items" in schema:
        words += f" of {said(schema['items'], document)}"
    limits = bounds(schema)
    return f"{words} ({limits})" if limits else words


def fields(schema: Node, document: Node, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Return a table: field, whether it must be there, what it may be; empty without fields."""
    schema = looked_up(schema, document)
    known = [name for name in schema.get("properties", {}) if name not in but]
    if not known:
        return []
    rows = ["", "| field | needed | what |", "|---|---|---|"]
    for name in known:
        one = schema["properties"][name]
        needed = "always" if name in schema.get("required", []) else "may be left out"
        about = one.get("description") or looked_up(one, document).get("description", "")
        what = said(one, document) + (f". {about}" if about else "")
        rows.append(f"| `{name}` | {needed} | {cell(what)} |")
    return [*rows, ""]
