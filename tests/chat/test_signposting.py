"""Sending a card: only what may be sent, only into one's own talk, once."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chat.caller_view import caller_view
from chat.errors import ContactClosed, ContactNotFound, IdUsed
from chat.models import Contact, Message
from chat.selectors import events_after
from chat.services.ending import end_by_caller
from chat.services.signposting import send_signpost, send_signposts
from chat.services.triage import assess
from helpline.kernel.errors import HelplineError
from helpline.staff.models import Account
from tests.chat.acts import BOTH, bodies, says, starts, takes
from triage.matching import entry_id
from triage.models import DirectoryEntry
from triage.services import confirm_entry, signposts_of

pytestmark = pytest.mark.django_db(databases=BOTH)
RESPECT = entry_id("respect-phoneline")


@pytest.fixture
def sends(contact_talking: Contact, ann: Account) -> Callable[..., Any]:
    def send(programme: Any = RESPECT, *, contact: Contact = contact_talking, id: Any = None) -> Any:
        return send_signpost(contact=contact.pk, programme=programme, client_id=id or uuid4(), by=ann)

    return send


@pytest.fixture
def confirmed(content: None, ann: Account) -> None:
    confirm_entry(entry_id=RESPECT, by=ann)


def test_a_card_goes_into_the_same_sequence(
    sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    says(contact_talking, "hello")
    id = uuid4()

    posted = sends(id=id)

    assert (posted.seq, posted.client_id, posted.repeated) == (2, id, False)
    event = events_after(contact_talking.pk, 1)[0]
    assert {name: event[name] for name in ("type", "seq", "id")} == {
        "type": "signpost", "seq": 2, "id": str(id),
    }  # fmt: skip
    assert (event["card"]["id"], event["card"]["phone"]) == (str(RESPECT), "0808 802 4040")
    (given,) = signposts_of(contact_talking.pk)
    assert (given["slug"], given["confirmed"]) == ("respect-phoneline", True)


def test_editors_notes_never_travel(
    sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    DirectoryEntry.objects.filter(pk=RESPECT).update(
        editor_notes="call their manager first", cautions=["slow to answer"], source_notes={"hours_text": "?"}
    )
    sends()

    shown = json.dumps(events_after(contact_talking.pk, 0))
    for note in ("manager", "slow to answer", "source_notes", "editor"):
        assert note not in shown


def test_the_same_id_again_sends_no_second_card(
    sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    id = uuid4()
    first = sends(id=id)
    end_by_caller(contact=contact_talking.pk)

    again = sends(id=id)

    assert (again.seq, again.at, again.repeated) == (first.seq, first.at, True)
    assert Message.objects.count() == 1
    assert len(signposts_of(contact_talking.pk)) == 1


@pytest.fixture
def gives(contact_talking: Contact, ann: Account) -> Callable[..., Any]:
    def give(*slugs: str, id: Any = None, by: Account = ann) -> Any:
        return send_signposts(
            contact=contact_talking.pk,
            programmes=[entry_id(slug) for slug in slugs],
            client_id=id or uuid4(),
            by=by,
        )

    return give


@pytest.fixture
def all_confirmed(content: None, ann: Account) -> None:
    for slug in ("respect-phoneline", "samaritans", "childline"):
        confirm_entry(entry_id=entry_id(slug), by=ann)


def given_in(contact: Contact) -> list[str]:
    return [given["slug"] for given in signposts_of(contact.pk)]


def test_several_cards_go_with_one_act_each_recorded_on_its_own(
    gives: Callable[..., Any], contact_talking: Contact, all_confirmed: None
) -> None:
    id = uuid4()

    posted = gives("samaritans", "respect-phoneline", "emergency", id=id)

    assert (posted.seq, posted.client_id, posted.repeated) == (3, id, False)
    cards = events_after(contact_talking.pk, 0)
    assert [event["card"]["name"] for event in cards] == [
        "Samaritans", "Respect Phoneline", "Police, ambulance",
    ]  # fmt: skip
    assert len({event["id"] for event in cards}) == 3
    assert given_in(contact_talking) == ["samaritans", "respect-phoneline", "emergency"]


def test_several_asked_for_again_are_sent_once_also_after_the_end(
    gives: Callable[..., Any], contact_talking: Contact, all_confirmed: None
) -> None:
    id = uuid4()
    first = gives("samaritans", "respect-phoneline", id=id)
    end_by_caller(contact=contact_talking.pk)

    again = gives("samaritans", "respect-phoneline", id=id)

    assert (again.seq, again.at, again.client_id, again.repeated) == (first.seq, first.at, id, True)
    assert Message.objects.filter(kind="signpost").count() == 2
    assert given_in(contact_talking) == ["samaritans", "respect-phoneline"]


def test_where_one_of_several_may_not_be_sent_none_is_and_it_is_named(
    gives: Callable[..., Any], contact_talking: Contact, all_confirmed: None
) -> None:
    with pytest.raises(HelplineError) as refusal:
        gives("samaritans", "nspcc")

    assert refusal.value.as_wire()["code"] == "signpost.unconfirmed"
    assert refusal.value.extra["programme"] == str(entry_id("nspcc"))
    assert events_after(contact_talking.pk, 0) == []
    assert given_in(contact_talking) == []


def test_one_more_under_the_same_id_is_refused(gives: Callable[..., Any], all_confirmed: None) -> None:
    id = uuid4()
    gives("samaritans", id=id)

    with pytest.raises(IdUsed):
        gives("samaritans", "childline", id=id)


def test_nobody_else_gives_several(gives: Callable[..., Any], ben: Account, all_confirmed: None) -> None:
    with pytest.raises(ContactNotFound):
        gives("samaritans", "childline", by=ben)


def test_a_caller_who_chose_welsh_gets_the_card_in_welsh(content: None, ann: Account) -> None:
    confirm_entry(entry_id=RESPECT, by=ann)
    contact = takes(ann, starts(about="own_behaviour", language="cy").contact)

    send_signpost(contact=contact.pk, programme=RESPECT, client_id=uuid4(), by=ann)

    view = caller_view(contact.pk, after=0)
    assert view is not None
    (event,) = view.news
    assert (event["card"]["lang"], event["card"]["whom_for"]) == ("cy", "Dynion a menywod")
    assert event["card"]["about"].startswith("Llinell gymorth")
    # The caller's page is told whether it is open; what was sealed is not.
    assert "hours_now" in event["card"]
    assert "hours_now" not in events_after(contact.pk, 0)[0]["card"]


def test_into_an_ended_talk_nothing_new_is_sent(
    sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    end_by_caller(contact=contact_talking.pk)

    with pytest.raises(ContactClosed):
        sends()


def test_into_another_s_talk_nothing_is_sent(contact_talking: Contact, ben: Account, confirmed: None) -> None:
    with pytest.raises(ContactNotFound):
        send_signpost(contact=contact_talking.pk, programme=RESPECT, client_id=uuid4(), by=ben)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_active": False}, "signpost.withdrawn"),
        ({"signpost": "no"}, "signpost.not_for_callers"),
        ({"signpost": "survivor_only"}, "signpost.not_for_callers"),
        ({"phone": "", "text_number": "", "email": "", "website": ""}, "signpost.unreachable"),
        ({"last_checked": None}, "signpost.unconfirmed"),
    ],
)
def test_what_may_not_be_sent_leaves_nothing_behind(
    change: dict[str, Any], code: str, sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    DirectoryEntry.objects.filter(pk=RESPECT).update(**change)

    with pytest.raises(HelplineError) as refusal:
        sends()

    assert refusal.value.code == code
    assert (Message.objects.count(), signposts_of(contact_talking.pk)) == (0, [])
    assert Contact.objects.get().last_seq == 0


def test_an_entry_that_does_not_exist_is_refused(sends: Callable[..., Any]) -> None:
    with pytest.raises(HelplineError) as refusal:
        sends(uuid4())
    assert refusal.value.code == "signpost.not_found"


def test_an_undated_entry_may_be_sent_once_somebody_confirmed_it(
    sends: Callable[..., Any], contact_talking: Contact, ann: Account
) -> None:
    DirectoryEntry.objects.filter(pk=RESPECT).update(last_checked=None)
    with pytest.raises(HelplineError):
        sends()
    confirm_entry(entry_id=RESPECT, by=ann)

    assert sends().seq == 1


def test_the_handler_s_judgement_decides_what_fits(content: None, ann: Account, confirmed: None) -> None:
    DirectoryEntry.objects.filter(pk=RESPECT).update(signpost="survivor_only")
    contact = takes(ann, starts(about="being_hurt").contact)

    def send() -> int:
        return send_signpost(contact=contact.pk, programme=RESPECT, client_id=uuid4(), by=ann).seq

    assert send() == 1
    assess(contact=contact.pk, changes={"caller_type": "person_using_abuse"}, by=ann)
    with pytest.raises(HelplineError) as refusal:
        send()
    assert refusal.value.code == "signpost.not_for_callers"


def test_a_card_is_sealed_like_words(
    sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    sends()

    row = Message.objects.get()
    assert (row.kind, row.sender) == ("signpost", "handler")
    assert b"Respect" not in bytes(row.sealed)
    assert bodies(contact_talking) == [DirectoryEntry.objects.get(pk=RESPECT).name]


def test_a_card_stays_as_it_was_sent(
    sends: Callable[..., Any], contact_talking: Contact, confirmed: None
) -> None:
    sends()
    DirectoryEntry.objects.filter(pk=RESPECT).update(phone="0800 000 0000", is_active=False)

    assert events_after(contact_talking.pk, 0)[0]["card"]["phone"] == "0808 802 4040"
