"""Somebody else's website: another site than the service's, served by the test."""

import contextlib
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.servers import HOST

# Chromium takes it for another site than 127.0.0.1, where the service is.
NAME = "localhost"


class Site:
    """Pages by their path, and what was asked of them; with TLS where `tls` holds a certificate."""

    def __init__(self, name: str = NAME, tls: Path | None = None) -> None:
        self.name, self.tls = name, tls
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                html, headers = site.pages.get(self.path, ("", {}))
                self.send_response(200 if self.path in site.pages else 404)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                # A browser that has gone on meanwhile is no mistake.
                with contextlib.suppress(OSError):
                    self.wfile.write(html.encode())

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer((HOST, 0), Answers)
        self.server.daemon_threads = True
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls / "fullchain.pem", tls / "privkey.pem")
            # Shaken by whichever thread answers: one that says nothing must not hold the others up.
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.name}:{self.server.server_address[1]}"

    def page(self, path: str, html: str, **headers: str) -> str:
        """Put a page there and return its address; `Content_Type` is the header Content-Type."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (f"<!doctype html>{html}", named)
        return f"{self.origin}{path}"


@contextlib.contextmanager
def a_site(name: str = NAME, tls: Path | None = None) -> Iterator[Site]:
    """Serve a site until the end, with two neutral pages on it: `/weather` and `/news`."""
    site = Site(name, tls)
    site.page("/weather", '<title>Weather</title><link rel="icon" href="data:,"><p>Sunny spells.</p>')
    site.page("/news", '<title>News</title><link rel="icon" href="data:,"><p>Nothing much.</p>')
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join(10)
