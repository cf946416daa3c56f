"""Whether a process is ready: which part is away, told to a monitor as a name and to the log once."""

import asyncio
import threading
from typing import Any

import pytest
from channels.layers import InMemoryChannelLayer
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.test import Client

from helpline.kernel import health, patience
from helpline.kernel.draining import draining
from helpline.kernel.models import KekMark
from helpline.kernel.patience import Patient

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
SECRET = "password of the database"


@pytest.fixture(autouse=True)
def _as_after_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "begun", False)
    monkeypatch.setattr(health, "_changes", health._Changes())


def asked() -> tuple[int, dict[str, bool]]:
    answer = Client().get("/readyz")
    assert SECRET not in answer.content.decode()
    return answer.status_code, answer.json()


def away(*parts: str) -> tuple[int, dict[str, bool]]:
    every = ("database", "channel_layer", "key_store", "staying")
    return (503 if parts else 200), {"ready": not parts, **{part: part not in parts for part in every}}


def raises(error: Exception) -> Any:
    def asked(*_: object, **__: object) -> None:
        raise error

    return asked


def test_all_is_well() -> None:
    assert asked() == away()


def test_a_process_that_is_about_to_end_is_not_ready_and_still_alive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draining, "begun", True)

    assert asked() == away("staying")
    assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("error", [OperationalError(SECRET), InterfaceError(SECRET)])
def test_a_database_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    class Away:
        vendor = "sqlite"
        cursor = raises(error)

    monkeypatch.setattr(health, "connections", {"default": Away(), "keys": Away()})

    assert asked() == away("database")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OperationalError(SECRET), health.AWAY),
        (InterfaceError(SECRET), health.AWAY),
        (ImproperlyConfigured(SECRET), health.WRONG_KEY),
    ],
)
def test_a_key_store_that_cannot_be_used_is_named_and_the_operator_learns_why(
    monkeypatch: pytest.MonkeyPatch, error: Exception, state: str
) -> None:
    monkeypatch.setattr(health, "refusal", raises(error))

    assert asked() == away("key_store")
    assert health.key_store_state() == state


def test_a_key_that_opens_nothing_is_the_wrong_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "refusal", lambda: SECRET)

    assert (asked(), health.key_store_state()) == (away("key_store"), health.WRONG_KEY)


def test_a_look_at_a_key_store_without_a_mark_leaves_none() -> None:
    assert (asked(), health.key_store_state()) == (away(), health.GOOD)

    assert not KekMark.objects.exists()


def test_a_key_in_memory_is_told_and_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "is_in_memory", lambda: True)

    assert (asked(), health.key_store_state()) == (away(), health.IN_MEMORY)


def test_a_channel_layer_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = InMemoryChannelLayer()
    monkeypatch.setattr(layer, "group_send", raises(ConnectionError(SECRET)))
    monkeypatch.setattr(health, "get_channel_layer", lambda: layer)

    assert asked() == away("channel_layer")


def test_a_channel_layer_that_never_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        async def group_send(self, *_: object) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(health, "get_channel_layer", Silent)
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.01)

    assert asked() == away("channel_layer")


def test_a_database_that_never_answers_is_a_no_and_is_asked_once() -> None:
    answer, times = threading.Event(), []

    def hangs() -> bool:
        times.append(1)
        return answer.wait(30)

    patient = Patient(hangs, otherwise=False, name="test")

    assert [patient.answer(0.01), patient.answer(0.01), len(times)] == [False, False, 1]
    answer.set()
    assert patient.answer(patience.PATIENCE_SECONDS * 10) is True


def test_what_goes_and_comes_back_is_logged_once_each_and_without_details(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as without:
        without.setattr(health, "refusal", raises(OperationalError(SECRET)))
        asked(), asked()
    asked(), asked()

    # Of Django itself nothing either, at none of the probes.
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == [health.__name__]
    said = [record.getMessage() for record in caplog.records if record.name == health.__name__]
    assert said == ["not ready: key_store cannot be used", "key_store can be used again"]
