"""The page of what goes over the sockets, made of docs/asyncapi.yaml."""

import json
from pathlib import Path
from typing import Any

import yaml

from tools.docs_site.shapes import Node, fields, looked_up

WAYS = {"receive": "What it may send", "send": "What it is told"}


def message(one: Node, document: Node) -> list[str]:
    """Return the part of the page about one message: what it is for, its fields, an example."""
    payload = looked_up(one["payload"], document)
    lines = [
        f"#### `{one['name']}`",
        "",
        one.get("summary", ""),
        *fields(payload, document, but=frozenset({"type"})),
    ]
    for example in one.get("examples", [])[:1]:
        lines += ["", "```json", json.dumps(example["payload"], ensure_ascii=False, indent=1), "```", ""]
    return lines


def operation(one: Node, document: Node) -> list[str]:
    """Return the messages of one direction of a socket."""
    lines = ["", f"### {WAYS[one['action']]}", "", one.get("summary", "")]
    for named in one["messages"]:
        lines += ["", *message(looked_up(named, document), document)]
    return lines


def page(description: Path) -> str:
    """Return the page in Markdown, without its title: for each socket what may be sent and what is told."""
    document: dict[str, Any] = yaml.safe_load(description.read_text())
    lines = [document["info"]["description"]]
    for name, channel in document["channels"].items():
        lines += ["", f"## {channel['title']}: `{channel['address']}`", "", channel["description"]]
        for one in document["operations"].values():
            if one["channel"]["$ref"] == f"#/channels/{name}":
                lines += operation(one, document)
    return "\n".join(lines)
