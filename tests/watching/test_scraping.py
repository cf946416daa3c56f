"""Prometheus, as deploy/prometheus.yml has it, asks where deploy/install.sh has processes listen."""

from urllib.parse import urlsplit

import pytest
import yaml
from django.test import Client
from pytest_django.fixtures import Settings

from tests.watching.rules import ROOT

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]
TARGETS = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text())["scrape_configs"][0]["static_configs"][
    0
]["targets"]


@pytest.mark.parametrize(
    ("hosts", "status"), [("chat.example.org,127.0.0.1", 200), ("chat.example.org", 400)]
)
def test_a_target_is_answered_where_its_address_is_among_the_hosts(
    settings: Settings, hosts: str, status: int
) -> None:
    settings.ALLOWED_HOSTS = hosts.split(",")
    address = urlsplit(f"//{TARGETS[0]}").hostname
    answer = Client().get("/metrics", headers={"Host": TARGETS[0]}, REMOTE_ADDR=address)

    assert answer.status_code == status


def test_the_ports_are_those_of_the_installer() -> None:
    installer = (ROOT / "deploy/install.sh").read_text()

    assert f"[first_port]={TARGETS[0].rpartition(':')[2]}" in installer
    assert f"[processes]={len(TARGETS)}" in installer
