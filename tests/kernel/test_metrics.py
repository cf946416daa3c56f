"""Figures for whoever watches: in steps of five where they are of people, closed labels, and no words."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from chat.consumers import limits
from chat.models import Contact
from chat.states import State
from helpline import figures_now, timers
from helpline.environment import EnvironmentMistake, networks
from helpline.keeping import backup_state
from helpline.kernel import health, metrics
from helpline.kernel.metrics import HeldBack, Stepped, page
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.content import put_content_in

BUCKETS = {*metrics.WAIT_SECONDS, *metrics.DELIVERY_SECONDS, *metrics.COMMIT_SECONDS}
START = {"consent": True, "about": "own_behaviour", "language": "en", "first_message": "Ermintrude hid"}

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    limits.buckets.cache_clear()
    yield
    limits.buckets.cache_clear()


def figures() -> dict[str, float]:
    """Return every figure by its name with labels."""
    lines = [line for line in page().decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def start(client: Client, **more: Any) -> Any:
    body = json.dumps({**START, **more})
    return client.post("/api/contacts", body, content_type="application/json")


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("::ffff:127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("192.0.2.1", {}, 404),
        # Through a proxy of ours, from outside and from the operator.
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 200),
        ("127.0.0.1", {"X-Real-IP": "192.0.2.1"}, 404),
        # Made up.
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1, 192.0.2.1"}, 404),
        ("192.0.2.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("192.0.2.1", {"X-Real-IP": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": ""}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "localhost"}, 404),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
        ("", {}, 404),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_it_is_there_for_the_operators_network_alone(
    settings: Settings, peer: str, headers: dict[str, str], status: int, proxies: int
) -> None:
    settings.HELPLINE_TRUSTED_PROXIES = proxies
    answer = Client().get("/metrics", REMOTE_ADDR=peer, headers=headers)

    assert answer.status_code == status
    if status == 404:
        assert answer.content == Client().get("/nothing-here").content
    else:
        assert answer["Content-Type"].startswith("text/plain")
        assert not answer.cookies


def test_other_networks_are_named_by_a_setting_and_mistakes_are_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_METRICS_NETWORKS", "10.0.0.0/8, 2001:db8::/32")
    settings.HELPLINE_METRICS_NETWORKS = networks("HELPLINE_METRICS_NETWORKS")
    peers = ("10.1.2.3", "2001:db8::1", "127.0.0.1")
    seen = {peer: Client().get("/metrics", REMOTE_ADDR=peer).status_code for peer in peers}

    assert seen == {"10.1.2.3": 200, "2001:db8::1": 200, "127.0.0.1": 404}
    settings.HELPLINE_METRICS_NETWORKS = []
    assert Client().get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404
    monkeypatch.setenv("HELPLINE_METRICS_NETWORKS", "10.0.0.1/8")
    with pytest.raises(EnvironmentMistake) as mistake:
        networks("HELPLINE_METRICS_NETWORKS")
    assert "HELPLINE_METRICS_NETWORKS must name networks" in mistake.value.line


def test_what_people_do_is_shown_in_steps_of_five() -> None:
    counted = Stepped("helpline_test_acts", "Of this test.", "kind", lambda: ("a", "b"))
    seen = []
    for _ in range(11):
        counted.add("a")
        seen.append(figures().get('helpline_test_acts_total{kind="a"}'))
    metrics.registry.unregister(counted)

    assert seen == [None] * 4 + [5.0] * 5 + [10.0] * 2


def test_what_is_not_on_the_list_is_other_and_never_a_label() -> None:
    counted = Stepped("helpline_test_acts", "Of this test.", "kind", lambda: ("a",))
    counted.add("Ermintrude", 7)
    text = page().decode()
    metrics.registry.unregister(counted)

    assert 'helpline_test_acts_total{kind="other"} 5.0' in text
    assert "Ermintrude" not in text


def test_waits_come_five_at_a_time() -> None:
    observed: list[float] = []

    class Histogram:
        observe = observed.append

    held = HeldBack(Histogram())  # type: ignore[arg-type]
    for seconds in range(9):
        held.observe(seconds)

    assert observed == [0, 1, 2, 3, 4]


def test_an_evening_is_counted_and_says_nothing_of_anybody(make_account: Callable[..., Account]) -> None:
    put_content_in()
    handler = make_account(Role.HANDLER)
    before, client, now = figures(), Client(), timezone.now()
    tokens = [start(client).json()["token"] for _ in range(5)]
    for _ in range(5):
        assert start(client, about="everything").status_code == 400
    timers.run_due(now=now, started_at=now)
    after = figures()

    def more(name: str) -> float:
        return after.get(name, 0.0) - before.get(name, 0.0)

    # Of five more, whatever stood there before: one step.
    assert more('helpline_starts_total{way="page"}') == 5
    assert more('helpline_messages_total{sender="caller"}') == 5
    assert more('helpline_refusals_total{code="request.invalid"}') == 5
    assert more('helpline_timer_runs_total{outcome="done",timer="purge_expired"}') == 1
    assert more('helpline_hints_total{outcome="tried"}') >= 5
    assert after["helpline_queue"] == 5
    assert after['helpline_handlers{state="available"}'] == 0
    assert after["helpline_purge_overdue_seconds"] == 0
    parts = ("database", "channel_layer", "key_store")
    assert [after[f'helpline_ready{{part="{part}"}}'] for part in parts] == [1.0] * 3
    ids = [str(contact.pk) for contact in Contact.objects.all()]
    for planted in (*tokens, *ids, "Ermintrude", handler.username, "127.0.0.1"):
        assert planted not in page().decode()


def test_words_that_are_past_their_purge_are_told_by_how_long() -> None:
    put_content_in()
    start(Client())
    due = timezone.now() - timedelta(hours=2)
    Contact.objects.update(state=State.CLOSED, purge_at=due)

    assert figures()["helpline_purge_overdue_seconds"] >= 7_200


def test_a_timer_that_fails_and_a_database_that_is_away_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(now: datetime) -> None:
        raise OperationalError

    before = figures()
    monkeypatch.setitem(timers.ALWAYS, "go_round", fails)
    timers.run_due(now=timezone.now(), started_at=timezone.now(), purge=False)
    metrics.refused("storage.unavailable")
    after = figures()

    failed = 'helpline_timer_runs_total{outcome="failed",timer="go_round"}'
    assert after[failed] - before.get(failed, 0) == 1
    assert after["helpline_database_errors_total"] - before["helpline_database_errors_total"] == 1


def closed_lists() -> dict[str, set[str]]:
    """Return every label that a figure may have, and each value that it may have."""
    return {
        "code": metrics.refusal_codes() | {metrics.OTHER},
        "sender": {"caller", "handler", "system", "other"},
        "way": {"page", "code", "plain", "other"},
        "part": {"database", "channel_layer", "key_store", "staying"},
        "state": {"available", "away", *health.KEY_STORE_STATES, *figures_now.POOL},
        "hello": {"yes", "no"},
        "kind": {"caller", "handler", "board", *backup_state.WHAT},
        "to": {"caller", "handler"},
        "database": {"default", "keys"},
        "outcome": {"tried", "lost", "missed", "done", "failed"},
        "what": {"looks", "files", "posts", "staff_requests", "socket", "silent_socket"},
        "timer": {*timers.ALWAYS, *timers.AFTER_GRACE, *timers.PURGE},
        "le": {"+Inf", *(str(float(bucket)) for bucket in BUCKETS)},
    }


def test_every_label_is_of_a_closed_list() -> None:
    labels, allowed = set(re.findall(r'(\w+)="([^"]*)"', page().decode())), closed_lists()

    assert {name for name, _ in labels} <= allowed.keys()
    assert [(name, value) for name, value in labels if value not in allowed[name]] == []


def test_no_figure_says_when_it_was_first_counted() -> None:
    metrics.turned_away.labels("looks").inc()

    assert [name for name in figures() if "_created" in name] == []
