"""What the script offers beside a talk, and what is noticed in a caller's words."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from chat import events
from chat.errors import ContactClosed, ContactNotFound
from chat.models import Contact, Message
from chat.services.ending import end_by_caller
from chat.services.guidance import guidance_for, heard, move_to, opening, safety_cues
from chat.services.messages import Post, post_messages
from chat.services.triage import assess
from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account
from scripts.cuebook import CUES
from scripts.errors import NoScriptInUse
from scripts.models import ScriptVersion
from scripts.naming import cue_label
from scripts.services import script_of
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BLAME = "she knows exactly how to wind me up"
THREAT = "if I cant have her nobody will"


def said(body: str, *, seq: int = 1, sender: str = "caller") -> events.Event:
    return events.message(seq=seq, id="x", sender=sender, body=body, at=NOON)


def test_a_contact_stays_on_the_version_it_began_with(content: None) -> None:
    contact = starts().contact
    first = ScriptVersion.objects.get()
    ScriptVersion.objects.update(is_running=False)
    newer = ScriptVersion.objects.create(
        slug="motivational", number=2, sha256="0" * 64, source_text=first.source_text,
        cues_text=first.cues_text, published_at=NOON, is_running=True,
    )  # fmt: skip

    assert (contact.script_version, starts().contact.script_version) == (first.pk, newer.pk)


def test_without_a_script_a_contact_has_none_and_danger_is_heard(db: None) -> None:
    assert opening(about="own_behaviour", age_band=None) == (None, "")
    assert safety_cues("if I cant have her nobody will") == {"threat_ultimatum"}


def test_the_panel_shows_where_the_talk_stands(contact_talking: Contact, ann: Account) -> None:
    shown = guidance_for(contact=contact_talking.pk, by=ann)

    assert (shown["current"]["id"], shown["kind"], shown["done"]) == ("m01_welcome", "own_behaviour", [])
    assert (shown["challenges"], shown["interrupts"]) == ([], [])


def test_a_cue_offers_its_challenge_to_who_speaks_of_own_behaviour_only(content: None, ann: Account) -> None:
    own = takes(ann, starts(about="own_behaviour").contact)
    hurt = takes(ann, starts(about="being_hurt").contact)

    offered = [
        [node["id"] for node in guidance_for(contact=c.pk, by=ann, cues=["partner_blame"])["challenges"]]
        for c in (own, hurt)
    ]
    assert offered == [["m15_partner_blame"], []]


def test_what_the_handler_judged_counts_above_what_the_caller_ticked(content: None, ann: Account) -> None:
    contact = takes(ann, starts(about="being_hurt").contact)
    assess(contact=contact.pk, changes={"caller_type": "person_using_abuse"}, by=ann)

    shown = guidance_for(contact=contact.pk, by=ann, cues=["partner_blame"])
    assert [node["id"] for node in shown["challenges"]] == ["m15_partner_blame"]


def test_moving_keeps_the_way_that_was_gone_and_sends_nothing(contact_talking: Contact, ann: Account) -> None:
    move_to(contact=contact_talking.pk, node="m02_confidentiality", by=ann)
    shown = move_to(contact=contact_talking.pk, node="m04_safe_now", by=ann)

    assert (shown["current"]["id"], shown["done"]) == ("m04_safe_now", ["m01_welcome", "m02_confidentiality"])
    kept = Contact.objects.get()
    assert (kept.script_node, kept.script_done) == ("m04_safe_now", ["m01_welcome", "m02_confidentiality"])
    assert Message.objects.count() == 0


def test_a_node_visited_twice_is_done_once(contact_talking: Contact, ann: Account) -> None:
    for node in ("m02_confidentiality", "m01_welcome", "m02_confidentiality", "m01_welcome"):
        shown = move_to(contact=contact_talking.pk, node=node, by=ann)

    assert shown["done"] == ["m01_welcome", "m02_confidentiality"]


def test_after_danger_the_way_leads_back_to_where_the_talk_was(
    contact_talking: Contact, ann: Account
) -> None:
    for node in ("m02_confidentiality", "m07_open", "d01_immediate", "d03_999"):
        shown = move_to(contact=contact_talking.pk, node=node, by=ann)
    assert (shown["back"]["to"], shown["resume"]["to"]) == ("d01_immediate", "m07_open")

    shown = move_to(contact=contact_talking.pk, node="m07_open", by=ann)
    assert (shown["back"]["to"], shown["resume"]) == ("m02_confidentiality", None)
    assert guidance_for(contact=contact_talking.pk, by=ann)["back"]["to"] == "m02_confidentiality"
    assert Contact.objects.get().script_trail == ["m01_welcome", "m02_confidentiality"]


def test_what_triage_answers_is_done_in_the_script_too(contact_talking: Contact, ann: Account) -> None:
    move_to(contact=contact_talking.pk, node="m02_confidentiality", by=ann)
    changes = {"readiness_before": 0, "markers": {"suicidal": "no", "child_risk": "yes"}}
    assess(contact=contact_talking.pk, changes=changes, by=ann)
    shown = move_to(contact=contact_talking.pk, node="m04_safe_now", by=ann)

    assert [each["topic"] for each in shown["covered"]] == [
        "confidentiality", "suicide", "children", "importance",
    ]  # fmt: skip
    offered = guidance_for(contact=contact_talking.pk, by=ann, cues=["child_at_risk", "change_reason"])
    assert [node["id"] for node in offered["interrupts"]] == ["m25_impact_children"]
    assert [node["id"] for node in offered["challenges"]] == ["m09_severity", "m29_strengthen"]


def test_a_prompt_that_was_sent_is_done_also_where_its_step_was_never_opened(
    contact_talking: Contact, ann: Account
) -> None:
    before = guidance_for(contact=contact_talking.pk, by=ann)
    safety = script_of(contact_talking.script_version or 0).nodes["m04_safe_now"]
    assert safety.does
    words = {"client_id": uuid4(), "body": "Are you safe?", "handler": ann.pk, "prompt": "m04_safe_now"}
    post_messages([Post(contact=contact_talking.pk, **words)])

    shown = guidance_for(contact=contact_talking.pk, by=ann)
    covered = {each["topic"] for each in shown["covered"]} - {each["topic"] for each in before["covered"]}
    assert covered == set(safety.does)
    # Where the talk has been is another matter.
    assert (shown["done"], shown["current"]["id"]) == ([], before["current"]["id"])


def test_a_node_that_the_script_does_not_have_is_refused(contact_talking: Contact, ann: Account) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        move_to(contact=contact_talking.pk, node="m99", by=ann)
    assert refusal.value.extra["fields"] == {"node": "is not in this contact's script"}
    assert Contact.objects.get().script_node == "m01_welcome"


def test_the_script_of_an_ended_talk_can_be_read_and_not_moved(
    contact_talking: Contact, ann: Account
) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert guidance_for(contact=contact_talking.pk, by=ann)["current"]["id"] == "m01_welcome"
    with pytest.raises(ContactClosed):
        move_to(contact=contact_talking.pk, node="m02_confidentiality", by=ann)


def test_nobody_sees_or_moves_the_script_of_another_s_talk(contact_talking: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        guidance_for(contact=contact_talking.pk, by=ben)
    with pytest.raises(ContactNotFound):
        move_to(contact=contact_talking.pk, node="m02_confidentiality", by=ben)


def test_a_talk_begun_without_a_script_has_no_panel_and_goes_on(ann: Account) -> None:
    contact = takes(ann, starts().contact)

    with pytest.raises(NoScriptInUse):
        guidance_for(contact=contact.pk, by=ann)
    assert heard(contact, [said(BLAME)]) == [said(BLAME)]


def test_a_cue_is_told_with_its_place_in_the_words_and_what_answers_it(contact_talking: Contact) -> None:
    words = "To be honest 😡 she knows exactly how to wind me up"
    message, cues = heard(contact_talking, [said(words, seq=4)])

    assert message == said(words, seq=4)
    assert (cues["type"], cues["seq"], cues["prompts"]) == ("cues", 4, ["m15_partner_blame"])
    (cue,) = cues["cues"]
    assert {name: cue[name] for name in ("cue", "label", "safety")} == {
        "cue": "partner_blame", "label": "Partner blame", "safety": False,
    }  # fmt: skip
    assert words[cue["start"] : cue["end"]] == BLAME


def test_a_safety_cue_is_marked_and_its_interrupt_comes_first(contact_talking: Contact) -> None:
    told = heard(contact_talking, [said(f"{BLAME}. {THREAT}")])
    cues = next(event for event in told if event["type"] == "cues")

    assert {(cue["cue"], cue["safety"]) for cue in cues["cues"]} >= {
        ("partner_blame", False),
        ("threat_ultimatum", True),
    }
    assert cues["prompts"][0] == "d01_immediate"


@pytest.mark.parametrize(("is_sure", "alarms"), [(True, ["threat_ultimatum"]), (False, [])])
def test_what_the_model_alone_hears_is_marked_and_raises_an_alarm_only_where_it_is_sure(
    is_sure: bool, alarms: list[str], contact_talking: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.cues.SURE", -100.0 if is_sure else 100.0)
    words = "I told her if she goes to the police the dog goes under the car"
    told = heard(contact_talking, [said(words)])
    (threat,) = (cue for cue in told[1]["cues"] if cue["cue"] == "threat_ultimatum")

    assert threat["safety"] is is_sure
    assert "d01_immediate" in told[1]["prompts"]
    assert sorted(safety_cues(words)) == alarms


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_marker_that_the_model_alone_hears_is_told_only_where_it_is_sure(
    is_sure: bool, contact_talking: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.cues.SURE", -100.0 if is_sure else 100.0)
    told = heard(contact_talking, [said("im parked up outside her work watching the door")])

    markers = [marker for event in told if event["type"] == "risk" for marker in event["markers"]]

    assert ("stalking" in markers) is is_sure


def test_only_a_caller_s_words_are_looked_at(contact_talking: Contact) -> None:
    card = events.signpost(seq=3, id="c", card={"name": THREAT}, at=NOON)
    quiet = [said(THREAT, sender="handler"), said(THREAT, seq=2, sender="system"), card]

    assert heard(contact_talking, quiet) == quiet


def test_risk_markers_are_told_by_name_each_once_with_the_words_that_speak_of_them(
    contact_talking: Contact,
) -> None:
    body = "🙂 I put my hands round her throat. She left me. I had her by the throat again."
    [risk] = [event for event in heard(contact_talking, [said(body, seq=3)]) if event["type"] == "risk"]

    assert (risk["seq"], risk["markers"]) == (3, ["strangulation", "separation"])
    assert [(span["marker"], body[span["start"] : span["end"]]) for span in risk["spans"]] == [
        ("strangulation", "hands round her throat"),
        ("separation", "She left me"),
        ("strangulation", "I had her by the throat"),
    ]


def test_each_message_is_followed_by_its_own_finds(contact_talking: Contact) -> None:
    told = heard(contact_talking, [said(BLAME, seq=1), said("hello", seq=2), said(BLAME, seq=3)])

    assert [(event["type"], event["seq"]) for event in told] == [
        ("message", 1), ("cues", 1), ("message", 2), ("message", 3), ("cues", 3),
    ]  # fmt: skip


def test_what_was_found_is_stored_nowhere(contact_talking: Contact, django_assert_num_queries: Any) -> None:
    before = Contact.objects.values().get()
    heard(contact_talking, [said(THREAT)])

    assert Contact.objects.values().get() == before


@pytest.mark.parametrize(
    ("cue", "label"),
    [("partner_blame", "Partner blame"), ("self_harm", "Self-harm or suicide"), ("denial", "Denial")],
)
def test_how_a_console_names_a_cue(cue: str, label: str) -> None:
    assert cue in CUES
    assert cue_label(cue) == label
