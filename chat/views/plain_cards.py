"""Cards of the talk on the page without JavaScript: a ruler is a form, its answer stands in it."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.http import QueryDict

from chat.card_texts import card_texts
from chat.commands import AnswerCard
from chat.errors import CommandInvalid
from chat.events import Event
from chat.models import Contact
from chat.talk_cards import HIGHEST, RULERS
from chat.views.public import keep_answer

SKIPPED = "skip"


def with_cards(news: Sequence[Event], lang: str, t: Mapping[str, str]) -> list[Event]:
    """Return what is shown: a card with its words and the answer that stands, and no answers apart.

    A ruler has "ruler": {"numbers", "answered": words or "", "value": str, "open": bool, "id"},
    a plan has "plan".
    """
    return [_shown(event, news, lang, t) for event in news if event["type"] != "answer"]


def _shown(event: Event, news: Sequence[Event], lang: str, t: Mapping[str, str]) -> Event:
    if event["type"] != "card":
        return event
    words = card_texts(lang)[event["name"]]
    if event["name"] not in RULERS:
        filled = [(words["lines"][line], said) for line, said in event.get("lines", {}).items()]
        return {**event, "plan": {**words, "filled": filled}}
    answers = [each for each in news if each["type"] == "answer" and each["card"] == event["id"]]
    asked = max(each["seq"] for each in news if _is_handlers(each))
    last = answers[-1] if answers else None
    ruler = {
        **words,
        "numbers": [str(n) for n in range(HIGHEST + 1)],
        "answered": _in_words(last["value"], t) if last else "",
        "value": _chosen(last["value"]) if last else "",
        "open": all(each["seq"] > asked for each in answers),
        "id": str(uuid4()),
    }
    return {**event, "ruler": ruler}


def _is_handlers(event: Event) -> bool:
    """Tell whether the handler said or sent it: what closes a question that was answered."""
    return str(event.get("from", "handler")) == "handler"


def _in_words(value: int | None, t: Mapping[str, str]) -> str:
    return t["ruler_skipped"] if value is None else t["ruler_given"].format(n=value)


def _chosen(value: int | None) -> str:
    return SKIPPED if value is None else str(value)


def answer(contact: Contact, form: QueryDict) -> None:
    """Keep the answer of a form; the form's own id makes a page that is sent twice one answer.

    Raises CommandInvalid for a form that is not ours or without a choice, or what the service raises.
    """
    chosen = form.get("value", "")
    numbers = {str(n): n for n in range(HIGHEST + 1)}
    if chosen != SKIPPED and chosen not in numbers:
        raise CommandInvalid(field="value")
    try:
        command = AnswerCard(
            id=UUID(form.get("id", "")), card=UUID(form.get("card", "")), value=numbers.get(chosen)
        )
    except ValueError:
        raise CommandInvalid(field="id") from None
    keep_answer(contact, command)
