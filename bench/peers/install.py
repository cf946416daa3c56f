"""`make bench-peers`: installs what `make bench` measures beside us. None of it is in a lock of ours.

Prosody and its driver for PostgreSQL come from Debian, Synapse into a virtual environment of its own
(build/peers), uvicorn and granian into a folder of their own (build/servers). Nothing is started.
"""

# ruff: noqa: S603, T201, E402

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[0] = str(ROOT)

from tools.system_packages import install, install_command

DEBIAN = ["prosody", "lua-dbi-postgresql"]
SYNAPSE = ["matrix-synapse", "psycopg2-binary"]
SERVERS = ["uvicorn", "uvloop", "httptools", "websockets", "granian"]


def main() -> int:
    peers, servers = ROOT / "build" / "peers", ROOT / "build" / "servers"
    if not (peers / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(peers)], check=True)
    subprocess.run([str(peers / "bin" / "python"), "-m", "pip", "install", "-q", *SYNAPSE], check=True)
    into = ["--target", str(servers), "--upgrade"]
    subprocess.run([str(peers / "bin" / "python"), "-m", "pip", "install", "-q", *into, *SERVERS], check=True)
    if not install(DEBIAN):
        print(f"Prosody needs root, and Debian; as root: {install_command(DEBIAN)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
