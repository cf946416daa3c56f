"""A page of rules in a real browser, under the policy that every page of the service has."""

import contextlib
import html
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from helpline.kernel.policies import SCRIPTED, content_security_policy
from tests.chromium import program

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><title>Console</title><pre id="told"></pre>
<script type="module" src="/tests/console/%s"></script>"""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--virtual-time-budget=10000"]


class Files(SimpleHTTPRequestHandler):
    """Serves the checkout and one page, each with the service's own content security policy."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012
    # What is served beside the checkout: path to JSON.
    told: dict[str, str] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        page, _, rules = self.path.partition("?")
        if page in self.told:
            self._say("application/json", self.told[page])
        elif page == "/":
            self._say("text/html; charset=utf-8", PAGE % rules)
        else:
            super().do_GET()

    def _say(self, kind: str, body: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", content_security_policy(SCRIPTED))
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is what failed."""


@contextlib.contextmanager
def serving(handler: type[Files] = Files) -> Iterator[str]:
    """Serve the checkout; give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def told_by(address: str, profile: Path, rules: str) -> dict[str, str]:
    """Run one page of rules; return what each said: "holds", or why not."""
    command = [program(), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", f"{address}?{rules}"]
    page = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    told = re.search(r'<pre id="told">(.*?)</pre>', page, re.DOTALL)
    assert told is not None
    assert told[1], "the modules did not run"
    found: dict[str, str] = json.loads(html.unescape(told[1]))
    return found
