"""What a sign-off is over: the exact words of one prompt. Plain Python."""

import hashlib
import json
from typing import Any

from scripts.script import LANGUAGES

# What of a node may reach a caller, in every language. Another key may change without a new sign-off.
SIGNED_KEYS = ("prompt", "alternatives", *LANGUAGES)


def words_digest(node: dict[str, Any]) -> str:
    """Return the SHA-256 over a node's id and all its words for callers, as 64 hexadecimal digits.

    An empty list and a missing one are the same.
    """
    words = {key: node[key] for key in SIGNED_KEYS if node.get(key)}
    content = json.dumps([node["id"], words], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()
