"""Every field of every model of ours says what becomes of it at purge."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from helpline.keeping import inventory
from helpline.keeping.management.commands.data_inventory import PAGE
from helpline.keeping.schedule import SCHEDULE
from helpline.kernel.privacy import Decision, Destroy, Keep
from helpline.timers import PURGE

OURS = ("helpline", "chat", "triage", "scripts")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def undecided(model: type[models.Model]) -> Iterator[str]:
    """Yield one line for each field without a decision, and each decision without a field."""
    decisions: dict[str, Any] = getattr(model, "privacy", {})
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    for name in sorted(fields - decisions.keys()):
        yield f"{model.__name__}.{name}: no decision"
    for name in sorted(decisions.keys() - fields):
        yield f"{model.__name__}.{name}: a decision about no field"
    for name in sorted(fields & decisions.keys()):
        decision = decisions[name]
        if not isinstance(decision, Decision) or type(decision) is Decision or not decision.reason.strip():
            yield f"{model.__name__}.{name}: neither Keep nor Destroy with a reason"


@isolate_apps("chat")
def test_a_field_without_a_decision_is_noticed() -> None:
    class Planted(models.Model):
        told = models.TextField()
        whispered = models.TextField()
        shrugged = models.TextField()

        privacy: ClassVar[dict[str, Decision]] = {
            "id": Keep("a number"),
            "told": Destroy("words"),
            "shrugged": Keep(" "),
            "gone": Destroy("not here"),
        }

        class Meta:
            app_label = "chat"

    assert list(undecided(Planted)) == [
        "Planted.whispered: no decision",
        "Planted.gone: a decision about no field",
        "Planted.shrugged: neither Keep nor Destroy with a reason",
    ]


def test_the_rooms_with_words_have_models() -> None:
    assert {"chat", "triage", "scripts", "staff", "statistics", "hours", "kernel"} <= {
        model._meta.app_label for model in our_models()
    }


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_has_exactly_one_decision(model: type[models.Model]) -> None:
    assert list(undecided(model)) == []


# -- the data inventory -----------------------------------------------------------------------


def test_every_table_stands_in_one_class_and_every_field_has_a_decision_those_of_others_too() -> None:
    assert list(inventory.undecided()) == []
    labels = [label for kept in SCHEDULE for label in kept.models]
    assert len(labels) == len(set(labels))


@isolate_apps("chat")
def test_a_table_in_no_class_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Planted(models.Model):
        class Meta:
            app_label = "chat"

    monkeypatch.setattr(inventory.apps, "get_models", lambda: [Planted])

    assert list(inventory.undecided()) == [
        "chat.Planted: in no class of helpline/keeping/schedule.py",
        "chat.Planted.id: no decision",
    ]


def test_the_page_is_what_the_command_makes_now() -> None:
    """Else: `manage.py data_inventory --write`."""
    assert PAGE.read_text(encoding="utf-8") == inventory.page()


def test_each_job_of_the_schedule_is_one_of_the_timers() -> None:
    assert {kept.job for kept in SCHEDULE if kept.job} <= PURGE.keys()


def test_each_setting_and_each_oldest_of_the_schedule_exists() -> None:
    for kept in SCHEDULE:
        assert "{number}" not in kept.how_long or isinstance(getattr(settings, kept.setting), int)
        if kept.oldest:
            model, field = kept.oldest
            assert model in kept.models
            assert field in inventory.fields_of(apps.get_model(model))
