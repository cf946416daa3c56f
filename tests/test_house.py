"""The contracts of .importlinter hold, and each would notice a violation."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from helpline import urls
from tests.staff import permission_table
from tests.staff.routes import routes, routes_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("helpline", "chat", "triage", "scripts")

# Name of the contract, module that sins, line that is planted at its end.
VIOLATIONS = [
    ("Imports go down only", "chat/selectors.py", "import chat.services"),
    ("Imports go down only", "chat/access.py", "import chat.selectors"),
    ("Imports go down only", "helpline/staff/roles.py", "import helpline.staff.models"),
    ("Imports go down only", "helpline/kernel/live.py", "import helpline.staff.roles"),
    ("Imports go down only", "chat/services/queue.py", "import chat.consumers.caller"),
    ("Imports go down only", "chat/consumers/caller.py", "import helpline.urls"),
    ("Rules are plain Python", "chat/states.py", "import django.db.models"),
    ("Rules are plain Python", "triage/risk.py", "from channels.layers import get_channel_layer"),
    ("Rules are plain Python", "scripts/engine.py", "import redis"),
    ("Rules are plain Python", "helpline/kernel/errors.py", "import django"),
    ("Triage, scripts and statistics are strangers", "triage/matching.py", "import scripts.cues"),
    ("Triage, scripts and statistics are strangers", "scripts/cues.py", "import triage.risk"),
    ("Figures never reach words", "helpline/statistics/facts.py", "import helpline.kernel.crypto"),
    ("Figures never reach words", "helpline/statistics/asking.py", "import helpline.kernel.keystore"),
    ("The rooms beside chat never look into it", "triage/models.py", "import chat.states"),
    ("The rooms beside chat never look into it", "helpline/hours/services.py", "import chat.models"),
    ("A complaint knows of no talk", "helpline/complaints/rules.py", "import chat.states"),
    ("A talk knows of no complaint", "chat/services/ending.py", "import helpline.complaints.rules"),
    ("bleach stays behind one door", "triage/forms.py", "import bleach"),
    ("bleach stays behind one door", "chat/words.py", "from bleach import clean"),
]


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    for package in PACKAGES:
        only_code = shutil.ignore_patterns("__pycache__", "*.json", "*.yaml", "*.css", "*.html")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=only_code)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def broken_contracts(house: Path) -> set[str]:
    """Run lint-imports in a folder; returns the names it calls broken."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    broken = set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))
    assert re.search(r"^Contracts: \d+ kept, \d+ broken", done.stdout, re.MULTILINE), (
        done.stdout + done.stderr
    )
    assert done.returncode == (1 if broken else 0)
    return broken


def test_every_contract_holds(copied_house: Path) -> None:
    assert broken_contracts(copied_house) == set()


@pytest.mark.parametrize(("contract", "module", "line"), VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(
    copied_house: Path, contract: str, module: str, line: str
) -> None:
    with (copied_house / module).open("a") as file:
        file.write(f"\n\n{line}\n")

    assert contract in broken_contracts(copied_house)


def test_every_contract_has_a_planted_violation() -> None:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    names = {contracts[part]["name"] for part in contracts.sections() if ":contract:" in part}

    assert names == {contract for contract, _, _ in VIOLATIONS}


def test_no_django_admin_that_would_keep_titles_of_what_it_edits() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_every_route_is_in_the_table_of_permissions() -> None:
    """A new one: add a line to tests/staff/permission_table.py, and write docs/permissions.md anew."""
    assert set(routes()) == {line.what for line in permission_table.lines(permission_table.ROUTES)}


def test_a_route_that_is_in_no_table_would_be_noticed() -> None:
    planted = [*urls.urlpatterns, path("new/", lambda request: HttpResponse())]

    assert set(routes_of(planted)) - set(routes()) == {"/new/"}


def test_the_page_of_permissions_is_what_the_table_says() -> None:
    """Not so: `python -m tests.staff.permission_table > docs/permissions.md`."""
    assert (ROOT / "docs/permissions.md").read_text() == permission_table.page()
