"""Short texts out of the JSON object of a request."""

import json

from django.http import HttpRequest


def sent_texts(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return these texts, each empty where it is missing or no text."""
    try:
        read = json.loads(request.body)
    except (ValueError, RecursionError):
        read = None
    held = read if isinstance(read, dict) else {}
    return {name: held[name] if isinstance(held.get(name), str) else "" for name in names}
