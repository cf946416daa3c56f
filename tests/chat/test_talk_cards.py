"""Cards of a talk: to whom they may go, what is kept of them, and until when a ruler may be answered."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from chat import reading, texts
from chat.access import digest_of
from chat.card_texts import card_texts
from chat.errors import ContactNotFound, TokenInvalid
from chat.models import Contact, GuidanceUse, Message, PracticeRun, Watching
from chat.selectors import events_after
from chat.services.contacts import Started
from chat.services.ending import end_by_caller
from chat.services.messages import Posted
from chat.services.queue import release
from chat.services.talk_cards import answer_card, send_card
from chat.services.triage import assess
from chat.talk_cards import HIGHEST, MOST_LINE, PLAN_LINES, CardName
from helpline.kernel.errors import HelplineError
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, says, starts, takes
from tests.chat.practising import practises
from tests.chat.readability import grade
from tests.chat.test_reading import sentences

pytestmark = pytest.mark.django_db(databases=BOTH)
LINES = {"where": "My brother's.", "say": "I go for a walk and am back at ten.", "ring": "My brother."}
Send = Callable[..., Posted]


@pytest.fixture
def sends(contact_talking: Contact, ann: Account) -> Send:
    def send(
        name: CardName = CardName.IMPORTANCE, *, contact: Contact = contact_talking, **more: Any
    ) -> Posted:
        more = {"client_id": uuid4(), "by": ann, **more}
        return send_card(contact=contact.pk, name=name, **more)

    return send


def answers(contact: Contact, card: UUID, value: int | None = 4, *, id: UUID | None = None) -> Posted:
    return answer_card(contact=contact.pk, card=card, value=value, client_id=id or uuid4())


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(HelplineError) as refusal:
        act()
    return refusal.value.code


def shown(contact: Contact) -> list[tuple[str, Any]]:
    """What both sides see of the cards, in order: (name, lines) and ("answer", value)."""
    return [
        (event.get("name", "answer"), event.get("lines") if "name" in event else event["value"])
        for event in events_after(contact.pk, 0)
        if event["type"] in {"card", "answer"}
    ]


# -- Sending ----------------------------------------------------------------------------------


def test_a_ruler_and_its_answer_stand_in_the_one_sequence(sends: Send, contact_talking: Contact) -> None:
    says(contact_talking, "hello")
    card = sends()

    answer = answers(contact_talking, card.client_id)

    assert (card.seq, answer.seq) == (2, 3)
    told = events_after(contact_talking.pk, 1)
    assert told == [
        {"type": "card", "seq": 2, "id": str(card.client_id), "name": "importance", "at": told[0]["at"]},
        {
            "type": "answer", "seq": 3, "id": str(answer.client_id), "from": "caller",
            "card": str(card.client_id), "value": 4, "at": told[1]["at"],
        },
    ]  # fmt: skip


def test_a_plan_and_an_answer_are_sealed_like_words(sends: Send, contact_talking: Contact) -> None:
    ruler = sends()
    answers(contact_talking, ruler.client_id, 7)
    sends(CardName.TONIGHT, contact_forbidden=False, lines=LINES)

    rows = Message.objects.order_by("seq")

    assert [(row.kind, row.sender, row.prompt) for row in rows] == [
        ("card", "handler", ""), ("answer", "caller", ""), ("card", "handler", ""),
    ]  # fmt: skip
    for told in (b"brother", b"tonight", b"importance", b'"value"'):
        assert not [row.seq for row in rows if told in bytes(row.sealed)], told


def test_a_plan_keeps_its_lines_in_order_and_on_one_line_each(sends: Send, contact_talking: Contact) -> None:
    sends(
        CardName.TONIGHT,
        contact_forbidden=False,
        lines={"tomorrow": " I ring\n them ", "avoid": " ", "where": "Out\x00side."},
    )

    assert shown(contact_talking) == [("tonight", {"where": "Outside.", "tomorrow": "I ring them"})]
    assert list(shown(contact_talking)[0][1]) == ["where", "tomorrow"]


def test_the_same_id_again_sends_no_second_card_also_after_the_end(
    sends: Send, contact_talking: Contact
) -> None:
    id = uuid4()
    first = sends(client_id=id)
    end_by_caller(contact=contact_talking.pk)

    again = sends(client_id=id)

    assert (again.seq, again.at, again.repeated) == (first.seq, first.at, True)
    assert Message.objects.count() == 1


def test_the_id_of_words_is_no_cards(sends: Send, contact_talking: Contact, ann: Account) -> None:
    id = uuid4()
    says(contact_talking, "hello", by=ann, id=id)

    assert refused(lambda: sends(client_id=id)) == "command.id_used"


def test_into_an_ended_talk_nothing_is_sent(sends: Send, contact_talking: Contact) -> None:
    end_by_caller(contact=contact_talking.pk)

    assert refused(sends) == "contact.closed"


def test_into_another_s_talk_nothing_is_sent(sends: Send, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        sends(by=ben)


def test_a_supervisor_who_has_joined_leaves_cards_to_the_handler(
    sends: Send, contact_talking: Contact, make_account: Callable[..., Account]
) -> None:
    sue = make_account(Role.SUPERVISOR, "sue")
    Watching.objects.create(
        contact=contact_talking,
        supervisor=sue,
        since=contact_talking.joined_at,
        joined_at=contact_talking.joined_at,
    )

    assert refused(lambda: sends(by=sue)) == "signpost.handler_gives"


# -- Cautions ---------------------------------------------------------------------------------


def test_a_time_out_is_never_sent_where_contact_is_forbidden(sends: Send) -> None:
    assert refused(lambda: sends(CardName.TIME_OUT, contact_forbidden=True)) == "card.no_contact"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("said", [None, False])
def test_what_triage_recorded_counts_whatever_is_said(
    sends: Send, contact_talking: Contact, ann: Account, said: bool | None
) -> None:
    assess(contact=contact_talking.pk, changes={"markers": {"order_breach": "yes"}}, by=ann)

    assert refused(lambda: sends(CardName.TIME_OUT, contact_forbidden=said)) == "card.no_contact"
    sends(CardName.TONIGHT, contact_forbidden=said, lines={"where": "My brother's."})
    assert events_after(contact_talking.pk, 0)[0]["contact_forbidden"] is True


@pytest.mark.parametrize("name", [CardName.TIME_OUT, CardName.TONIGHT])
def test_whether_an_order_forbids_contact_is_asked_first(sends: Send, name: CardName) -> None:
    lines = LINES if name == CardName.TONIGHT else {}

    assert refused(lambda: sends(name, lines=lines)) == "card.not_checked"
    assert sends(name, lines=lines, contact_forbidden=False).seq == 1


def test_no_plan_says_what_to_say_to_somebody_whom_an_order_protects(sends: Send) -> None:
    send = lambda lines: sends(CardName.TONIGHT, contact_forbidden=True, lines=lines)  # noqa: E731

    assert refused(lambda: send(LINES)) == "card.no_contact"
    assert send({**LINES, "say": " "}).seq == 1


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({}, "message.empty"),
        ({"where": "\n "}, "message.empty"),
        ({"ring": "x" * (MOST_LINE + 1)}, "message.too_long"),
    ],
)
def test_a_plan_holds_something_and_not_too_much(sends: Send, lines: dict[str, str], code: str) -> None:
    assert refused(lambda: sends(CardName.TONIGHT, contact_forbidden=False, lines=lines)) == code


def test_a_line_as_long_as_it_may_be_is_kept(sends: Send, contact_talking: Contact) -> None:
    sends(CardName.TONIGHT, contact_forbidden=False, lines={"ring": "x" * MOST_LINE})

    assert shown(contact_talking) == [("tonight", {"ring": "x" * MOST_LINE})]


def test_only_a_plan_has_lines(sends: Send) -> None:
    assert refused(lambda: sends(CardName.IMPORTANCE, lines=LINES)) == "command.invalid"


@pytest.mark.parametrize(
    ("answers", "judged", "code"),
    [
        ({"about": "own_behaviour"}, None, None),
        ({"about": "unsure"}, None, None),
        ({"about": "being_hurt"}, None, "card.not_for_caller"),
        ({"about": "someone_else"}, None, "card.not_for_caller"),
        ({"about": "work"}, None, "card.not_for_caller"),
        ({"about": "own_behaviour", "age_band": "13_15"}, None, "card.not_for_caller"),
        ({"about": "own_behaviour"}, "victim_survivor", "card.not_for_caller"),
        ({"about": "being_hurt"}, "person_using_abuse", None),
    ],
)
@pytest.mark.parametrize("name", list(CardName))
def test_nobody_else_is_asked_to_change(
    content: None, ann: Account, sends: Send, answers: dict[str, str], judged: str | None, code: str | None,
    name: CardName,
) -> None:  # fmt: skip
    contact = takes(ann, starts(**answers).contact)
    if judged:
        assess(contact=contact.pk, changes={"caller_type": judged}, by=ann)
    more = {"contact_forbidden": False, "lines": LINES if name == CardName.TONIGHT else {}}

    if code is None:
        assert sends(name, contact=contact, **more).seq == 1
    else:
        assert refused(lambda: sends(name, contact=contact, **more)) == code


# -- Answering --------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, HIGHEST, None])
def test_every_number_may_be_said_and_none(sends: Send, contact_talking: Contact, value: int | None) -> None:
    answers(contact_talking, sends().client_id, value)

    assert shown(contact_talking) == [("importance", None), ("answer", value)]


def test_an_answer_may_be_changed_until_the_next_thing_is_asked(
    sends: Send, contact_talking: Contact, ann: Account
) -> None:
    card = sends().client_id
    answers(contact_talking, card, 4)
    says(contact_talking, "or rather")
    answers(contact_talking, card, 6)

    says(contact_talking, "What makes it a 6?", by=ann)

    assert refused(lambda: answers(contact_talking, card, 7)) == "card.answered"
    assert [value for name, value in shown(contact_talking) if name == "answer"] == [4, 6]


def test_a_late_first_answer_counts_and_may_be_changed(
    sends: Send, contact_talking: Contact, ann: Account
) -> None:
    card = sends().client_id
    says(contact_talking, "Take your time.", by=ann)

    answers(contact_talking, card, 4)
    answers(contact_talking, card, 5)

    assert [value for name, value in shown(contact_talking) if name == "answer"] == [4, 5]


def test_the_next_card_closes_what_was_answered_and_nothing_else(
    sends: Send, contact_talking: Contact
) -> None:
    first = sends().client_id
    answers(contact_talking, first, 4)
    second = sends(CardName.CONFIDENCE).client_id
    answers(contact_talking, second, 2)

    assert refused(lambda: answers(contact_talking, first, 5)) == "card.answered"
    answers(contact_talking, second, 3)


def test_the_same_id_again_is_one_answer_also_after_the_end(sends: Send, contact_talking: Contact) -> None:
    card, id = sends().client_id, uuid4()
    first = answers(contact_talking, card, 4, id=id)
    end_by_caller(contact=contact_talking.pk)

    again = answers(contact_talking, card, 4, id=id)

    assert (again.seq, again.at, again.repeated) == (first.seq, first.at, True)
    assert len(shown(contact_talking)) == 2


@pytest.mark.parametrize("value", [5, None])
def test_the_same_id_with_another_number_changes_nothing(
    sends: Send, contact_talking: Contact, value: int | None
) -> None:
    card, id = sends().client_id, uuid4()
    answers(contact_talking, card, 4, id=id)

    assert refused(lambda: answers(contact_talking, card, value, id=id)) == "command.id_used"
    assert shown(contact_talking)[1:] == [("answer", 4)]


def test_the_id_of_words_is_no_answers(sends: Send, contact_talking: Contact) -> None:
    card, id = sends().client_id, uuid4()
    says(contact_talking, "hello", id=id)

    assert refused(lambda: answers(contact_talking, card, id=id)) == "command.id_used"


def test_what_was_never_asked_cannot_be_answered(sends: Send, contact_talking: Contact, ann: Account) -> None:
    words, plan = uuid4(), sends(CardName.TIME_OUT, contact_forbidden=False).client_id
    says(contact_talking, "hello", by=ann, id=words)

    for card in (uuid4(), words, plan):
        assert refused(lambda card=card: answers(contact_talking, card)) == "card.not_found"


def test_a_card_of_another_talk_looks_as_if_it_were_not_there(
    sends: Send, contact_talking: Contact, ann: Account
) -> None:
    other = takes(ann, starts().contact)

    assert refused(lambda: answers(other, sends().client_id)) == "card.not_found"


def test_after_the_end_nothing_is_answered(sends: Send, contact_talking: Contact) -> None:
    card = sends().client_id
    end_by_caller(contact=contact_talking.pk)

    assert refused(lambda: answers(contact_talking, card)) == "contact.closed"


def test_who_waits_again_may_still_answer(sends: Send, contact_talking: Contact, ann: Account) -> None:
    card = sends().client_id
    release(contact=contact_talking.pk, by=ann)

    answers(contact_talking, card, 3)

    assert shown(contact_talking)[-1] == ("answer", 3)


def test_who_came_back_with_a_code_is_shown_no_card_from_before_and_answers_none(
    sends: Send, contact_talking: Contact
) -> None:
    card = sends().client_id
    Contact.objects.filter(pk=contact_talking.pk).update(hidden_to_seq=1)

    assert events_after(contact_talking.pk, 0, words_after=1) == []
    assert refused(lambda: answers(contact_talking, card)) == "card.not_found"


def test_a_token_that_was_replaced_answers_nothing(started: Started, ann: Account) -> None:
    contact = takes(ann, started.contact)
    card = send_card(contact=contact.pk, name=CardName.IMPORTANCE, client_id=uuid4(), by=ann).client_id

    def answer(token: str) -> Posted:
        return answer_card(contact=contact.pk, card=card, value=4, client_id=uuid4(), token=digest_of(token))

    with pytest.raises(TokenInvalid):
        answer("another")
    assert answer(started.token).seq == 2


def test_cards_and_first_answers_are_counted_by_name_once(
    sends: Send, contact_talking: Contact, ann: Account
) -> None:
    card, id = sends().client_id, uuid4()
    sends(client_id=card)
    for value in (4, 6):
        answers(contact_talking, card, value)
    sends(CardName.TIME_OUT, contact_forbidden=False, client_id=id)
    refused(lambda: sends(CardName.TONIGHT))

    used = GuidanceUse.objects.filter(contact=contact_talking).values_list("kind", "name", "count")

    assert sorted(used) == [
        ("card_answered", "importance", 1), ("card_sent", "importance", 1), ("card_sent", "time_out", 1),
    ]  # fmt: skip


def test_a_scripted_caller_hears_a_card_as_a_kind_of_answer(content: None, ann: Account) -> None:
    contact = practises(ann)

    def heard(name: CardName) -> set[str]:
        send_card(contact=contact.pk, name=name, client_id=uuid4(), by=ann, contact_forbidden=False)
        return set(PracticeRun.objects.get(contact=contact.pk).kinds)

    assert heard(CardName.IMPORTANCE) == {"open_question"}
    assert heard(CardName.TIME_OUT) == {"open_question", "next_step"}


# -- What they say ------------------------------------------------------------------------------


def spoken(held: Any) -> list[str]:
    return [text for text in sentences(json.loads(json.dumps(held))) if text]


@pytest.mark.parametrize("name", list(CardName))
def test_each_card_is_for_a_reading_age_of_9_to_11(name: CardName) -> None:
    assert grade(spoken(card_texts("en")[name])) <= 6


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_plans_say_what_the_guide_says(lang: str) -> None:
    guide = sentences(dict(reading.guide(lang)))
    plans = [card_texts(lang)[name] for name in (CardName.TIME_OUT, CardName.TONIGHT)]
    said = [
        text
        for plan in plans
        for part in ("heading", "points", "cautions", "danger")
        for text in spoken(plan[part])
    ]

    assert len(said) > 12
    assert [text for text in said if text not in guide] == []


CAUTIONS = [
    "on a calm day",
    "when you will be back",
    "Go before it gets unsafe",
    "Do not drive. Do not drink or take drugs.",
    "court order or bail says no contact",
    "not a way to punish",
    "never their job",
    "small child alone",
    "ring 999",
]


def test_a_time_out_carries_every_caution_of_practice() -> None:
    said = " ".join(spoken(card_texts("en")["time_out"]))

    assert [caution for caution in CAUTIONS if caution not in said] == []


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_line_of_a_plan_has_its_words(lang: str) -> None:
    assert tuple(card_texts(lang)["tonight"]["lines"]) == PLAN_LINES
