"""The handler's socket, frame by frame as docs/protocol.md says."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async

from chat.models import LineSettings
from chat.services.contacts import Started
from chat.services.seen import mark_seen
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.people import Caller, Handler, a_caller_starts


async def test_the_next_in_order_is_given_and_named_in_the_ack(started: Started, handler1: Account) -> None:
    urgent = await a_caller_starts(safe_now=False)
    async with Handler(handler1) as handler:
        assert [entry["contact"] for entry in handler.queue["waiting"]] == [
            str(urgent.contact.pk),
            str(started.contact.pk),
        ]
        await handler.is_available()

        ack = await handler.takes()
        welcome = await handler.hears("welcome")

    assert ack["contact"] == welcome["contact"] == str(urgent.contact.pk)
    assert welcome["state"] == "talking"
    assert welcome["answers"]["safe_now"] is False


async def test_the_queue_shows_answers_and_badges_never_words(handler1: Account) -> None:
    await a_caller_starts(
        about="own_behaviour",
        age_band="16_17",
        first_message="tell her I'll top myself if she doesn't come home",
    )
    async with Handler(handler1) as handler:
        (entry,) = handler.queue["waiting"]

    assert entry["badges"] == ["self_harm", "threat_ultimatum"]
    assert entry["under_18"] is True
    assert entry["level"] is None
    assert "top myself" not in str(handler.queue)


async def test_both_ends_hear_each_other_in_one_sequence(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        assert (await caller.hears("state"))["handler"] == {"name": "Adviser"}

        await caller.says("hello")
        await handler.says(contact, "Hello. What brought you here today?", prompt="m07_open")
        heard = [await handler.hears("message") for _ in range(2)]
        told = [await caller.hears("message") for _ in range(2)]

    assert [(m["seq"], m["from"]) for m in heard] == [(1, "caller"), (2, "handler")]
    assert [(m["seq"], m["body"]) for m in told] == [(1, "hello"), (2, "Hello. What brought you here today?")]
    assert all(m["contact"] == contact for m in heard)
    assert heard[1]["prompt"] == "m07_open"


async def test_what_was_agreed_is_marked_on_both_sides_and_kept_so(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        id = str(uuid4())
        first = await handler.says(contact, "You ring on Monday.", id=id, agreed=True)
        again = await handler.says(contact, "You ring on Monday.", id=id)
        await handler.says(contact, "Take care.")

        assert first == again
        for person in (handler, caller):
            assert [(await person.hears("message")).get("agreed") for _ in range(2)] == [True, None]
    async with Handler(handler1) as back:
        assert (await back.hears("message"))["agreed"] is True


async def test_cues_come_with_the_words_that_hold_them(started: Started, handler1: Account) -> None:
    body = "it was only a little shove, nothing major"
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await caller.says(body)
        cues = await handler.hears("cues")

        assert await caller.hears_nothing("cues", "risk", "prompts")

    assert cues["contact"] == contact
    assert cues["seq"] == 1
    assert {cue["cue"] for cue in cues["cues"]} == {"minimisation"}
    assert body[cues["cues"][0]["start"] : cues["cues"][0]["end"]]
    assert "m14_minimisation" in cues["prompts"]


async def test_risk_heard_in_words_is_told_to_the_handler_alone(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        await handler.takes()
        await caller.says("I told her I'd kill her if she left")

        assert "threat_to_kill" in (await handler.hears("risk"))["markers"]
        assert await caller.hears_nothing("risk", "cues")


async def test_taking_is_refused_while_away_and_at_capacity(handler1: Account) -> None:
    for _ in range(3):
        await a_caller_starts()
    async with Handler(handler1) as handler:
        assert (await handler.takes())["code"] == "presence.away"
        await handler.is_available(capacity=2)
        assert (await handler.takes())["type"] == "ack"
        assert (await handler.takes())["type"] == "ack"
        assert (await handler.takes())["code"] == "presence.at_capacity"


async def test_an_empty_queue_and_a_taken_contact_have_their_codes(
    started: Started, handler1: Account, handler2: Account
) -> None:
    contact = str(started.contact.pk)
    async with Handler(handler1) as first, Handler(handler2) as second:
        await first.is_available()
        await second.is_available()
        assert (await first.takes(contact))["type"] == "ack"

        assert (await second.takes(contact))["code"] == "queue.taken"
        assert (await second.takes(str(uuid4())))["code"] == "queue.taken"
        assert (await second.takes())["code"] == "queue.empty"


async def test_somebody_elses_contact_looks_as_if_it_were_not_there(
    started: Started, handler1: Account, handler2: Account
) -> None:
    contact = str(started.contact.pk)
    async with Handler(handler1) as owner, Handler(handler2) as other, Caller(started) as caller:
        await owner.is_available()
        await other.is_available()
        await owner.takes(contact)
        await caller.says("to my handler")

        not_mine = [
            await other.says(contact, "let me in"),
            await other.asks("contact.end", contact=contact),
            await other.asks("contact.release", contact=contact),
            await other.asks("signpost.send", contact=contact, programme=str(uuid4())),
        ]
        absent = await other.says(str(uuid4()), "anybody?")
        await other.sends({"type": "typing", "contact": contact, "on": True})

        assert {answer["code"] for answer in not_mine} == {absent["code"]} == {"contact.not_found"}
        assert {answer["message"] for answer in not_mine} == {absent["message"]}
        assert await other.hears_error() == "contact.not_found"
        assert await other.hears_nothing("message", "cues", "typing")
        assert await caller.hears_nothing("typing", "signpost")


async def test_a_released_contact_goes_to_the_front_and_the_caller_is_told(
    started: Started, handler1: Account, handler2: Account
) -> None:
    contact = str(started.contact.pk)
    async with Handler(handler1) as first, Handler(handler2) as second, Caller(started) as caller:
        await first.is_available()
        await first.takes()
        await caller.says("words that stay")
        later = await a_caller_starts()
        assert (await first.asks("contact.release", contact=contact))["type"] == "ack"

        assert (await first.hears("gone"))["reason"] == "returned"
        told = await caller.hears("message", **{"from": "system"})
        assert "front of the queue" in told["body"]
        assert (await caller.hears("state", state="waiting"))["returned"] is True
        await second.is_available()
        assert (await second.takes())["contact"] == contact
        assert (await second.hears("message"))["body"] == "words that stay"
        assert (await second.takes())["contact"] == str(later.contact.pk)


async def test_several_cards_reach_the_caller_with_one_command_or_none_does(
    started: Started, handler1: Account
) -> None:
    entries = [await database_sync_to_async(_entry)(slug) for slug in ("respect-phoneline", "samaritans")]
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        several = {"contact": (await handler.takes())["contact"], "programmes": entries, "id": str(uuid4())}
        await database_sync_to_async(_confirm)(entries[0], handler1)
        refused = await handler.asks("signpost.send_several", **several)
        assert (refused["code"], refused["programme"]) == ("signpost.unconfirmed", entries[1])
        assert await caller.hears_nothing("signpost")
        await database_sync_to_async(_confirm)(entries[1], handler1)

        first = await handler.asks("signpost.send_several", **several)
        again = await handler.asks("signpost.send_several", **several)
        names = [(await caller.hears("signpost"))["card"]["name"] for _ in entries]
        assert await caller.hears_nothing("signpost")

    assert first == again
    assert names == ["Respect Phoneline", "Samaritans"]


async def test_a_card_reaches_the_caller_once_and_without_editors_notes(
    started: Started, handler1: Account
) -> None:
    entry = await database_sync_to_async(_entry)("respect-phoneline")
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        refused = await handler.asks("signpost.send", contact=contact, programme=entry)
        assert refused["code"] == "signpost.unconfirmed"
        await database_sync_to_async(_confirm)(entry, handler1)

        id = str(uuid4())
        first = await handler.asks("signpost.send", contact=contact, programme=entry, id=id)
        again = await handler.asks("signpost.send", contact=contact, programme=entry, id=id)
        shown = await caller.hears("signpost")
        assert await caller.hears_nothing("signpost")

    assert first == again
    assert shown["card"]["phone"] == "0808 802 4040"
    assert "cautions" not in shown["card"]


async def test_after_the_end_the_wrap_up_stays_on_the_desk(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.hears("welcome")
        await handler.asks("contact.end", contact=contact, outcome="completed")

        ended = await handler.hears("state", state="ended")
        assert ended["wrap_up"] is True
        assert ended["closes_at"] is not None
        assert (await caller.hears("state", state="ended"))["reason"] == "handler"
        assert (await handler.says(contact, "one more thing"))["code"] == "contact.closed"

    async with Handler(handler1) as again:
        welcome = await again.hears("welcome")
        assert (welcome["state"], welcome["wrap_up"]) == ("ended", True)
        assert welcome["closes_at"] == ended["closes_at"]


async def test_a_new_time_limit_for_wrap_ups_is_told_to_who_is_at_one(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        assert (await handler.hears("welcome"))["closes_at"] is None
        await handler.asks("contact.end", contact=contact)
        before = (await handler.hears("state"))["closes_at"]

        await LineSettings.objects.acreate(version=1, wrap_up_minutes=30)
        # Any act of one's own has the desk looked at again.
        await handler.is_available(capacity=3)
        after = (await handler.hears("state"))["closes_at"]
        shift = datetime.fromisoformat(after) - datetime.fromisoformat(before)
        assert shift == timedelta(minutes=20)


async def test_a_second_window_shows_the_same_desk_and_doubles_nothing(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as first, Caller(started) as caller:
        await first.is_available()
        contact = (await first.takes())["contact"]
        await caller.says("one")
        async with Handler(handler1) as second:
            assert (await second.hears("message"))["body"] == "one"
            await second.says(contact, "from the second window")

            assert (await first.hears("message", seq=2))["body"] == "from the second window"
            assert (await caller.hears("message", seq=2))["body"] == "from the second window"
            assert await caller.hears_nothing("message") is False  # its own "one" is still kept
            assert [event["seq"] for event in caller.heard if event["type"] == "message"] == [1]


async def test_resuming_a_desk_brings_only_what_is_new(started: Started, handler1: Account) -> None:
    async with Caller(started) as caller:
        async with Handler(handler1) as handler:
            await handler.is_available()
            contact = (await handler.takes())["contact"]
            await caller.says("one")
            await handler.hears("message")
        await caller.says("two")

        async with Handler(handler1, after={contact: 1}) as back:
            assert (await back.hears("message"))["seq"] == 2
            assert await back.hears_nothing("message")


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.ADMIN])
async def test_a_role_without_contacts_is_closed_with_4403(role: Role | None, transactional_db: None) -> None:
    account = None
    if role:
        account = await database_sync_to_async(Account.objects.create_account)(
            username="somebody", password=None, role=role
        )
    person = Handler(account)
    await person.opens()

    assert await person.is_closed() == 4403


async def test_a_deactivated_handler_is_shown_out_at_the_next_turn(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await database_sync_to_async(Account.objects.filter(pk=handler1.pk).update)(is_active=False)
        await handler.sends({"type": "presence.set", "id": str(uuid4()), "available": True, "capacity": 2})

        assert await handler.is_closed() == 4403


async def test_each_refusal_gives_its_code_and_the_socket_stays_open(handler1: Account) -> None:
    id = str(uuid4())
    async with Handler(handler1) as handler:
        for frame, code in [
            ("{", "command.invalid"),
            ({"type": "presence.set", "id": id, "available": True, "capacity": 5}, "command.invalid"),
            ({"type": "presence.set", "id": id, "available": "yes", "capacity": 1}, "command.invalid"),
            ({"type": "queue.take", "id": id, "contact": "x"}, "command.invalid"),
            ({"type": "contact.end", "id": id, "contact": id, "outcome": "won"}, "command.invalid"),
            ({"type": "message.post", "id": id, "body": "no contact"}, "command.invalid"),
            ({"type": "message.post", "id": id, "contact": id, "body": "  "}, "contact.not_found"),
        ]:
            await handler.sends(frame)
            assert await handler.hears_error() == code, frame
        assert (await handler.is_available())["type"] == "ack"


def _entry(slug: str) -> str:
    from triage.models import DirectoryEntry

    return str(DirectoryEntry.objects.get(slug=slug).pk)


def _confirm(entry: str, account: Account) -> None:
    from triage.services import confirm_entry

    confirm_entry(entry_id=entry, by=account)


async def test_what_one_window_has_read_every_window_of_the_handler_knows_also_later(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as desk, Caller(started) as caller:
        await desk.is_available()
        contact = (await desk.takes())["contact"]
        assert (await desk.hears("welcome"))["read"] == 0
        await caller.says("hello")
        await caller.says("are you there?")
        await desk.hears("message", seq=2)
        async with Handler(handler1) as laptop:
            assert (await laptop.hears("welcome"))["read"] == 0
            await desk.sends({"type": "seen", "contact": contact, "seq": 1})
            assert await laptop.hears("read") == {"type": "read", "contact": contact, "seq": 1}
        # Neither back nor beyond what was said.
        for seq in (0, 99):
            await desk.sends({"type": "seen", "contact": contact, "seq": seq})
            await desk.hears("read", seq=seq)

    async with Handler(handler1) as reloaded:
        assert (await reloaded.hears("welcome"))["read"] == 1


async def test_somebody_elses_contact_is_not_marked_as_read(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as owner, Caller(started) as caller, Handler(handler2) as other:
        await owner.is_available()
        contact = (await owner.takes())["contact"]
        await caller.says("hello")
        await owner.hears("message")
        await other.sends({"type": "seen", "contact": contact, "seq": 1})
        assert (await other.hears("error"))["code"] == "contact.not_found"
        await database_sync_to_async(mark_seen)(contact=started.contact.pk, seq=1, by=handler2)

    async with Handler(handler1) as reloaded:
        assert (await reloaded.hears("welcome"))["read"] == 0
