"""Sites by their exact origin: https, a host, perhaps a port, and nothing else. Plain Python."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 200
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
TLS_PORT = 443


@dataclass(frozen=True)
class Read:
    """What somebody typed: an origin, or a sentence that helps and perhaps what was meant."""

    origin: str = ""
    mistake: str = ""
    meant: str = ""


def read_origin(typed: str) -> Read:
    """Return the origin that was typed; a slash at its end and capitals are no mistake."""
    text = typed.strip()
    if not text:
        return Read(mistake="Give the address of the site, such as https://www.example.org.")
    if len(text) > LONGEST:
        return Read(mistake=f"That is longer than an address of a site can be ({LONGEST} characters).")
    if "*" in text:
        return Read(
            mistake="A star stands for sites that are not yours as well. Give each site by its whole name."
        )
    if "://" not in text:
        return _wrong("The address begins with https://.", f"https://{text}")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return Read(mistake="This is no address of a site. It looks like https://www.example.org.")
    host = _host(parts.hostname or "")
    if not host:
        return Read(mistake="This is no address of a site. It looks like https://www.example.org.")
    origin = f"https://{host}" + (f":{port}" if port and port != TLS_PORT else "")
    if parts.scheme.lower() != "https":
        return _wrong("Only sites with TLS may show the chat: the address begins with https://.", origin)
    if parts.username is not None or parts.password is not None:
        return _wrong("Leave the name and the password before the @ away.", origin)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        return _wrong("Give the site alone, without the page: leave away what follows the name.", origin)
    return Read(origin=origin)


def _wrong(mistake: str, meant: str) -> Read:
    found = read_origin(meant) if meant.startswith("https://") else Read()
    return Read(mistake=mistake, meant=found.origin or found.meant)


def _host(name: str) -> str:
    """Return a host as browsers write it, "" for what is none."""
    try:
        plain = name.encode("idna").decode() if not name.isascii() else name.lower()
    except UnicodeError:
        return ""
    labels = plain.removesuffix(".").split(".")
    return ".".join(labels) if len(labels) > 1 and all(map(LABEL.fullmatch, labels)) else ""
