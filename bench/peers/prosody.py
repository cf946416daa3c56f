"""Prosody as a peer: WebSockets, anonymous sign-in, every message in its archive on PostgreSQL."""

# ruff: noqa: S607

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers import HOST, Server, answers

DOMAIN = "talks.localhost"
SETTINGS = """
daemonize = false
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}"
plugin_paths = {{}}
modules_enabled = {{ "websocket", "saslauth", "mam", "disco" }}
modules_disabled = {{ "s2s", "offline" }}
c2s_ports = {{}}
s2s_ports = {{}}
https_ports = {{}}
http_ports = {{ {port} }}
http_interfaces = {{ "{host}" }}
consider_websocket_secure = true
cross_domain_websocket = true
c2s_require_encryption = false
http_default_host = "{domain}"
storage = {{ archive = "sql" }}
default_storage = "memory"
sql = {{ driver = "PostgreSQL", database = "{database}", username = "helpline", password = "",
  host = "{host}", port = {database_port} }}
archive_expires_after = "never"
default_archive_policy = true
log = {{ warn = "*console" }}
VirtualHost "{domain}"
    authentication = "anonymous"
"""


def installed() -> bool:
    """Tell whether there is a Prosody with what it needs for PostgreSQL."""
    return shutil.which("prosody") is not None and any(Path("/usr/lib").glob("*/lua/5.*/dbd/postgresql.so"))


@dataclass
class Prosody(Server):
    """Prosody in a folder of its own; `database` is the address of an empty one."""

    database: str = field(default="", kw_only=True)

    def command(self) -> list[str]:
        parts = urlsplit(self.database)
        file = self.folder / "prosody.cfg.lua"
        file.write_text(
            SETTINGS.format(
                folder=self.folder,
                port=self.port,
                host=HOST,
                domain=DOMAIN,
                database=parts.path.removeprefix("/"),
                database_port=parts.port,
            )
        )
        return ["prosody", "--config", str(file), "-F"]

    def is_ready(self) -> bool:
        return answers(self.port)

    def version(self) -> str:
        said = subprocess.run(
            ["dpkg-query", "-W", "-f=${Version}", "prosody"], capture_output=True, text=True
        )
        return said.stdout
