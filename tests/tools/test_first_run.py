"""What a service on this machine checks and makes before Django starts, and its certificate."""

import datetime
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from helpline import demo, first_run
from helpline.environment import EnvironmentMistake
from helpline.own_certificate import CERTIFICATE, KEY, ensure_certificate
from helpline.serving import with_tls


@pytest.fixture(autouse=True)
def _restored_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"HELPLINE_DATA_DIR": str(tmp_path / "data"), "HELPLINE_PORT": str(port)}


def test_it_is_a_service_with_every_rule_of_one(environ: dict[str, str], tmp_path: Path) -> None:
    first_run.prepare(environ)

    port = environ["HELPLINE_PORT"]
    assert environ["HELPLINE_MODE"] == "service"
    assert environ["HELPLINE_ORIGINS"] == f"https://localhost:{port},https://127.0.0.1:{port}"
    assert environ["HELPLINE_HOSTS"] == "localhost,127.0.0.1"
    assert environ["HELPLINE_TRUSTED_PROXIES"] == "0"
    assert sorted(path.name for path in (tmp_path / "data" / "keys").iterdir()) == [
        "key_encryption_key", "secret_key",
    ]  # fmt: skip
    assert not (tmp_path / "data" / demo.MARKER).exists()


def test_what_somebody_has_set_stays(environ: dict[str, str]) -> None:
    environ["HELPLINE_HOSTS"] = "chat.example.org"
    first_run.prepare(environ)
    assert environ["HELPLINE_HOSTS"] == "chat.example.org"


def test_a_demo_never_becomes_a_service(environ: dict[str, str]) -> None:
    demo.prepare(dict(environ))

    with pytest.raises(EnvironmentMistake) as refusal:
        first_run.prepare(environ)

    assert "holds a demo" in refusal.value.line
    assert "HELPLINE_DATA_DIR" in refusal.value.line


def test_a_certificate_is_made_once_is_its_owners_alone_and_made_anew_when_it_ran_out(tmp_path: Path) -> None:
    os.umask(0o077)
    folder = ensure_certificate(tmp_path / "tls")
    first = (folder / CERTIFICATE).read_bytes()
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}

    ensure_certificate(folder)
    assert (folder / CERTIFICATE).read_bytes() == first
    made = x509.load_pem_x509_certificate(first)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]

    ensure_certificate(folder, now=made.not_valid_after_utc + datetime.timedelta(seconds=1))
    assert (folder / CERTIFICATE).read_bytes() != first
    (folder / KEY).unlink()
    ensure_certificate(folder)
    assert (folder / KEY).is_file()


def test_a_colon_in_a_folder_does_not_end_its_name() -> None:
    assert with_tls("127.0.0.1", 8443, Path("/srv/a:b")) == (
        r"ssl:8443:privateKey=/srv/a\:b/privkey.pem:certKey=/srv/a\:b/fullchain.pem:interface=127.0.0.1"
    )
