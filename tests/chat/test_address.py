"""Prompts take the caller's own words for the other person, or what the handler set."""

from collections.abc import Callable

import pytest
from django.test import Client

from chat.errors import ContactNotFound
from chat.models import Contact
from chat.services.guidance import guidance_for, move_to, set_address
from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account
from tests.chat.acts import BOTH, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
PARTNER_NODE = "m23_impact_partner"


def asked_now(contact: Contact, by: Account) -> str:
    prompt: str = guidance_for(contact=contact.pk, by=by)["current"]["prompt"]
    return prompt.split("?")[0]


def test_a_prompt_follows_what_the_caller_says(contact_talking: Contact, ann: Account) -> None:
    move_to(contact=contact_talking.pk, node=PARTNER_NODE, by=ann)
    assert asked_now(contact_talking, ann).startswith("Put yourself where they were standing.")

    says(contact_talking, "my husband was in the kitchen and he shouted")

    assert asked_now(contact_talking, ann).startswith("Put yourself where he was standing.")
    shown = guidance_for(contact=contact_talking.pk, by=ann)
    assert shown["address"] == {
        "pronoun": "he", "relation": "husband", "by_hand": {"pronoun": "", "relation": ""},
    }  # fmt: skip


def test_a_handlers_own_words_decide_nothing(contact_talking: Contact, ann: Account) -> None:
    move_to(contact=contact_talking.pk, node=PARTNER_NODE, by=ann)
    says(contact_talking, "was she there? and your wife?", by=ann)

    assert asked_now(contact_talking, ann).startswith("Put yourself where they were standing.")


def test_what_the_handler_sets_stays_until_it_is_left_to_the_words_again(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, "my wife, she cried")
    set_address(contact=contact_talking.pk, pronoun="they", relation="", by=ann)
    shown = guidance_for(contact=contact_talking.pk, by=ann)["address"]
    assert (shown["pronoun"], shown["relation"]) == ("they", "wife")
    assert shown["by_hand"] == {"pronoun": "they", "relation": ""}

    set_address(contact=contact_talking.pk, pronoun="", relation="", by=ann)

    assert guidance_for(contact=contact_talking.pk, by=ann)["address"]["pronoun"] == "she"
    assert Contact.objects.get().address == ""


def test_a_child_may_speak_of_a_parent(content: None, ann: Account) -> None:
    young = takes(ann, starts(age_band="13_15").contact)
    says(young, "my mum shouts at me")

    assert guidance_for(contact=young.pk, by=ann)["address"]["relation"] == "mum"


def test_cue_replies_are_filled_as_well(contact_talking: Contact, ann: Account) -> None:
    says(contact_talking, "my boyfriend says he is scared of me, it was just a push")

    (tip,) = guidance_for(contact=contact_talking.pk, by=ann, cues=["minimisation"])["tips"]

    assert "How do you think he'd describe that same moment?" in tip["replies"]


@pytest.mark.parametrize(
    ("pronoun", "relation", "field"), [("it", "wife", "pronoun"), ("she", "Sandra from work", "relation")]
)
def test_only_ids_of_ours_are_kept(
    pronoun: str, relation: str, field: str, contact_talking: Contact, ann: Account
) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        set_address(contact=contact_talking.pk, pronoun=pronoun, relation=relation, by=ann)

    assert list(refusal.value.extra["fields"]) == [field]
    assert Contact.objects.get().address == ""


def test_nobody_sets_it_for_somebody_elses_contact(contact_talking: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        set_address(contact=contact_talking.pk, pronoun="she", relation="wife", by=ben)


def test_the_console_sets_it_over_http(
    contact_talking: Contact, ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ann)
    path = f"/console/api/contacts/{contact_talking.pk}/address/"

    def posts(body: object) -> int:
        return client.post(path, body, content_type="application/json").status_code

    assert posts({"pronoun": "she", "relation": "wife"}) == 200
    assert Contact.objects.get().address == "she|wife"
    assert (posts({"pronoun": 1}), posts({"pronoun": "it"})) == (400, 400)
