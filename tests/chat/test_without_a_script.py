"""A service on its first day: no script is published, and words of danger are heard all the same."""

import pytest

from chat.errors import DangerOpen
from chat.models import Contact
from chat.selectors import events_after
from chat.services.dangers import open_danger, shows_danger
from chat.services.ending import end_by_handler, wrap_up
from chat.services.guidance import heard
from chat.services.judging_cues import judge_cue
from chat.states import Outcome
from helpline.staff.models import Account
from scripts.models import ScriptVersion
from tests.chat.acts import BOTH, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
KNIFE = "I have a knife here and I am going to kill her tonight"


@pytest.fixture(autouse=True)
def no_script(db: None) -> None:
    assert not ScriptVersion.objects.exists()


def test_a_waiting_caller_s_danger_is_a_badge_in_the_queue() -> None:
    contact = starts().contact

    says(contact, KNIFE)

    assert Contact.objects.get().badges == ["threat_ultimatum"]


def test_a_talking_caller_s_danger_is_marked_and_offers_no_prompt(ann: Account) -> None:
    contact = takes(ann, starts().contact)
    says(contact, "she knows exactly how to wind me up")
    says(contact, KNIFE)

    told = heard(contact, [e for e in events_after(contact.pk, 0) if e["type"] == "message"])

    assert [event["type"] for event in told] == ["message", "message", "cues", "risk"]
    assert {(cue["cue"], cue["safety"]) for cue in told[2]["cues"]} == {("threat_ultimatum", True)}
    assert told[2]["prompts"] == []
    assert "weapon_access" in {span["marker"] for span in told[3]["spans"]}


def test_the_end_asks_about_it_until_somebody_has_answered(ann: Account) -> None:
    contact = takes(ann, starts().contact)
    says(contact, KNIFE)
    end_by_handler(contact=contact.pk, by=ann)
    contact.refresh_from_db()

    danger = open_danger(contact)
    assert danger is not None
    assert danger.cues == ("threat_ultimatum",)
    assert "weapon_access" in danger.markers
    assert shows_danger(contact)
    with pytest.raises(DangerOpen):
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)


def test_not_so_is_kept_of_a_mark(ann: Account) -> None:
    contact = takes(ann, starts().contact)
    says(contact, KNIFE)
    seq = next(e["seq"] for e in events_after(contact.pk, 0) if e["type"] == "message")

    judge_cue(contact=contact.pk, seq=seq, cue="threat_ultimatum", so=False, by=ann)

    danger = open_danger(Contact.objects.get(pk=contact.pk))
    assert danger is not None
    assert danger.cues == ()
