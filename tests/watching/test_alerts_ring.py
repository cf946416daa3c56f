"""Each alert rings for what it is for, and none in an ordinary hour: Prometheus's own tests of rules."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.watching.rules import ALERTS, alerts

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed"),
]
ONE, OTHER = 'instance="one", job="helpline"', 'instance="other", job="helpline"'
STEPS = 45
# What waits for an hour or a day is looked at by the hour.
SLOW = {"HelplineChecksOverdue", "HelplineBackupLate", "an ordinary day"}
Series = dict[str, str]


def always(value: float) -> str:
    return f"{value}+0x{STEPS}"


def rising(by: float) -> str:
    return f"0+{by}x{STEPS}"


def named(name: str, labels: str = "", of: str = ONE) -> str:
    return f"helpline_{name}{{{', '.join(filter(None, (labels, of)))}}}"


def histogram(name: str, labels: str, fast: float, slow: float) -> Series:
    """So many readings a minute of a tenth of a second, and of three seconds."""
    le = {"0.1": fast, "2.0": fast, "5.0": fast + slow, "+Inf": fast + slow}
    head = f"{labels}, " if labels else ""
    return {named(f"{name}_seconds_bucket", f'{head}le="{bound}"'): rising(by) for bound, by in le.items()}


def of_both(name: str, labels: str, value: float) -> Series:
    return {named(name, labels, of): always(value) for of in (ONE, OTHER)}


USUAL: Series = {
    f"up{{{ONE}}}": always(1),
    f"up{{{OTHER}}}": always(1),
    **of_both("queue", "", 2),
    **of_both("oldest_wait_seconds", "", 240),
    **of_both("handlers", 'state="available"', 3),
    **of_both("purge_overdue_seconds", "", 50),
    **of_both("timers_idle_seconds", "", 0),
    **of_both("directory_checks_overdue", "", 0),
    **of_both("backup_age_seconds", 'kind="database"', 80_000),
    **of_both("backup_age_seconds", 'kind="keys"', 4_000),
    **of_both("key_store", 'state="in_memory"', 0),
    **of_both("ready", 'part="database"', 1),
    **of_both("ready", 'part="channel_layer"', 1),
    **of_both("ready", 'part="staying"', 1),
    **of_both("key_store", 'state="away"', 0),
    **of_both("key_store", 'state="wrong_key"', 0),
    **of_both("database_pool", 'database="default", state="waiting"', 0),
    **histogram("delivery", 'to="caller"', 20, 0.2),
    **histogram("commit", "", 20, 0.2),
    named("hints_total", 'outcome="missed"'): rising(0.1),
    named("hints_total", 'outcome="tried"'): rising(100),
    named("turned_away_total", 'what="looks"'): rising(60),
    named("database_errors_total"): rising(0.1),
    named("timer_runs_total", 'timer="go_round", outcome="failed"'): rising(0),
    named("timer_runs_total", 'timer="go_round", outcome="done"'): rising(12),
}
IT = {"instance": "one", "job": "helpline"}
# What is otherwise, and the labels with which it rings. A series that is None is not there.
RINGS: dict[str, tuple[dict[str, str | None], dict[str, str]]] = {
    "HelplineNobodyTakes": (dict(of_both("handlers", 'state="available"', 0)), {}),
    "HelplineLongWait": (dict(of_both("oldest_wait_seconds", "", 1_200)), {}),
    "HelplineDeliverySlow": (dict(histogram("delivery", 'to="caller"', 20, 5)), {"to": "caller"}),
    "HelplineHintsMissed": ({named("hints_total", 'outcome="missed"'): rising(2)}, {}),
    "HelplineCommitSlow": (dict(histogram("commit", "", 20, 5)), {}),
    "HelplineFlood": ({named("turned_away_total", 'what="looks"'): rising(6_000)}, {}),
    "HelplineLineDown": ({f"up{{{ONE}}}": None, f"up{{{OTHER}}}": None}, {"job": "helpline"}),
    "HelplineProcessDown": ({f"up{{{ONE}}}": always(0)}, IT),
    "HelplineDatabaseAway": ({named("ready", 'part="database"'): always(0)}, {**IT, "part": "database"}),
    "HelplineRedisAway": (
        {named("ready", 'part="channel_layer"'): always(0)},
        {**IT, "part": "channel_layer"},
    ),
    "HelplineKeyStoreAway": ({named("key_store", 'state="away"'): always(1)}, {**IT, "state": "away"}),
    "HelplineKeyWrong": (
        {named("key_store", 'state="wrong_key"'): always(1)},
        {**IT, "state": "wrong_key"},
    ),
    "HelplineLeavesTooLong": ({named("ready", 'part="staying"'): always(0)}, {**IT, "part": "staying"}),
    "HelplinePoolFull": (
        {named("database_pool", 'database="default", state="waiting"'): always(3)},
        {**IT, "database": "default", "state": "waiting"},
    ),
    "HelplineDatabaseErrors": ({named("database_errors_total"): rising(2)}, {}),
    "HelplinePurgeLate": (dict(of_both("purge_overdue_seconds", "", 4_000)), {}),
    "HelplineTimersIdle": (dict(of_both("timers_idle_seconds", "", 90)), {}),
    "HelplineTimerFails": (
        {named("timer_runs_total", 'timer="go_round", outcome="failed"'): rising(1)},
        {"timer": "go_round"},
    ),
    "HelplineBackupLate": (
        dict(of_both("backup_age_seconds", 'kind="database"', 100_000)),
        {"kind": "database"},
    ),
    "HelplineChecksOverdue": (dict(of_both("directory_checks_overdue", "", 1)), {}),
}


def case(name: str, otherwise: dict[str, str | None], rings: list[dict[str, Any]]) -> dict[str, Any]:
    series = {each: values for each, values in {**USUAL, **otherwise}.items() if values}
    return {
        "name": name,
        "interval": "1h" if name in SLOW else "1m",
        "input_series": [{"series": each, "values": values} for each, values in series.items()],
        "alert_rule_test": [
            {"eval_time": "30h" if name in SLOW else "40m", "alertname": name, "exp_alerts": rings}
        ],
    }


def judged(tmp_path: Path, cases: list[dict[str, Any]]) -> str:
    """Return what promtool says of these cases, "" where all are as expected."""
    files = []
    for every in ("1m", "1h"):
        tests = [each for each in cases if each["interval"] == every]
        files.append(tmp_path / f"{every}.yml")
        held = {"rule_files": [str(ALERTS)], "evaluation_interval": every, "tests": tests}
        files[-1].write_text(yaml.safe_dump(held))
    command = ["promtool", "test", "rules", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_each_rings_for_what_it_is_for(tmp_path: Path) -> None:
    assert set(RINGS) == {alert.name for alert in alerts()}
    cases = []
    for alert in alerts():
        otherwise, labels = RINGS[alert.name]
        rings = {"exp_labels": {**labels, "severity": alert.severity}, "exp_annotations": alert.annotations}
        cases.append(case(alert.name, otherwise, [rings]))

    assert judged(tmp_path, cases) == ""


def test_a_backup_that_never_was_rings_and_one_of_keys_in_memory_is_none(tmp_path: Path) -> None:
    alert = next(alert for alert in alerts() if alert.name == "HelplineBackupLate")
    never = dict.fromkeys(of_both("backup_age_seconds", 'kind="keys"', 0))
    in_memory = of_both("key_store", 'state="in_memory"', 1)
    rings = {
        "exp_labels": {"kind": "keys", "severity": alert.severity},
        "exp_annotations": alert.annotations,
    }

    assert judged(tmp_path, [case(alert.name, never, [rings]), case(alert.name, never | in_memory, [])]) == ""


def ordinary(when: str, name: str) -> dict[str, Any]:
    """Return a case in which nothing is otherwise and nothing may ring."""
    usual = case(name, {}, [])
    rings = [{"eval_time": when, "alertname": alert.name, "exp_alerts": []} for alert in alerts()]
    return {**usual, "alert_rule_test": rings}


def test_none_rings_in_an_ordinary_hour_and_one_that_did_would_be_noticed(tmp_path: Path) -> None:
    usual = [ordinary("40m", "an ordinary hour"), ordinary("30h", "an ordinary day")]

    assert judged(tmp_path, usual) == ""
    otherwise, _ = RINGS["HelplineTimersIdle"]
    assert "HelplineTimersIdle" in judged(tmp_path, [case("HelplineTimersIdle", otherwise, [])])
