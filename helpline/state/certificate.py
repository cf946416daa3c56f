"""Until when the certificate is good that callers' browsers are shown.

Read from the file that the operator names (HELPLINE_CERTIFICATE_FILE), else from the service's own address:
that one host is asked for its certificate and sent nothing else. No other host is ever asked.
"""

import ssl
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings

from helpline.state.mail_notes import own_address

SECONDS = 3
LONGEST_FILE = 200_000


class NoCertificate(Exception):
    """It cannot be told; the message says why, in a sentence."""


def ends_at() -> datetime:
    """Return the end of the certificate. Raises NoCertificate."""
    pem = (
        _from_file(Path(settings.HELPLINE_CERTIFICATE_FILE))
        if settings.HELPLINE_CERTIFICATE_FILE
        else _shown()
    )
    try:
        # The first of a chain is the host's own.
        return x509.load_pem_x509_certificates(pem)[0].not_valid_after_utc
    except (ValueError, IndexError):
        raise NoCertificate("What was read is no certificate.") from None


def _from_file(path: Path) -> bytes:
    try:
        with path.open("rb") as held:
            return held.read(LONGEST_FILE)
    except OSError as error:
        raise NoCertificate(f"The named file cannot be read ({type(error).__name__}).") from None


def _shown() -> bytes:
    address = urlsplit(own_address())
    if address.scheme != "https" or not address.hostname:
        raise NoCertificate("This service has no https address of its own.")
    try:
        pem = ssl.get_server_certificate((address.hostname, address.port or 443), timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise NoCertificate(f"The service cannot ask its own address ({type(error).__name__}).") from None
    return pem.encode()
