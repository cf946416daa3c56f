"""What the console's modules need to begin, and what a handler asks with."""

from typing import Any

from django.conf import settings

from chat.boundaries import boundaries
from chat.card_texts import card_texts
from chat.models import Alert, ConfidenceBreak, Danger
from chat.states import HANDLER_OUTCOMES
from chat.views.searching import search_form
from helpline.handbook.tour import tour_of
from helpline.public_texts.waiting import waiting_for
from helpline.service.sign_offs import safeguarding_lead
from helpline.staff.models import Account
from helpline.statistics.categories import CALLER_TYPES, OUTCOMES
from helpline.statistics.noted import BEHAVIOURS, NAMES, NOTED
from scripts.addressing import PRONOUNS, RELATIONS
from scripts.cuebook import CUES
from scripts.naming import cue_label
from triage.areas import AREAS, NATIONS
from triage.risk import LEVELS, Instrument
from triage.services import EMERGENCY_ID, running_instrument, service_marks


def console_data(account: Account) -> dict[str, Any]:
    """Return what the console's modules need to begin."""
    return {
        "account": {
            "username": account.username,
            "display_name": account.display_name,
            "role": account.role,
        },
        "tour": tour_of(account),
        # As it was when the page was opened: approving is not done from here, and nothing is pushed for it.
        "texts_waiting": [{"title": each.title, "url": each.url} for each in waiting_for(account)],
        "demo": settings.HELPLINE_MODE == "demo",
        "ws_path": "/ws/handler/",
        "caller_types": [{"id": id, "label": label} for id, label in CALLER_TYPES.items()],
        "levels": [{"id": str(level), "label": str(level).capitalize()} for level in LEVELS],
        "outcomes": [{"id": id, "label": label} for id, label in OUTCOMES.items() if id in HANDLER_OUTCOMES],
        "markers": [{"id": m.id, "label": m.label} for m in running_instrument().markers],
        "areas": [{"nation": n, "names": [a.name for a in AREAS if a.nation == n]} for n in NATIONS],
        "search": search_form(),
        "services": service_marks(),
        "boundaries": boundaries(),
        # Staff alone read it, beside a danger; as it was when the page was opened.
        "safeguarding_lead": safeguarding_lead(),
        "danger_over": [{"id": id, "label": label} for id, label in Danger.How.choices],
        "break_reasons": [{"id": id, "label": label} for id, label in ConfidenceBreak.Reason.choices],
        "emergency": str(EMERGENCY_ID),
        "left_open": [{"id": id, "label": label} for id, label in Alert.Because.choices],
        "pronouns": [{"id": id, "label": words["they"]} for id, words in PRONOUNS.items()],
        "relations": [{"id": id, "label": f"your {id}"} for id in RELATIONS],
        "talk_cards": dict(card_texts("en")),
        "noted": noted_form(),
        "cue_labels": {cue: cue_label(cue) for cue in CUES},
    }


# What may be noted beyond the first questions, as it is grouped in the wrap-up.
NOTED_GROUPS = {
    "Them and the others": ("relationship", "relationship_status", "children"),
    "How they came": ("reason", "prompted_by"),
    "Change": ("importance", "confidence", "change_talk", "plan"),
    "What came of it": ("unmet_need", "safeguarding"),
}


def noted_form() -> dict[str, Any]:
    """Return {"groups": [{"title", "fields": [{"name", "label", "options"}]}], "behaviours": options}.

    A field without codes is a scale from 0 to 10.
    """
    groups = [
        {
            "title": title,
            "fields": [{"name": name, "label": NAMES[name], "options": _options(name)} for name in names],
        }
        for title, names in NOTED_GROUPS.items()
    ]
    behaviours = [{"id": id, "label": label} for id, label in BEHAVIOURS.items()]
    return {"groups": groups, "behaviours": behaviours}


def _options(name: str) -> list[dict[str, Any]]:
    if name not in NOTED:
        return [{"id": number, "label": str(number)} for number in range(11)]
    return [{"id": id, "label": label} for id, label in NOTED[name].items()]


def instrument_data(instrument: Instrument) -> dict[str, Any]:
    """Return what a handler asks with, and why they may set less than is suggested."""
    return {
        "version": instrument.version,
        "markers": [
            {
                "id": marker.id,
                "label": marker.label,
                "question": marker.question,
                "guidance": list(marker.guidance),
                "listened_for": marker.listened_for,
            }
            for marker in instrument.markers
        ],
        "lowering": [
            {"id": each.id, "label": each.label, "words": each.words} for each in instrument.lowering
        ],
        "levels": [{"id": str(each.level), "means": each.means} for each in instrument.meanings],
    }
