"""Every prompt that a caller may be given, for the handler who looks for one by its words."""

from uuid import uuid4

import pytest
from django.test import Client

from chat.errors import ContactNotFound
from chat.models import Contact
from chat.services.finding_prompts import prompts_of
from chat.services.guidance import set_address
from chat.services.triage import assess
from helpline.staff.models import Account
from scripts.addressing import TOKEN
from scripts.finding import wordings
from scripts.script import Script
from scripts.services import script_of
from scripts.standing import may_be_shown
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def script(contact_talking: Contact) -> Script:
    return script_of(contact_talking.script_version or 0)


def test_each_wording_is_found_once_with_where_it_stands(script: Script) -> None:
    found = wordings(script, "own_behaviour")
    welcome = script.nodes["m01_welcome"]
    shown = [node for node in script.nodes.values() if may_be_shown(script, node, "own_behaviour")]

    assert found[0] == {
        "id": "m01_welcome",
        "script": "Own behaviour",
        "stage": "welcome",
        "words": welcome.prompt,
        "intent": welcome.intent,
        "cues": [],
        "model": False,
    }
    assert len(found) == sum(1 + len(node.alternatives) for node in shown) > len(shown)


def test_what_is_written_for_this_caller_comes_first(script: Script) -> None:
    scripts = [each["script"] for each in wordings(script, "being_hurt")]

    assert scripts[0] == "Being hurt"
    assert scripts.index("Own behaviour") > scripts.count("Being hurt") - 1


@pytest.mark.parametrize("kind", ["being_hurt", "child", "someone_else", "work"])
def test_what_is_written_for_the_person_who_causes_the_harm_is_found_for_nobody_else(
    script: Script, kind: str
) -> None:
    ids = {each["id"] for each in wordings(script, kind)}

    assert "d01_immediate" not in ids
    assert {"d01_immediate", "m14_minimisation"} <= {each["id"] for each in wordings(script, "own_behaviour")}
    assert all(kind in script.nodes[name].audience for name in ids)


def test_the_words_are_filled_for_this_caller_and_follow_who_they_are(
    contact_talking: Contact, ann: Account
) -> None:
    set_address(contact=contact_talking.pk, pronoun="she", relation="wife", by=ann)
    before = prompts_of(contact=contact_talking.pk, by=ann)
    assess(contact=contact_talking.pk, changes={"caller_type": "victim_survivor"}, by=ann)
    after = {each["id"] for each in prompts_of(contact=contact_talking.pk, by=ann)}

    assert not [each for each in before if TOKEN.search(each["words"])]
    assert [each for each in before if "your wife" in each["words"]]
    assert "d01_immediate" not in after
    assert "v01_survivor" in after


def test_nobody_finds_the_prompts_of_a_talk_that_is_not_theirs(
    contact_talking: Contact, ben: Account
) -> None:
    for contact in (contact_talking.pk, uuid4()):
        with pytest.raises(ContactNotFound):
            prompts_of(contact=contact, by=ben)


def test_the_console_gets_them_of_its_own_talk_and_where_there_is_no_script_none(
    client: Client, contact_talking: Contact, ann: Account
) -> None:
    client.force_login(ann)
    path = f"/console/api/contacts/{contact_talking.pk}/prompts/"
    told = client.get(path).json()["prompts"]
    Contact.objects.update(script_version=None)

    assert told[0]["id"] == "m01_welcome"
    assert client.get(path).json() == {"prompts": []}
