"""What a caller answered reaches the handler's search for a programme."""

from collections.abc import Callable

import pytest
from django.test import Client

from chat.models import Contact
from chat.selectors import queue_entries
from chat.views.searching import wanted_in
from helpline.staff.models import Account
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
Signed = Callable[[Account], Client]


def place_of(slug: str, client: Client, contact: Contact) -> int:
    """Return where an entry stands in the search of one contact, 0 for the first."""
    rows = client.get("/console/api/directory/", {"contact": str(contact.pk)}).json()["entries"]
    return [row["slug"] for row in rows].index(slug)


def test_another_language_brings_what_offers_an_interpreter_forward(
    content: None, ann: Account, signed_in: Signed
):
    english = takes(ann, starts().contact)
    polish = takes(ann, starts(interpreter="Polski (Polish)").contact)
    client = signed_in(ann)

    assert place_of("dapp-1to1", client, polish) < place_of("dapp-1to1", client, english)


def test_another_language_stands_in_the_queue(content: None):
    starts(interpreter="Polski (Polish)")
    starts()

    assert [waiting["interpreter"] for waiting in queue_entries()] == ["Polski (Polish)", None]


@pytest.mark.parametrize("named", [True, False])
def test_an_entry_that_is_confirmed_in_a_contact_can_be_sent_from_then_on(
    content: None, ann: Account, signed_in: Signed, named: bool
):
    contact = takes(ann, starts().contact)
    client = signed_in(ann)
    rows = client.get("/console/api/directory/").json()["entries"]
    found = next(row for row in rows if row["slug"] == "respect-phoneline")
    of_contact = f"?contact={contact.pk}" if named else ""

    reply = client.post(f"/console/api/directory/{found['id']}/confirm/{of_contact}")

    assert reply.status_code == 200
    assert (found["unconfirmed"], reply.json()["unconfirmed"]) == (True, False)
    assert reply.json()["sendable"] is True


def test_what_counts_for_the_caller_reaches_the_search(content: None, ann: Account, signed_in: Signed):
    client = signed_in(ann)
    fields = {
        "area": "ng5 1aa", "audience": "M", "needs": "same_sex,not_known,moon", "suits": "motivated:no,x:yes",
    }  # fmt: skip

    found = client.get("/console/api/directory/", fields).json()

    assert found["places"] == ["Nottingham", "Nottinghamshire"]
    assert found["suits"].startswith("Not yet")
    one = next(row for row in found["entries"] if row["slug"] == "dapp-1to1")
    assert "Takes people in same-sex relationships" in one["reasons"]
    assert "notts-individual" in {left["slug"] for left in found["left_out"]}
    assert [row["slug"] for row in found["entries"]][-1] == "emergency"


def test_the_level_of_the_contact_counts(content: None, ann: Account, signed_in: Signed):
    contact = takes(ann, starts(area="Leeds").contact)
    Contact.objects.filter(pk=contact.pk).update(level="urgent")

    found = signed_in(ann).get("/console/api/directory/", {"contact": str(contact.pk)}).json()

    assert found["notes"][0].startswith("The level is urgent")
    assert "drive" in [row["slug"] for row in found["agencies"]]
    assert "dapp-1to1" not in [row["slug"] for row in found["entries"]]


@pytest.mark.parametrize("said", ["ng5 1aa", "NG51AA", "ng5"])
def test_of_a_postcode_only_the_first_half_is_looked_at(said: str):
    assert wanted_in({"area": said}, {}).area == "NG5"
