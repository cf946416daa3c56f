"""The console's modules in a real browser, under the policy that every page of the service has."""

import html
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpline.kernel.middleware import content_security_policy
from tests.chromium import program

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><title>Console</title><pre id="told"></pre>
<script type="module" src="/tests/console/%s"></script>"""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--virtual-time-budget=10000"]


class Files(SimpleHTTPRequestHandler):
    """Serves the checkout and one page, each with the service's own content security policy."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def do_GET(self) -> None:
        page, _, rules = self.path.partition("?")
        if page != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((PAGE % rules).encode())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", content_security_policy({}))
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is what failed."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.journey
@pytest.mark.parametrize(
    ("rules", "many"),
    [
        ("rules.mjs", 37),
        ("writing.mjs", 12),
        ("desk.mjs", 23),
        ("acts.mjs", 6),
        ("places.mjs", 1),
        ("boundaries.mjs", 13),
        ("offers.mjs", 7),
        ("danger.mjs", 9),
        ("fitting.mjs", 8),
        ("beside.mjs", 19),
        ("passing-on.mjs", 7),
        ("presence.mjs", 13),
        ("cuts.mjs", 5),
        ("signing-out.mjs", 5),
        ("talk-cards.mjs", 9),
    ],
)
def test_every_rule_of_the_console_holds_in_a_browser(address, tmp_path, rules, many):
    command = [program(), *FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", f"{address}?{rules}"]
    page = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    told = re.search(r'<pre id="told">(.*?)</pre>', page, re.DOTALL)
    assert told is not None
    assert told[1], "the modules did not run"
    results = json.loads(html.unescape(told[1]))
    assert {name: why for name, why in results.items() if why != "holds"} == {}
    assert len(results) == many
