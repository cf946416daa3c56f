"""Every HTTP route of the service with its view, and an address of each."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver

PLACE = re.compile(r"<(\w+):(\w+)>")
# What stands for a part of an address that names a row: none has it.
NOBODY = {"uuid": str(UUID(int=7)), "int": "7", "slug": "nothing", "str": "nothing"}


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Give each route as it is written in urls.py, and its view."""
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, path)
        elif isinstance(each, URLPattern):
            yield path, each.callback


def address_of_route(route: str, known: dict[str, str] | None = None) -> str:
    """Return an address of this route; `known` has what to put for a part, by its name."""
    return "/" + PLACE.sub(lambda place: (known or {}).get(place[2], NOBODY[place[1]]), route)
