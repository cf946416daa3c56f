"""The record of what callers agreed to: a version that is stored is never changed."""

from io import StringIO
from types import MappingProxyType
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chat import texts
from chat.models import ConsentText
from chat.services.consent import ConsentChanged, record_consent
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)
FIRST = {"version": 1, "heading": "What stays between us"}


def stored() -> list[tuple[int, str, Any]]:
    return list(
        ConsentText.objects.order_by("version", "language").values_list("version", "language", "text")
    )


def test_new_texts_are_stored_once() -> None:
    assert record_consent({"en": FIRST, "cy": FIRST}) == 2
    assert record_consent({"en": FIRST, "cy": FIRST}) == 0
    assert stored() == [(1, "cy", FIRST), (1, "en", FIRST)]


def test_a_new_version_stands_beside_the_old_one() -> None:
    newer = {"version": 2, "heading": "Newer"}
    record_consent({"en": FIRST})

    assert record_consent({"en": newer}) == 1
    assert stored() == [(1, "en", FIRST), (2, "en", newer)]


def test_a_changed_text_under_an_old_number_is_refused_and_nothing_is_stored() -> None:
    record_consent({"en": FIRST})

    with pytest.raises(ConsentChanged) as refusal:
        record_consent({"cy": FIRST, "en": {**FIRST, "heading": "Changed"}})

    assert refusal.value.code == "consent.changed"
    assert "(en)" in refusal.value.message
    assert "version 1" in refusal.value.message
    assert stored() == [(1, "en", FIRST)]


def test_the_command_stores_the_shipped_texts_once() -> None:
    told = StringIO()
    call_command("load_consent", stdout=told)
    call_command("load_consent", stdout=told)

    assert told.getvalue() == "Consent texts: 2 new.\nConsent texts: 0 new.\n"
    assert [(version, language) for version, language, _ in stored()] == [(4, "cy"), (4, "en")]


def test_the_command_refuses_a_shipped_text_that_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("load_consent", stdout=StringIO())
    shipped = texts.consent

    def changed(language: str) -> MappingProxyType[str, Any]:
        return MappingProxyType({**shipped(language), "heading": "Changed"})

    monkeypatch.setattr(texts, "consent", changed)
    with pytest.raises(CommandError) as refusal:
        call_command("load_consent", stdout=StringIO())
    assert refusal.value.returncode == 2
    assert "give it a new version number" in str(refusal.value)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_shipped_text_has_every_part(language: str) -> None:
    text = texts.consent(language)

    assert set(text) == {"version", "heading", "intro", "points", "agree", "decline", "work"}
    assert all(set(point) == {"title", "text"} and point["text"].strip() for point in text["points"])
    assert len(text["points"]) == len(texts.consent("en")["points"])
    assert set(text["work"]) == {"heading", "intro", "points", "agree"}
    assert len(text["work"]["points"]) == 5
