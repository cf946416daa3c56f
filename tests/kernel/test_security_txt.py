"""/.well-known/security.txt says whom to tell of a weakness, in the form of RFC 9116."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from helpline.kernel.security_txt import is_contact

PATH = "/.well-known/security.txt"


def test_it_names_the_contact_and_grows_old_within_a_year(client: Client, settings: Settings) -> None:
    settings.HELPLINE_SECURITY_CONTACT = "mailto:security@chat.example.org"
    settings.HELPLINE_ORIGINS = ["https://chat.example.org"]
    answer = client.get(PATH)
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert fields["Contact"] == "mailto:security@chat.example.org"
    assert fields["Canonical"] == f"https://chat.example.org{PATH}"
    assert timezone.now() + timedelta(days=30) < expires < timezone.now() + timedelta(days=365)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "contact", ["", "security@example.org", "http://example.org", "mailto:a@b.org\nContact: evil"]
)
def test_without_an_address_that_may_stand_there_it_is_absent(
    contact: str, client: Client, settings: Settings
) -> None:
    settings.HELPLINE_SECURITY_CONTACT = contact

    assert not is_contact(contact)
    assert client.get(PATH).status_code == 404
