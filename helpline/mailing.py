"""Reading where mail is handed over, from one address in the environment. Plain Python."""

from typing import Any
from urllib.parse import unquote, urlsplit

from helpline.environment import EnvironmentMistake

# Whether the connection is encrypted from its beginning, or from STARTTLS on; in the clear is no way.
SCHEMES = {"smtp": False, "smtps": True}
PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 10


def mail_settings(address: str) -> dict[str, Any]:
    """Return Django's EMAIL settings from `smtp://user:password@host:587`, or those that send nothing.

    "" is no address. Raises EnvironmentMistake, without the address: a password may stand in it.
    """
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise EnvironmentMistake("HELPLINE_MAIL_URL must be such as smtp://user:password@mail.example:587")
    at_once = SCHEMES[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": at_once,
        "EMAIL_USE_TLS": not at_once,
        "EMAIL_TIMEOUT": SECONDS,
    }
