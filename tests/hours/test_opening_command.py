import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from helpline.hours.management.commands.opening import Command
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from tests.hours.schedules import OFFICE


def opening(*arguments: str) -> str:
    out = StringIO()
    call_command("opening", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def office(supervisor: Account) -> None:
    publish_hours(schedule=OFFICE, by=supervisor)


@pytest.mark.usefixtures("office")
def test_json_tells_state_and_next_opening_in_london_time():
    assert json.loads(opening("--at", "2026-12-24T18:00", "--json")) == {
        "queue": "main",
        "intake": "closed",
        "open": False,
        "configured": True,
        "at": "2026-12-24T18:00:00+00:00",
        "opens_at": "2026-12-29T09:00:00+00:00",
        "closes_at": None,
        "last_intake_at": None,
    }


@pytest.mark.usefixtures("office")
def test_a_moment_without_an_offset_is_london_wall_time():
    told = json.loads(opening("--at", "2026-07-01T09:00", "--json"))

    assert (told["intake"], told["at"]) == ("open", "2026-07-01T09:00:00+01:00")
    assert told["closes_at"] == "2026-07-01T17:00:00+01:00"
    assert told["last_intake_at"] == "2026-07-01T16:30:00+01:00"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("at", ["2026-07-01T08:00:00Z", "2026-07-01T10:00+02:00"])
def test_an_offset_is_obeyed(at: str):
    assert json.loads(opening("--at", at, "--json"))["at"] == "2026-07-01T09:00:00+01:00"


@pytest.mark.usefixtures("office")
def test_without_json_it_is_one_sentence():
    assert opening("--at", "2026-12-24T18:00") == (
        "Thursday 24 December 2026 at 18:00: Closed. Opens Tuesday 29 December 2026 at 09:00.\n"
    )


@pytest.mark.usefixtures("office")
@time_machine.travel("2026-11-23T16:45:00+00:00", tick=False)
def test_without_a_moment_it_is_now():
    assert json.loads(opening("--json"))["intake"] == "closing"


@pytest.mark.django_db
def test_an_unset_service_says_that_no_hours_are_set(settings: Any):
    settings.HELPLINE_MODE = "service"

    assert "No hours are set, so the line is closed." in opening("--at", "2026-12-24T18:00")


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ("tomorrow", "--at must be a date and time like 2026-12-24T18:00, not 'tomorrow'"),
        ("2026-13-01T10:00", "--at must be a date and time like 2026-12-24T18:00, not '2026-13-01T10:00'"),
        ("", "--at must be a date and time like 2026-12-24T18:00, not ''"),
        ("9999-12-31T23:59", "--at must lie between 2000 and 2100, not '9999-12-31T23:59'"),
    ],
)
def test_a_moment_that_cannot_be_read_is_one_line_and_status_2(
    at: str, line: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "opening", "--at", at, "--skip-checks"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"CommandError: {line}\n"
