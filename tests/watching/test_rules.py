"""Alerts, dashboard and pages name what there is, and each other."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import helpline.watching  # noqa: F401 - it registers what is so now
from helpline.kernel.metrics import registry
from tests.kernel.test_metrics import closed_lists
from tests.watching.rules import (
    ALERTS,
    DASHBOARD,
    PAGES,
    ROOT,
    alerts,
    drawn,
    expressions,
    figures_named,
    labels_named,
)

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]
# What Prometheus adds by itself, and what it reads of the address.
OF_PROMETHEUS = {"up": {"job": {"helpline"}, "instance": set()}}
ENDINGS = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "gauge": [""]}
FUNCTIONS = {"max", "min", "sum", "rate", "increase", "histogram_quantile", "absent"}
WORDS = FUNCTIONS | {"by", "on", "and", "or", "unless"}
SECTIONS = [
    "What it means for callers",
    "First look",
    "Mend",
    "When to close the line",
    "Whom to tell",
]
promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


def figures_there_are() -> set[str]:
    """Return the name of every sample that a process may show."""
    of_ours = {
        metric.name + ending for metric in registry.collect() for ending in ENDINGS.get(metric.type, [""])
    }
    return of_ours | set(OF_PROMETHEUS)


def unknown_labels(expression: str) -> list[tuple[str, str]]:
    known = {**closed_lists(), **OF_PROMETHEUS["up"]}
    return [
        (name, value)
        for name, value in sorted(labels_named(expression))
        if name not in known or (value and value not in known[name])
    ]


def mistakes(expression: str) -> list[str]:
    """Return what is wrong in an expression as far as its words and brackets tell."""
    found, opened = [], []
    for sign in re.sub(r'"[^"]*"', "", expression):
        if sign in "({[":
            opened.append(sign)
        elif sign in ")}]" and (not opened or "({["[")}]".index(sign)] != opened.pop()):
            found.append(sign)
    without_labels = re.sub(r"\{[^}]*\}|\[\w+\]|\b(?:by|on)\s*\([^)]*\)", "", expression)
    words = set(re.findall(r"\b[a-z_]+\b", without_labels)) - figures_named(expression)
    return [*found, *opened, *sorted(words - WORDS)]


def test_what_is_wrong_would_be_noticed() -> None:
    wrong = 'maximum(helpline_queues{part="databse", hello="yes"}) > 0 and sum by (kinds) (up)'

    assert figures_named(wrong) - figures_there_are() == {"helpline_queues"}
    assert unknown_labels(wrong) == [("kinds", ""), ("part", "databse")]
    assert mistakes(wrong) == ["maximum"]
    assert mistakes("max(up") == ["("]


def test_every_figure_and_label_that_is_named_exists() -> None:
    there = figures_there_are()
    named = expressions()

    assert len(named) > 50
    assert [(of, sorted(figures_named(e) - there)) for of, e in named if not figures_named(e) <= there] == []
    assert [(of, figures_named(e)) for of, e in named if not figures_named(e)] == []
    assert [(of, unknown_labels(e)) for of, e in named if unknown_labels(e)] == []
    assert [(of, mistakes(e)) for of, e in named if mistakes(e)] == []


@promtool
def test_prometheus_itself_reads_every_expression(tmp_path: Path) -> None:
    asked = [{"record": f"drawn:{n}", "expr": expr} for n, (_, expr) in enumerate(drawn())]
    (tmp_path / "drawn.yml").write_text(yaml.safe_dump({"groups": [{"name": "drawn", "rules": asked}]}))
    for command in (
        ["check", "config", str(ROOT / "deploy/prometheus.yml")],
        ["check", "rules", str(ALERTS), str(tmp_path / "drawn.yml")],
    ):
        done = subprocess.run(["promtool", *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_has_its_page_and_each_page_its_alert() -> None:
    by_page = {alert.page: alert for alert in alerts()}
    pages = {path.name: path.read_text() for path in PAGES.glob("*.md")}

    assert set(by_page) == set(pages)
    assert len(by_page) == len(alerts())
    for name, text in pages.items():
        alert = by_page[name]
        assert f"Alert `{alert.name}` in" in text, name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS, name
        assert all(len(part.strip()) > 2 for part in re.split(r"^## .+$", text, flags=re.MULTILINE)), name
        assert alert.annotations["runbook"] == f"docs/operations/alerts/{name}"
        assert alert.annotations["summary"].endswith(".")


def cells(row: str) -> list[str]:
    return row.strip("|").split("|")


def test_the_list_of_pages_has_each_in_the_column_of_its_severity() -> None:
    lines = [each for each in (PAGES.parent / "README.md").read_text().splitlines() if each.startswith("|")]
    columns = dict(zip(("critical", "warning", "info"), zip(*map(cells, lines), strict=True), strict=True))

    for alert in alerts():
        assert f"(alerts/{alert.page})" in "".join(columns[alert.severity]), alert.name


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    board = json.loads(DASHBOARD.read_text())
    panels = board["panels"]
    ids = [panel["id"] for panel in panels]
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        at = panel["gridPos"]
        cells = {(at["x"] + i, at["y"] + j) for i in range(at["w"]) for j in range(at["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells

    assert len(set(ids)) == len(ids)
    assert max(x for x, _ in taken) < 24
    assert {panel["datasource"]["uid"] for panel in panels if "datasource" in panel} == {"${datasource}"}
    assert [each["name"] for each in board["templating"]["list"]] == ["datasource"]
