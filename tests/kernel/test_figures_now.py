"""What is so now, as the page of figures says it: who waits, what is reached, who acts, what is late."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

import helpline.watching  # noqa: F401 - it registers what is so now
from chat.consumers import posting
from chat.models import Contact
from helpline import figures_now, timers
from helpline.kernel import health
from helpline.kernel.metrics import page
from tests.content import put_content_in
from tests.kernel.test_metrics import figures, start
from triage.models import DirectoryEntry

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_who_has_waited_longest_is_told_in_whole_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    put_content_in()
    assert figures()["helpline_oldest_wait_seconds"] == 0
    for _ in range(3):
        start(Client())
    first = Contact.objects.order_by("joined_at").first()
    assert first is not None
    now = timezone.now()
    Contact.objects.filter(pk=first.pk).update(joined_at=now - timedelta(seconds=128))
    monkeypatch.setattr(figures_now, "clock", SimpleNamespace(now=lambda: now))

    assert figures()["helpline_oldest_wait_seconds"] == 120


def test_since_when_nobody_acts_on_deadlines() -> None:
    now = timezone.now()
    never = figures()["helpline_timers_idle_seconds"]
    assert never == pytest.approx((timezone.now() - timers.STARTED_AT).total_seconds(), abs=60)
    timers.hold_lease(holder="another", now=now)
    assert figures()["helpline_timers_idle_seconds"] == 0
    timers.hold_lease(holder="another", now=now - timedelta(seconds=timers.LEASE_SECONDS + 90))
    assert timers.idle_seconds(now=now) == 90


def test_services_that_nobody_checked_in_time_are_counted() -> None:
    put_content_in()
    before = figures()["helpline_directory_checks_overdue"]
    today = timezone.localdate()
    fresh, late, put_away = DirectoryEntry.objects.order_by("slug")[:3]
    DirectoryEntry.objects.update(last_checked=today, check_due=today)
    DirectoryEntry.objects.filter(pk__in=[late.pk, put_away.pk]).update(check_due=today - timedelta(days=1))
    DirectoryEntry.objects.filter(pk=put_away.pk).update(is_active=False)
    DirectoryEntry.objects.filter(pk=fresh.pk).update(is_active=True)

    assert before > 1
    assert figures()["helpline_directory_checks_overdue"] == 1


def test_the_state_of_the_key_store_is_one_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    assert key_store() == {"good": 1, "in_memory": 0, "wrong_key": 0, "away": 0}
    monkeypatch.setattr(health, "refusal", lambda: "Wrong key-encryption key: k1")
    assert key_store() == {"good": 0, "in_memory": 0, "wrong_key": 1, "away": 0}
    assert b"k1" not in page()


def key_store() -> dict[str, float]:
    found = figures()
    return {state: found[f'helpline_key_store{{state="{state}"}}'] for state in health.KEY_STORE_STATES}


def test_without_a_database_the_page_says_so_and_nothing_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_database", lambda: False)
    monkeypatch.setattr(health, "_patient_database", SimpleNamespace(answer=lambda: False))
    found = figures()

    assert found['helpline_ready{part="database"}'] == 0
    assert "helpline_queue" not in found


def test_a_pool_is_told_by_what_is_used_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"pool_max": 10, "pool_size": 4, "pool_available": 1, "requests_num": 77}
    pool = SimpleNamespace(get_stats=lambda: held)
    monkeypatch.setattr(figures_now, "connections", {"default": SimpleNamespace(pool=pool), "keys": object()})
    found = {name: value for name, value in figures().items() if "_pool{" in name}

    assert found == {
        f'helpline_database_pool{{database="default",state="{state}"}}': value
        for state, value in {"most": 10, "open": 4, "free": 1, "waiting": 0}.items()
    }


def test_how_long_a_batch_took_is_told_five_at_a_time() -> None:
    before = figures().get("helpline_commit_seconds_count", 0)
    # Whatever others left held back: five more are five more.
    for _ in range(5):
        posting.store_and_word([])

    assert figures()["helpline_commit_seconds_count"] - before == 5
