"""The page of what goes over HTTP, made of docs/openapi.yaml."""

from pathlib import Path
from typing import Any

import yaml

from tools.docs_site.shapes import Node, cell, fields, looked_up, said

METHODS = ("get", "post", "put", "patch", "delete")
WHOSE = {
    "caller": "A caller's",
    "console": "A console's",
    "directory": "The public directory's",
    "operator": "An operator's",
}


def parameters(operation: Node, document: Node) -> list[str]:
    """Return the table of what stands in the address."""
    asked = [looked_up(one, document) for one in operation.get("parameters", [])]
    if not asked:
        return []
    rows = ["", "| in the address | needed | what |", "|---|---|---|"]
    for one in asked:
        needed = "always" if one.get("required") else "may be left out"
        rows.append(f"| `{one['name']}` | {needed} | {cell(said(one['schema'], document))} |")
    return [*rows, ""]


def body(operation: Node, document: Node) -> list[str]:
    """Return what the body holds, where there is one."""
    if "requestBody" not in operation:
        return []
    lines = []
    for kind, content in looked_up(operation["requestBody"], document)["content"].items():
        schema = content.get("schema", {})
        lines += ["", f"Body, `{kind}`: {said(schema, document)}", *fields(schema, document)]
    return lines


def answers(operation: Node, document: Node) -> list[str]:
    """Return the answers by status, those that say the same in one line."""
    by_words: dict[str, list[str]] = {}
    for status, response in operation["responses"].items():
        about = cell(looked_up(response, document).get("description", ""))
        by_words.setdefault(about, []).append("any other" if status == "default" else f"`{status}`")
    lines = [f"- {', '.join(statuses)}: {about}" for about, statuses in by_words.items()]
    for response in operation["responses"].values():
        content = looked_up(response, document).get("content", {}) if "$ref" not in response else {}
        for shape in content.values():
            rows = fields(shape.get("schema", {}), document)
            lines += ["", "What is answered:", *rows] if rows else []
    return ["", *lines, ""]


def entry(path: str, method: str, operation: Node, document: Node) -> list[str]:
    """Return the part of the page about one request."""
    said_of_it = [str(operation[key]) for key in ("summary", "description") if key in operation]
    opened = [name for one in operation.get("security", []) for name in one]
    needs = [f"Needs: {', '.join(f'`{name}`' for name in opened)}."] if opened else []
    return [
        f"### {method.upper()} `{path}`",
        "",
        *said_of_it,
        *needs,
        *parameters(operation, document),
        *body(operation, document),
        *answers(operation, document),
    ]


def page(description: Path) -> str:
    """Return the page in Markdown, without its title: every request and its answers."""
    document: dict[str, Any] = yaml.safe_load(description.read_text())
    lines = [" ".join(document["info"]["description"].split()), ""]
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        lines.append(f"- `{name}`: {cell(scheme.get('description', scheme['type']))}")
    for tag in document["tags"]:
        lines += ["", f"## {WHOSE[tag['name']]}", "", tag.get("description", "")]
        for path, methods in document["paths"].items():
            for method in METHODS:
                if tag["name"] in methods.get(method, {}).get("tags", []):
                    lines += ["", *entry(path, method, methods[method], document)]
    return "\n".join(lines)
