"""The routes that there are, as tests/staff/permission_table.py writes them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def routes_of(patterns: Sequence[Any], before: str = "/") -> Iterator[str]:
    """Yield every route below."""
    for each in patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from routes_of(each.url_patterns, route)
        else:
            assert isinstance(each, URLPattern)
            yield route


def routes() -> list[str]:
    """Return every route of the service."""
    return list(routes_of(get_resolver().url_patterns))
