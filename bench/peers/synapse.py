"""Matrix Synapse as a peer: on PostgreSQL, rate limits off, no federation."""

# ruff: noqa: S603

import json
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.live import ROOT
from tests.servers import HOST, Server

# Made by `make bench-peers`; in no lock of ours.
PYTHON = ROOT / "build" / "peers" / "bin" / "python"
SECRET = "of this run alone"  # noqa: S105 - of a server that lives for a minute
OFF = {"per_second": 1_000_000, "burst_count": 1_000_000}


def installed() -> bool:
    """Tell whether `make bench-peers` has installed it."""
    return PYTHON.exists() and any((PYTHON.parent.parent / "lib").glob("python*/site-packages/synapse"))


@dataclass
class Synapse(Server):
    """Synapse in a folder of its own; `database` is the address of an empty one, in the C locale."""

    database: str = field(default="", kw_only=True)

    def command(self) -> list[str]:
        return [str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(self.folder / "homeserver.json")]

    def start(self) -> None:
        parts = urlsplit(self.database)
        settings = {
            "server_name": "talks.localhost",
            "report_stats": False,
            "pid_file": str(self.folder / "pid"),
            "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(self.folder / "signing.key"),
            "log_config": str(self.folder / "log.json"),
            "registration_shared_secret": SECRET,
            "trusted_key_servers": [],
            "presence": {"enabled": False},
            "listeners": [
                {"port": self.port, "type": "http", "bind_addresses": [HOST],
                 "resources": [{"names": ["client"]}]}
            ],
            "database": {
                "name": "psycopg2",
                "allow_unsafe_locale": True,
                "args": {
                    "user": parts.username, "dbname": parts.path.removeprefix("/"), "host": HOST,
                    "port": parts.port, "cp_min": 5, "cp_max": 10,
                },
            },
            "rc_message": OFF, "rc_registration": OFF,
            "rc_login": {"address": OFF, "account": OFF, "failed_attempts": OFF},
            "rc_joins": {"local": OFF, "remote": OFF}, "rc_room_creation": OFF,
            "rc_invites": {"per_room": OFF, "per_user": OFF, "per_issuer": OFF},
        }  # fmt: skip
        Path(settings["log_config"]).write_text(json.dumps({"version": 1, "root": {"level": "ERROR"}}))
        (self.folder / "homeserver.json").write_text(json.dumps(settings))
        keys = [
            str(PYTHON),
            "-m",
            "synapse._scripts.generate_signing_key",
            "-o",
            str(self.folder / "signing.key"),
        ]
        subprocess.run(keys, check=True, cwd=self.folder)
        super().start()

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/_matrix/client/versions", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False
