"""Typed readers of the environment. A secret may also stand in the file named by NAME_FILE."""

import ipaddress
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from helpline.kernel.redis_address import hosts_of, layer_host, sentinels_of

WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
REDIS_SCHEMES = ("redis", "rediss", "unix", "sentinel")
# With several hosts: the one that takes writes is meant, and one that is gone is given up in seconds.
SEVERAL_HOSTS = {
    "target_session_attrs": "read-write",
    "connect_timeout": "3",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
}
# Every name that was asked for: what else stands in the environment was typed wrong (setting_names.py).
ASKED: set[str] = set()


class EnvironmentMistake(SystemExit):
    """A setting cannot be read; says so in one line and ends with status 2."""

    def __init__(self, line: str) -> None:
        super().__init__(2)
        self.line = line


def text(name: str, default: str = "") -> str:
    ASKED.add(name)
    return os.environ.get(name, default)


def choice(name: str, *allowed: str) -> str:
    """Return the value, the first of `allowed` when unset. Raises EnvironmentMistake."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise EnvironmentMistake(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Return a whole number. Raises EnvironmentMistake."""
    value = text(name, str(default))
    if not WHOLE_NUMBER.fullmatch(value):
        raise EnvironmentMistake(f"{name} must be a whole number, not {value!r}")
    if int(value) < least or (most is not None and int(value) > most):
        upwards = f"from {least} on" if most is None else f"from {least} to {most}"
        raise EnvironmentMistake(f"{name} must be a whole number {upwards}, not {value}")
    return int(value)


def listed(name: str, default: str = "") -> list[str]:
    """Return what stands between the commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def networks(name: str, default: str = "") -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return the networks between the commas, such as 10.0.0.0/8. Raises EnvironmentMistake."""
    try:
        return [ipaddress.ip_network(part) for part in listed(name, default)]
    except ValueError as mistake:
        raise EnvironmentMistake(f"{name} must name networks such as 10.0.0.0/8: {mistake}") from None


def secret(name: str, *, fallback_file: Path | None = None) -> str:
    """Return NAME, else the content of the file NAME_FILE, else of `fallback_file`, else "".

    Raises EnvironmentMistake for a file that is not there, cannot be read or is no text.
    """
    ASKED.update((name, f"{name}_FILE"))
    if name in os.environ:
        return os.environ[name]
    named = os.environ.get(f"{name}_FILE")
    path = Path(named) if named else fallback_file
    if path is None or (not named and not path.exists()):
        return ""
    source = f"{name}_FILE" if named else name
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        # Without the content: it may be a key in another form.
        raise EnvironmentMistake(f"{name}_FILE must be a file of text") from None
    except OSError as error:
        raise EnvironmentMistake(f"{source}: {path} cannot be read ({error.strerror})") from None


def redis_address(name: str) -> str:
    """Return the address of a Redis, or "". Raises EnvironmentMistake, without the address."""
    url = secret(name)
    # A password may stand in it.
    if url and url.partition("://")[0] not in REDIS_SCHEMES:
        raise EnvironmentMistake(f"{name} must begin with redis://, rediss://, unix:// or sentinel://")
    try:
        sentinels_of(url)
    except ValueError as mistake:
        form = "sentinel://HOST:PORT,HOST:PORT/SERVICE/DB"
        raise EnvironmentMistake(f"{name} must be of the form {form}: {mistake}") from None
    return url


SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # FULL: an acknowledged word survives a power cut. secure_delete: a deleted row leaves no bytes.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;PRAGMA foreign_keys=ON;",
}


def database(name: str, *, sqlite_file: Path) -> dict[str, Any]:
    """Return one entry of DATABASES from a postgresql:// address, else SQLite in `sqlite_file`."""
    url = secret(name)
    if not url:
        return {
            "ENGINE": "helpline.kernel.sqlite",
            "NAME": str(sqlite_file),
            # To open a file and read its schema costs as much as most of what is asked of it.
            "CONN_MAX_AGE": None,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    try:
        parts = urlsplit(url)
        hosts = hosts_of(parts.netloc.rpartition("@")[2], 0) if "," in parts.netloc else []
        port = ",".join(str(port or 5432) for _, port in hosts) if hosts else parts.port
    except ValueError:
        # Without the address: a password may stand in it.
        raise EnvironmentMistake(f"{name} is no address of a database") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise EnvironmentMistake(f"{name} must begin with postgresql://")
    options: dict[str, Any] = (SEVERAL_HOSTS if hosts else {}) | dict(parse_qsl(parts.query))
    # None of Django's own is ever prepared; what words are stored with is: chat/services/batch_rows.py.
    options["prepare_threshold"] = 1
    options["pool"] = {"min_size": 1, "max_size": number("HELPLINE_DATABASE_POOL", 10, least=1)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": ",".join(host for host, _ in hosts) or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


# The layer waits up to 5 s for a message in one read; a socket that gives up as early as that dies idle.
REDIS_SOCKET_SECONDS = 30
# redis-py breaks whatever asks beyond a hundred at once: a socket, where all callers come or go together.
REDIS_CONNECTIONS = 2_000


def redis_channel_layer(url: str) -> dict[str, Any]:
    """Return the entry of CHANNEL_LAYERS for a Redis without persistence."""
    host = layer_host(url, socket_timeout=REDIS_SOCKET_SECONDS, max_connections=REDIS_CONNECTIONS)
    return {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [host], "capacity": 1000},
    }
