"""Every field of every model of ours says what becomes of it at purge."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from helpline.kernel.privacy import Decision, Destroy, Keep

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
