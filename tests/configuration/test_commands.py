"""The same by the command line, for a folder that is kept in git."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat.models import LineSettings
from helpline.configuration.reading import MOST_BYTES
from helpline.staff.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A file that differs from the service in one number."""
    call_command("export_configuration")
    path = tmp_path / "service.yaml"
    path.write_text(capsys.readouterr().out.replace("idle_minutes: 20", "idle_minutes: 25"))
    return path


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_configuration", str(kept), dry_run=True)

    assert capsys.readouterr().out == "How the line works\n  idle minutes: 20 -> 25\n"
    assert not LineSettings.objects.exists()


def test_it_is_done_by_somebody(kept: Path, admin: Account, handler: Account) -> None:
    for nobody in (None, "nobody-here"):
        with pytest.raises(CommandError, match="--by must name"):
            call_command("import_configuration", str(kept), by=nobody)
    with pytest.raises(CommandError, match="Your role does not allow this"):
        call_command("import_configuration", str(kept), by=handler.username)
    assert not LineSettings.objects.exists()

    call_command("import_configuration", str(kept), by=admin.username)

    assert LineSettings.objects.get().idle_minutes == 25


def test_a_file_that_is_wrong_or_endless_or_absent_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MOST_BYTES + 5))
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("version: 1\nlime: 3\n")

    absent = tmp_path / "absent.yaml"
    cases = {large: "larger than 2 MB", wrong: "Line 2: There is no part", absent: "cannot be read"}
    for path, says in cases.items():
        with pytest.raises(CommandError, match=says):
            call_command("import_configuration", str(path), dry_run=True)
