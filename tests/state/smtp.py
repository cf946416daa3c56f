"""A mail server that keeps what it is handed, on a free port of this machine."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Kept(socketserver.ThreadingTCPServer):
    """The server; `mails` are (recipient, text), and with `refuses` it takes none."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[tuple[str, str]] = []
        self.refuses = False


class _Talk(socketserver.StreamRequestHandler):
    server: Kept

    def handle(self) -> None:
        self._say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
            if verb == "RCPT" and self.server.refuses:
                self._say("550 no")
            elif verb == "DATA":
                self._say("354 go on")
                self.server.mails.append((to, self._text()))
                self._say("250 kept")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 good")

    def _text(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Kept]:
    """Give the server while it runs."""
    with Kept() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
