"""Finding prompts by words: every wording that a kind of caller may be given, and what an editor looks for.

Plain Python. `static/console/finding.js` finds by the same rule in a handler's window.
"""

import re
from collections.abc import Mapping
from typing import Any

from scripts.naming import cue_label, spoken
from scripts.script import Script
from scripts.standing import View, may_be_shown


def wordings(script: Script, kind: str) -> list[View]:
    """Return each prompt and each of its other wordings: their own script first, then the others in order.

    [{"id", "script", "stage", "words", "intent", "cues": [cue], "model"}]; "script" is its title, as a
    handler picks it. What is written for another kind of caller is left out.
    """
    own = script.nodes[script.routes.get(kind, script.start)].script
    nodes = sorted(script.nodes.values(), key=lambda node: node.script != own)
    titles = {part.id: part.title for part in script.parts}
    return [
        {
            "id": node.id,
            "script": titles.get(node.script, spoken(node.script)),
            "stage": node.stage,
            "words": words,
            "intent": node.intent,
            "cues": list(node.enter_on_cues),
            "model": node.model,
        }
        for node in nodes
        if may_be_shown(script, node, kind)
        for words in (node.prompt, *node.alternatives)
    ]


def has_words(node: Mapping[str, Any], typed: str) -> bool:
    """Tell whether each typed word begins one in a node: its name, stage, words, purpose or cues."""
    cues = [f"{cue} {cue_label(cue)}" for cue in node.get("enter_on_cues") or []]
    said = [node.get("prompt"), *(node.get("alternatives") or []), node.get("intent")]
    text = " " + _folded(" ".join(map(str, [node["id"], node.get("stage", ""), *said, *cues])))
    return all(f" {word}" in text for word in _folded(typed).split())


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub("['’]", "", text.lower())).strip()
