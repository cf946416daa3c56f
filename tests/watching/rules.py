"""What the alerts and the dashboard ask of Prometheus, read from their files."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ALERTS = ROOT / "deploy/alerts/helpline.yml"
DASHBOARD = ROOT / "deploy/grafana/helpline.json"
PAGES = ROOT / "docs/operations/alerts"


@dataclass(frozen=True)
class Alert:
    """One rule as it stands in the file."""

    name: str
    expression: str
    severity: str
    annotations: dict[str, str]

    @property
    def page(self) -> str:
        """Return the name of its page: HelplineKeyWrong has key-wrong.md."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", self.name.removeprefix("Helpline")).lower() + ".md"


def alerts() -> list[Alert]:
    groups = yaml.safe_load(ALERTS.read_text())["groups"]
    return [
        Alert(rule["alert"], rule["expr"], rule["labels"]["severity"], rule["annotations"])
        for group in groups
        for rule in group["rules"]
    ]


def drawn() -> list[tuple[str, str]]:
    """Return each expression of the dashboard with the title of its panel."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return [(panel["title"], target["expr"]) for panel in panels for target in panel.get("targets", ())]


def expressions() -> list[tuple[str, str]]:
    """Return every expression, with what it belongs to."""
    return [(alert.name, alert.expression) for alert in alerts()] + drawn()


def figures_named(expression: str) -> set[str]:
    """Return the names of figures in an expression, as samples are called."""
    return set(re.findall(r"\bhelpline_\w+|\bup\b", expression))


def labels_named(expression: str) -> set[tuple[str, str]]:
    """Return the labels that are matched with their values, and those that are grouped by with "" for one."""
    matched = re.findall(r'(\w+)\s*=~?\s*"([^"]*)"', expression)
    named = {(name, each) for name, value in matched for each in value.split("|")}
    grouped = re.findall(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)", expression)
    return named | {(name.strip(), "") for names in grouped for name in names.split(",") if name}
