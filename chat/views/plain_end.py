"""The end of a chat without JavaScript: why it ended, and the questions as a form."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from chat import texts
from chat.caller_view import CallerView
from chat.errors import SurveyClosed, SurveyNotYet
from chat.events import Event
from chat.models import Contact
from chat.services.equality import may_tell, tell_equality
from chat.services.survey import answer_survey
from chat.states import EndReason
from chat.views.told import closing_now
from helpline.kernel.errors import RequestInvalid
from helpline.statistics.answers import HIGHEST, QUESTIONS, read_answers
from helpline.statistics.equality_answers import EQUALITY, NO_ANSWER, read_equality

EMERGENCY_PHONE = "999"
WHY: Mapping[str, str] = {
    EndReason.CALLER: "ended_caller",
    EndReason.HANDLER: "ended_handler",
    EndReason.BOUNDARY: "ended_boundary",
    EndReason.CALLER_GONE: "ended_caller_gone",
    EndReason.HOURS_CLOSED: "ended_hours",
}


def end_context(view: CallerView, lang: str) -> dict[str, Any]:
    """Return what the page of an ended contact is rendered with."""
    t = {**texts.texts(lang), **closing_now(lang)}
    was_given = any(map(_is_given, view.news))
    asked = [name for name in QUESTIONS if name != "likely" or was_given]
    return {
        "why": t[WHY.get(view.reason, "ended_other")],
        "numbers": range(HIGHEST + 1),
        "questions": [
            {
                "name": name,
                "asked": t[f"survey_{name}"],
                "low": t[f"survey_{name}_low"],
                "high": t[f"survey_{name}_high"],
            }
            for name in asked
        ],
    }


def equality_context(contact: Contact, lang: str) -> dict[str, Any]:
    """Return the equality questions with their answers, while the caller may answer them."""
    t = texts.texts(lang)
    if not may_tell(contact, now=timezone.now()):
        return {}
    asked = [
        {
            "name": name,
            "asked": t[f"equality_{name}"],
            "answers": [
                (code, t["equality_prefer_not"] if code == NO_ANSWER else t[f"equality_{name}_{code}"])
                for code in codes
            ],
        }
        for name, codes in EQUALITY.items()
    ]
    return {"equality": asked}


def tell(contact: Contact, form: QueryDict) -> str:
    """Count the equality answers of a form; return the name of the text that says what became of them."""
    try:
        chosen = {name: form.get(name) or None for name in EQUALITY}
        tell_equality(contact=contact.pk, answers=read_equality(chosen))
    except (RequestInvalid, SurveyNotYet):
        return "equality_none"
    except SurveyClosed:
        return "survey_late"
    return "equality_thanks"


def _is_given(event: Event) -> bool:
    """Tell whether a handler gave a service with it; 999 is no service that one decides to contact."""
    return (
        event["type"] == "signpost" and "from" not in event and event["card"].get("phone") != EMERGENCY_PHONE
    )


def answer(contact: Contact, form: QueryDict) -> str:
    """Keep the answers of a form; return the name of the text that says what became of them."""
    chosen = {name: _number(form, name) for name in QUESTIONS}
    try:
        answer_survey(contact=contact.pk, answers=read_answers(chosen))
    except (RequestInvalid, SurveyNotYet):
        return "survey_none"
    except SurveyClosed:
        return "survey_late"
    return "survey_thanks"


def _number(form: QueryDict, name: str) -> object:
    """Return the number that was chosen; what is none is refused further on."""
    chosen = form.get(name, "")
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) <= 2 else chosen or None
