"""A certificate for this machine alone, made here: no browser trusts it until it is told to."""

import datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from helpline.demo import HOST
from helpline.first_run import NAME

GOOD_FOR = datetime.timedelta(days=365)
CERTIFICATE, KEY = "fullchain.pem", "privkey.pem"


def ensure_certificate(folder: Path, *, now: datetime.datetime | None = None) -> Path:
    """Return the folder of the certificate and its key; made anew where there is none or it has run out."""
    at = now or datetime.datetime.now(datetime.UTC)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_good(folder / CERTIFICATE, at) or not (folder / KEY).is_file():
        _make(folder, at)
    return folder


def _is_good(file: Path, at: datetime.datetime) -> bool:
    try:
        held = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        return False
    return held.not_valid_after_utc > at


def _make(folder: Path, at: datetime.datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ip_address(HOST))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at + GOOD_FOR)
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for file, content in (
        (folder / KEY, kept),
        (folder / CERTIFICATE, made.public_bytes(serialization.Encoding.PEM)),
    ):
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(content)
