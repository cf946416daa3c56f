"""The command against the reference, published numbers and everything that is no number."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from helpline.statistics.management.commands.forecast_staffing import Command
from tests.statistics.test_staffing import cases

NAMES = ["p_wait", "p_abandon", "mean_wait_minutes", "served_within_target", "occupancy"]
RIGHT = {
    "--arrivals-per-hour": "6",
    "--handle-minutes": "25",
    "--patience-minutes": "8",
    "--handlers": "3",
    "--target-minutes": "5",
}
RATE = "must be a number an hour from 0.001 to 1,000,000"
MINUTES = "must be a number of minutes from 0.01 to 100,000"
HANDLERS = "must be a whole number from 1 to 10,000"
NO_MINUTES = ("0", "-25", "nan", "-nan", "inf", "1e9", "1e-9", "x", "")


def words(given: dict[str, str]) -> list[str]:
    return [f"{option}={value}" for option, value in given.items()]


def forecast(**changes: Any) -> dict[str, float]:
    given = RIGHT | {f"--{name.replace('_', '-')}": str(value) for name, value in changes.items()}
    out = StringIO()
    call_command("forecast_staffing", *words(given), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize("case", cases("erlang_a"))
def test_it_prints_every_number_of_the_reference(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    told = forecast(
        arrivals_per_hour=inputs["arrivals_per_min"] * 60,
        handle_minutes=inputs["aht_min"],
        patience_minutes=inputs["mean_patience_min"],
        handlers=inputs["servers"],
        target_minutes=inputs["target_min"],
    )

    wanted = [expected[name] for name in ("p_wait", "p_abandon", "mean_wait", "served_within_t", "occupancy")]
    assert list(told) == NAMES
    assert list(told.values()) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize(
    ("arrivals", "handle", "handlers", "patience", "target", "published"),
    [
        (2_880, 1, 50, 2, 1 / 3, [0.467774, 0.030912, 3.709 / 60, 0.943019, 0.930324]),
        (200, 3, 14, 5, 1 / 3, [0.145260, 0.013984, 0.069919, 0.916792, 0.704297]),
        (6, 25, 3, 8, 5, [0.377828, 0.217912, 1.7433, 0.722798, None]),
        (6, 25, 2, 8, 5, [0.599229, 0.406111, 3.2489, 0.507912, None]),
        (12, 25, 4, 8, 5, [0.595477, 0.333356, 2.6668, 0.565999, None]),
        (2, 30, 2, 15, 10, [0.244919, 0.132622, 1.9893, 0.832747, None]),
    ],
)
def test_it_prints_what_was_published(
    arrivals: float, handle: float, handlers: int, patience: float, target: float, published: list[Any]
) -> None:
    told = forecast(
        arrivals_per_hour=arrivals,
        handle_minutes=handle,
        handlers=handlers,
        patience_minutes=patience,
        target_minutes=target,
    )

    for number, wanted in zip(told.values(), published, strict=True):
        assert wanted is None or number == pytest.approx(wanted, abs=6e-5)


@pytest.mark.parametrize(
    "extremes",
    [
        {"arrivals_per_hour": 23_990, "handlers": 10_000, "target_minutes": 1},
        {"arrivals_per_hour": 0.001, "handle_minutes": 0.01, "patience_minutes": 0.01, "handlers": 10_000},
        {"arrivals_per_hour": 0.001, "handle_minutes": 100_000, "patience_minutes": 0.01, "handlers": 1},
        {"arrivals_per_hour": 1_000_000, "handle_minutes": 100_000, "patience_minutes": 0.01},
        {"arrivals_per_hour": 1, "patience_minutes": 100_000, "target_minutes": 100_000},
    ],
    ids=str,
)
def test_extremes_are_shares_and_a_wait_that_can_be(extremes: dict[str, float]) -> None:
    told = forecast(**extremes)

    for name in NAMES:
        assert 0 <= told[name] <= (100_000 if name == "mean_wait_minutes" else 1)


def test_without_json_it_is_two_lines_to_read() -> None:
    out = StringIO()
    call_command("forecast_staffing", *words(RIGHT), stdout=out)

    assert out.getvalue() == (
        "37.8% have to wait and 21.8% give up. The mean wait is 1.7 minutes, of all who come.\n"
        "72.3% are taken within 5 minutes. Handlers talk 65.2% of the time.\n"
    )


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run the command as from a shell; return the line, after looking that it is one and the status is 2."""
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "forecast_staffing", *arguments])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.endswith("\n")
    assert said.err.count("\n") == 1
    return said.err.rstrip("\n")


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        *[("--arrivals-per-hour", value, RATE) for value in ("0", "-6", "nan", "inf", "1e9", "six", "1e400")],
        *[
            (option, value, MINUTES)
            for option in ("--handle-minutes", "--patience-minutes", "--target-minutes")
            for value in NO_MINUTES
        ],
        *[
            ("--handlers", value, HANDLERS)
            for value in ("0", "-3", "10001", "2.5", "inf", "two", "9" * 5_000)
        ],
    ],
)
def test_what_cannot_be_is_one_line_and_status_2(
    option: str, value: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(words(RIGHT | {option: value}), capsys)

    assert told == f"manage.py forecast_staffing: error: argument {option}: {line}, not {value[:40]!r}"


@pytest.mark.parametrize("option", RIGHT)
def test_what_is_missing_is_one_line_and_status_2(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(words({name: value for name, value in RIGHT.items() if name != option}), capsys)

    assert told == f"manage.py forecast_staffing: error: the following arguments are required: {option}"


def test_numbers_that_are_absurd_together_are_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    absurd = {"--arrivals-per-hour": "1000000", "--patience-minutes": "100000"}

    assert refused(words(RIGHT | absurd), capsys) == (
        "CommandError: callers would pile up beyond what can be reckoned"
    )


def test_no_service_need_be_set_up() -> None:
    assert Command.requires_system_checks == ()
