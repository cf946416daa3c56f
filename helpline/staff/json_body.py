"""What a request brings as a JSON object."""

import json
from typing import Any

from django.http import HttpRequest


def sent_object(request: HttpRequest) -> dict[str, Any]:
    """Return the object; an empty one where the body is none."""
    try:
        read = json.loads(request.body)
    except (ValueError, RecursionError):
        read = None
    return read if isinstance(read, dict) else {}


def sent_texts(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return these texts, each empty where it is missing or no text."""
    held = sent_object(request)
    return {name: held[name] if isinstance(held.get(name), str) else "" for name in names}
