"""The caller's socket, frame by frame as docs/protocol.md says."""

from uuid import uuid4

from channels.db import database_sync_to_async
from pytest_django.fixtures import Settings

from chat.models import Message
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Caller, Handler, Person, a_caller_starts


async def test_hello_is_answered_with_where_the_contact_is(started: Started) -> None:
    async with Caller(started) as caller:
        assert caller.welcome == {
            "type": "welcome",
            "contact": str(started.contact.pk),
            "state": "waiting",
            "seq": 0,
            "agreed": started.contact.consent_version,
            "queue": {"ahead": "few", "estimated_wait": None},
        }


async def test_a_message_is_acknowledged_and_comes_back_with_its_number(started: Started) -> None:
    async with Caller(started) as caller:
        ack = await caller.says("I need to talk about last night")

        said = await caller.hears("message")

    assert ack["seq"] == 1
    assert (said["seq"], said["from"], said["body"]) == (1, "caller", "I need to talk about last night")
    assert said["id"] == ack["id"]
    assert said["at"] == ack["at"]


async def test_the_same_id_again_gives_the_same_ack_and_no_second_message(started: Started) -> None:
    id = str(uuid4())
    async with Caller(started) as caller:
        first = await caller.says("once", id=id)
        second = await caller.says("once", id=id)

    assert second == first
    assert await database_sync_to_async(Message.objects.count)() == 1


async def test_a_retry_after_the_end_gets_its_ack(started: Started) -> None:
    id = str(uuid4())
    async with Caller(started) as caller:
        first = await caller.says("before", id=id)
        await caller.ends()

        assert await caller.says("before", id=id) == first
        assert (await caller.says("after"))["code"] == "contact.closed"


async def test_a_write_after_the_end_reaches_nobody(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        await handler.takes()
        await handler.hears("welcome")
        await caller.ends()
        await handler.hears("state", state="ended")

        assert (await caller.says("are you there?"))["code"] == "contact.closed"
        assert await handler.hears_nothing("message")


async def test_resuming_brings_what_came_since_and_nothing_twice(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        async with Caller(started) as caller:
            await caller.says("one")
        await handler.says(contact, "two")
        await handler.says(contact, "three")

        async with Caller(started, after=1) as back:
            heard = [await back.hears("message") for _ in range(2)]
            assert await back.hears_nothing("message")

    assert back.welcome["seq"] == 3
    assert [(m["seq"], m["from"], m["body"]) for m in heard] == [
        (2, "handler", "two"),
        (3, "handler", "three"),
    ]


async def test_a_number_beyond_the_end_hides_nothing_that_comes(started: Started) -> None:
    async with Caller(started, after=999) as caller:
        await caller.says("still heard")

        assert (await caller.hears("message"))["seq"] == 1


async def test_after_the_end_a_token_yields_state_and_cards_only(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await caller.says("words that must not come back")
        card = await handler.asks(
            "signpost.send", contact=contact, programme=await _respect_phoneline(handler1)
        )
        assert card["type"] == "ack", card
        await caller.ends()

    async with Caller(started) as back:
        shown = await back.hears("signpost")
        assert shown["card"]["phone"] == "0808 802 4040"
        assert await back.hears_nothing("message")
    assert back.welcome["state"] == "ended"


async def test_the_last_words_still_reach_a_page_that_was_there(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.says(contact, "Take care. Goodbye.")
        await handler.asks("contact.end", contact=contact)

        assert (await caller.hears("message"))["body"] == "Take care. Goodbye."
        assert (await caller.hears("state", state="ended"))["reason"] == "handler"


async def test_waiting_callers_learn_that_the_queue_moved(handler1: Account) -> None:
    others = [await a_caller_starts() for _ in range(3)]
    last = await a_caller_starts()
    async with Caller(last) as caller, Handler(handler1) as handler:
        assert caller.welcome["queue"]["ahead"] == 3
        await handler.is_available()
        assert (await handler.takes())["contact"] == str(others[0].contact.pk)

        assert (await caller.hears("queue"))["ahead"] == "few"


async def test_typing_and_seen_pass_without_words(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.hears("welcome")
        await caller.hears("state", state="talking")

        await caller.sends({"type": "typing", "on": True, "body": "unsent"})
        assert await handler.hears("typing") == {"type": "typing", "on": True, "contact": contact}
        await handler.sends({"type": "seen", "contact": contact, "seq": 1})
        assert await caller.hears("seen") == {"type": "seen", "seq": 1}


async def test_a_wrong_token_closes_with_4401(started: Started) -> None:
    started = Started(contact=started.contact, token="not a token", advice=[])
    caller = Caller(started)
    await caller.opens()
    await caller.sends({"type": "hello", "token": caller.token, "after": 0})

    assert await caller.is_closed() == 4401


async def test_a_page_of_another_origin_is_refused(started: Started) -> None:
    assert (await Caller(started, origin=b"https://evil.example").opens())[0] is False
    assert (await Caller(started, origin=None).opens())[0] is False


async def test_without_the_subprotocol_nothing_is_opened(started: Started) -> None:
    assert (await Caller(started, subprotocols=["something.else"]).opens())[0] is False
    assert await Caller(started).opens() == (True, "helpline.v1")


async def test_each_refusal_gives_its_code_and_the_socket_stays_open(started: Started) -> None:
    async with Caller(started) as caller:
        for frame, code in [
            ("not json", "command.invalid"),
            ("[]", "command.invalid"),
            ({"type": "nonsense", "id": "x"}, "command.invalid"),
            ({"type": "message.post", "id": "not a uuid", "body": "x"}, "command.invalid"),
            ({"type": "message.post", "id": str(uuid4()), "body": 7}, "command.invalid"),
            ({"type": "message.post", "id": str(uuid4()), "body": " \n\t "}, "message.empty"),
            ({"type": "message.post", "id": str(uuid4()), "body": "x" * 4_001}, "message.too_long"),
            ({"type": "hello", "token": caller.token, "after": 0}, "command.invalid"),
        ]:
            await caller.sends(frame)
            assert await caller.hears_error() == code, frame

        assert (await caller.says("still here"))["seq"] == 1


async def test_before_hello_nothing_is_done(started: Started) -> None:
    caller = Caller(started)
    await caller.opens()
    await caller.sends({"type": "message.post", "id": str(uuid4()), "body": "hello?"})

    assert await caller.hears_error() == "command.invalid"
    await caller.leaves()


async def test_ten_at_once_then_too_fast_then_4429(started: Started, settings: Settings) -> None:
    # One in a hundred seconds: ten take long on a busy machine, and none may have come back by then.
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "per_second": 0.01}
    async with Caller(started) as caller:
        for n in range(10):
            assert (await caller.says(f"message {n}"))["type"] == "ack"
        refused = await caller.says("one too many")

        assert refused["code"] == "throttle.too_fast"
        assert 0 < refused["retry_after_seconds"] <= 100
        for _ in range(49):
            await caller.sends({"type": "message.post", "id": str(uuid4()), "body": "again"})
        assert await caller.is_closed() == 4429


async def test_twenty_commands_that_nobody_understands_close_with_4400(started: Started) -> None:
    async with Caller(started) as caller:
        for _ in range(20):
            await caller.sends({"type": "nonsense"})

        assert await caller.is_closed() == 4400


async def test_commands_of_handlers_are_not_understood_from_a_caller(started: Started) -> None:
    async with Caller(started) as caller:
        for kind in ("queue.take", "contact.transfer", "contact.transfer.accept", "whisper", "help.raise"):
            await caller.sends({"type": kind, "id": str(uuid4()), "contact": str(started.contact.pk)})
            assert (await caller.hears("error"))["code"] == "command.invalid"


async def test_a_caller_hears_nothing_of_another_contact(started: Started) -> None:
    other = await a_caller_starts()
    async with Caller(started) as caller, Caller(other) as stranger:
        await caller.says("for one handler's eyes")
        await caller.hears("message")

        assert await stranger.hears_nothing("message", "signpost", "typing", "seen")


async def test_a_socket_without_hello_is_closed(started: Started, settings: object) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "hello_seconds": 0}  # type: ignore[attr-defined]
    person: Person = Caller(started)
    await person.opens()

    assert await person.is_closed() == 4408


async def _respect_phoneline(account: Account) -> str:
    from triage.models import DirectoryEntry
    from triage.services import confirm_entry

    def find() -> str:
        entry = DirectoryEntry.objects.get(slug="respect-phoneline")
        confirm_entry(entry_id=entry.pk, by=account)
        return str(entry.pk)

    return await database_sync_to_async(find)()


async def test_a_row_that_was_changed_ends_no_socket(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        await handler.takes()
        await caller.says("first")
        await handler.hears("message")
        await database_sync_to_async(Message.objects.filter(seq=1).update)(sealed=b"x" * 40)
        async with Caller(started) as again:
            damaged = await again.hears("message")
            await again.says("second")
            assert (await handler.hears("message"))["body"] == "second"

    assert (damaged["seq"], damaged["unreadable"]) == (1, True)
