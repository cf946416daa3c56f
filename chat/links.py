"""Which addresses in a handler's words a caller may follow. Plain Python.

An allow-list: https, a host that the service itself gives out, nothing that disguises another one.
Everything else stays text.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

# Only letters that need no explaining: an address with others may look like one that it is not.
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/?#&=%+,:;@!$'()*-]*)?(?![\w:@\\\[])")
# What a sentence puts behind an address.
BEHIND = ".,;:!?'"
MOST = 10


def host_of(address: str) -> str:
    """Return the host of a website as staff wrote it, with or without https://; "" when there is none."""
    try:
        found = urlsplit(address if "://" in address else f"https://{address}").hostname
    except ValueError:
        return ""
    return (found or "").lower().removeprefix("www.")


def allowed_links(body: str, hosts: Iterable[str]) -> list[str]:
    """Return the addresses in `body` that may become links, as they stand there, each once.

    `hosts` are hosts without "www."; a host below one of them is not it.
    """
    allowed = frozenset(hosts)
    found = (_without_end(match.group()) for match in ADDRESS.finditer(body))
    return list(dict.fromkeys(address for address in found if _is_allowed(address, allowed)))[:MOST]


def _without_end(address: str) -> str:
    kept = address.rstrip(BEHIND)
    # "(see https://example.org/a)": the bracket belongs to the sentence when it opens there.
    return kept[:-1].rstrip(BEHIND) if kept.endswith(")") and "(" not in kept else kept


def _is_allowed(address: str, hosts: frozenset[str]) -> bool:
    host = address.removeprefix("https://").partition("/")[0].lower().removeprefix("www.")
    return host in hosts and "xn--" not in host
