"""What a handler looks for, from the fields of a search."""

from collections.abc import Mapping
from typing import Any

from triage.entries import AUDIENCES, FORMATS, TAKES
from triage.places import outward_code
from triage.suitability import QUESTIONS
from triage.wanted import Wanted

# The form asks for these by one list of boxes, whatever they are to the search.
NEEDS = {
    "same_sex": "Same-sex relationship",
    "interpreter": "Needs an interpreter",
    "no_group": "Cannot use a group",
    "one_to_one": "One to one",
    "online": "Online",
    "not_known": "Not known to the police",
    "known": "Known to the police or courts",
    "open_now": "Open now",
}


def wanted_in(fields: Mapping[str, str], answers: Mapping[str, Any]) -> Wanted:
    """Return what to look for; what a field says that is not known is left out, never refused.

    Of a postcode the first half is kept and the rest forgotten, should a page ever send one whole.
    """
    needs = {need for need in fields.get("needs", "").split(",") if need in NEEDS}
    area = fields.get("area", "")[:100].strip()
    audience = fields.get("audience", "")
    known = None if needs >= {"known", "not_known"} else _known(needs)
    return Wanted(
        **{
            **answers,
            "interpreter": "interpreter" in needs or bool(answers.get("interpreter")),
            "words": fields.get("words", "")[:100],
            "area": outward_code(area) or area or None,
            "audience": audience if audience in AUDIENCES else None,
            "takes": frozenset(needs & TAKES.keys()) - {"interpreter"},
            "formats": frozenset(needs & FORMATS.keys()),
            "known": known,
            "open_now": "open_now" in needs,
            "suits": tuple(_suits(fields.get("suits", ""))),
        }
    )


def _known(needs: set[str]) -> bool | None:
    return True if "known" in needs else False if "not_known" in needs else None


def _suits(said: str) -> list[tuple[str, str]]:
    """Return the pairs of "acknowledges:yes,motivated:no" whose parts are known."""
    pairs = [part.partition(":") for part in said.split(",")]
    return [(code, answer) for code, _, answer in pairs if code in QUESTIONS and answer in ("yes", "no")]


def search_form() -> dict[str, Any]:
    """Return what the console's search offers."""
    return {
        "needs": [{"id": id, "label": label} for id, label in NEEDS.items()],
        "suits": [{"id": id, "label": label, "question": asked} for id, (label, asked) in QUESTIONS.items()],
    }
