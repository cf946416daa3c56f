"""nginx as deploy/nginx.conf has it, on free ports and in a folder of the test's own."""

import base64
import datetime
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import HOST, Server, free_port

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
CONFIGURATION = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
NAME = "localhost"
PLACE = re.compile(r"\$\{(HELPLINE_\w+)\}")
GUARD_SECONDS = 60
# What an administrator finds in most nginx: all of it in the open.
ORDINARY = [
    ("access_log off;", "access_log ${HELPLINE_PROXY_DIR}/access.log combined;"),
    ("error_log /dev/null emerg;", "error_log ${HELPLINE_PROXY_DIR}/error.log info;"),
]


@dataclass
class Nginx(Server):
    """In front of a program on `app` and `others`; `ordinary` writes the logs that nginx writes elsewhere."""

    app: int = 0
    others: tuple[int, ...] = ()
    ordinary: bool = False
    plain_port: int = field(default_factory=free_port)

    @property
    def file(self) -> Path:
        return self.folder / "nginx.conf"

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.port}"

    @property
    def upstream(self) -> str:
        """Return what stands for the programs: a line each (docs/operations/several-processes.md)."""
        if not self.others:
            return f"{HOST}:{self.app}"
        return "; server ".join(f"{HOST}:{port} max_fails=0" for port in (self.app, *self.others))

    def write(self) -> None:
        """Fill the file in as docs/proxy.md says, and make a certificate of the test's own."""
        text = CONFIGURATION
        for off, on in ORDINARY if self.ordinary else []:
            assert off in text
            text = text.replace(off, on)
        values = {
            "HELPLINE_HOST": NAME,
            "HELPLINE_APP": self.upstream,
            "HELPLINE_TLS_DIR": str(self.folder),
            "HELPLINE_DEPLOY_DIR": str(DEPLOY),
            "HELPLINE_PROXY_DIR": str(self.folder),
            # Whoever runs the tests: its workers could not enter the folder as another.
            "HELPLINE_PROXY_USER": "root",
            "HELPLINE_TLS_PORT": f"{HOST}:{self.port}",
            "HELPLINE_HTTP_PORT": f"{HOST}:{self.plain_port}",
        }
        self.file.write_text(PLACE.sub(lambda place: values[place[1]], text))
        make_certificate(self.folder)

    def command(self) -> list[str]:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        return [program or "nginx", "-p", str(self.folder), "-c", str(self.file), "-g", "daemon off;"]

    def start(self) -> None:
        self.write()
        super().start()

    def kill_workers(self) -> None:
        """End those that hold the connections, all at once; the master starts others."""
        assert self.process is not None
        master = self.process.pid
        for worker in Path(f"/proc/{master}/task/{master}/children").read_text().split():
            os.kill(int(worker), signal.SIGKILL)

    def judged(self) -> str:
        """Return what `nginx -t` says of the file."""
        self.write()
        asked = subprocess.run([*self.command()[:-2], "-t"], capture_output=True, text=True, check=False)
        return asked.stderr

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))

    def asked(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        of: str = HOST,
        method: str = "GET",
        body: bytes | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask from the address `of` (any of 127.0.0.0/8); return status, headers and body."""
        line = http.client.HTTPSConnection(
            NAME, self.port, timeout=GUARD_SECONDS, context=self.trust, source_address=(of, 0)
        )
        try:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def told(self, raw: bytes, *, of: str = HOST, tls: bool = True, port: int = 0) -> bytes:
        """Send bytes that are no request, and return what comes until the connection ends."""
        plain = socket.create_connection((HOST, port or self.port), GUARD_SECONDS, (of, 0))
        with self.trust.wrap_socket(plain, server_hostname=NAME) if tls else plain as line:
            line.sendall(raw)
            try:
                return b"".join(iter(lambda: line.recv(65_536), b""))
            except (ConnectionResetError, ssl.SSLError):
                return b""


def key_digest(folder: Path) -> str:
    """Return the digest of the public key of a folder's certificate, as Chromium wants it."""
    certificate = x509.load_pem_x509_certificate((folder / "fullchain.pem").read_bytes())
    kind, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(sha256(certificate.public_key().public_bytes(kind, form)).digest()).decode()


def make_certificate(folder: Path) -> None:
    """Write a certificate for localhost and its key, as a host finds them in HELPLINE_TLS_DIR."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ip_address(HOST))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(kept)
