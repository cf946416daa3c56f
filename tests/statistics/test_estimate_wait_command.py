import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from helpline.statistics.management.commands.estimate_wait import Command

THREE = ("--handlers", "3", "--handle-minutes", "25")


def estimate(*arguments: str) -> str:
    out = StringIO()
    call_command("estimate_wait", *arguments, stdout=out)
    return out.getvalue()


def test_json_has_mean_median_and_80th_percentile_in_minutes():
    told = json.loads(estimate("--ahead", "3", *THREE, "--patience-minutes", "8", "--json"))

    assert list(told) == ["mean_minutes", "p50_minutes", "p80_minutes"]
    assert [round(minutes, 5) for minutes in told.values()] == [17.13787, 15.09228, 23.98783]


def test_without_patience_nobody_gives_up():
    told = json.loads(estimate("--ahead", "3", *THREE, "--json"))

    assert [round(minutes, 5) for minutes in told.values()] == [33.33333, 30.60051, 45.95871]


def test_without_json_it_is_one_sentence():
    assert estimate("--ahead", "3", *THREE, "--patience-minutes", "8") == (
        "With 3 ahead, half of such callers are taken within 15.1 minutes and four in five within 24.0; "
        "the mean is 17.1 minutes.\n"
    )


RIGHT = {"--ahead": "3", "--handlers": "3", "--handle-minutes": "25", "--patience-minutes": "8"}
AHEAD = "must be a whole number from 0 to 10,000"
HANDLERS = "must be a whole number from 1 to 10,000"
MINUTES = "must be a number of minutes from 0.01 to 100,000"


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        *[("--ahead", value, AHEAD) for value in ("-1", "10001", "1000000000", "1.5", "nan", "many", "")],
        *[("--handlers", value, HANDLERS) for value in ("0", "-3", "1000000000", "inf", "two", "9" * 5_000)],
        *[("--handle-minutes", value, MINUTES) for value in ("0", "-25", "nan", "inf", "1e9", "1e-9", "x")],
        *[("--patience-minutes", value, MINUTES) for value in ("0", "-8", "nan", "inf", "1e400", "long")],
    ],
)
def test_what_cannot_be_is_one_line_and_status_2(
    option: str, value: str, line: str, capsys: pytest.CaptureFixture[str]
):
    given = {**RIGHT, option: value}

    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "estimate_wait", *sum(given.items(), ()), "--skip-checks"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        f"manage.py estimate_wait: error: argument {option}: {line}, not {value[:40]!r}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--ahead", "3"], "the following arguments are required: --handlers, --handle-minutes"),
        (["--ahead", "-inf"], "argument --ahead: expected one argument"),
    ],
)
def test_what_is_missing_is_one_line_and_status_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "estimate_wait", *arguments])

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"manage.py estimate_wait: error: {line}\n"


def test_the_longest_queue_is_still_reckoned():
    told = json.loads(estimate("--ahead", "10000", *THREE, "--patience-minutes", "8", "--json"))

    assert round(told["mean_minutes"], 2) == 78.84


def test_it_reckons_where_no_service_is_set_up(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("HELPLINE_", "DJANGO_"))
    }
    command = [sys.executable, str(root / "manage.py"), "estimate_wait", "--ahead", "3", *THREE, "--json"]
    told = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)

    assert told.stderr == ""
    assert list(json.loads(told.stdout)) == ["mean_minutes", "p50_minutes", "p80_minutes"]
