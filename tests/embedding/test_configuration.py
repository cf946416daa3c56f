"""The allowed sites in the file of the service's configuration."""

import pytest
from pytest_django.fixtures import Settings

from helpline.embedding.configuration_section import SECTION
from helpline.embedding.services import allow, frame_ancestors_now
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role

pytestmark = pytest.mark.django_db
ONE, OTHER = "https://www.example.org", "https://other.example.org"


@pytest.fixture
def admin(settings: Settings) -> Account:
    settings.HELPLINE_FRAME_ANCESTORS = []
    return Account.objects.create_account(username="ada", password=None, role=Role.ADMIN)


def test_where_nothing_was_set_there_is_no_section(admin: Account) -> None:
    assert SECTION.export() is None


def test_what_is_taken_in_is_what_was_taken_out(admin: Account) -> None:
    allow(typed=OTHER, by=admin)
    allow(typed=ONE, by=admin)
    taken = SECTION.export()
    assert taken == {"sites": [OTHER, ONE]}

    SECTION.apply({"sites": [ONE]}, admin)
    assert frame_ancestors_now() == [ONE]
    assert SECTION.check(taken) == []
    SECTION.apply(taken, admin)

    assert SECTION.export() == taken
    assert AuditEvent.objects.filter(event="service.site_taken_away", subject=OTHER).count() == 1


def test_only_exact_origins_come_in(admin: Account) -> None:
    wrong = ["https://*.example.org", "www.example.org", "https://www.example.org/page"]

    assert len(SECTION.check({"sites": wrong})) == 3
