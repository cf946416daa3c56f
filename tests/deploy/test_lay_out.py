"""What `install.sh` and `compose.yml` do before anything serves: tables, and the program's content, once."""

from typing import Any

import pytest
from django.core import management

from chat.models import ConsentText
from helpline import laying_out
from scripts.models import ScriptVersion
from tests.chat.acts import BOTH
from triage.models import DirectoryEntry, RiskInstrument

pytestmark = [pytest.mark.django_db(databases=BOTH), pytest.mark.once]
PHONELINE = {"name": "Respect Phoneline"}


@pytest.fixture(autouse=True)
def migrated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which databases were migrated, and leave out what finds in many seconds that nothing is wanted."""
    databases: list[str] = []

    def called(command: str, **options: Any) -> None:
        if command == "migrate":
            databases.append(options["database"])
        else:
            management.call_command(command, **options)

    monkeypatch.setattr(laying_out, "call_command", called)
    return databases


def test_an_installed_service_has_a_directory_and_no_script_that_nobody_signed(
    migrated: list[str], settings: Any
) -> None:
    settings.HELPLINE_MODE = "service"
    settings.HELPLINE_ASKS_SIGN_OFFS = True
    DirectoryEntry.objects.all().delete()
    management.call_command("lay_out")

    assert migrated == ["default", "keys"]
    assert DirectoryEntry.objects.filter(**PHONELINE).exists()
    assert ConsentText.objects.exists()
    assert RiskInstrument.objects.exists()
    assert not ScriptVersion.objects.exists()


def test_a_new_version_loads_nothing_over_what_people_have_changed() -> None:
    management.call_command("lay_out")
    DirectoryEntry.objects.exclude(**PHONELINE).delete()
    DirectoryEntry.objects.update(phone="0300 123 4567")
    management.call_command("lay_out")

    assert list(DirectoryEntry.objects.values_list("name", "phone")) == [
        ("Respect Phoneline", "0300 123 4567")
    ]
