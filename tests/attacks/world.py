"""A line under attack: its contacts, its staff, their sockets, and what is asked over HTTP meanwhile."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from channels.db import database_sync_to_async
from channels.testing import HttpCommunicator
from django.utils import timezone

from helpline.timers import run_due
from tests.attacks import ends, frames, kept, oddities
from tests.attacks.witness import MARK, SAID, Event, LogWatch, Violation, Witness

MOST_CONTACTS = 6
NOBODY = "5eed0000-1111-4222-8333-444455556666"


class World:
    """Everything of one walk. Every step ends with `is_well`."""

    def __init__(self, log: LogWatch) -> None:
        self.log = log
        self.witness = Witness()
        self.tokens: list[str] = []
        self.ends: list[ends.End] = []
        self.polls: list[tuple[int, HttpCommunicator]] = []
        self.frames_sent: list[str] = []
        self.codes: list[tuple[int, str]] = []
        self.started = timezone.now()

    # -- people -----------------------------------------------------------------------------

    async def begins(self) -> None:
        """Sign the staff in, and forget what a walk before this one left."""
        self.accounts, self.cookies = await database_sync_to_async(kept.staff)()

    async def a_caller_starts(self, answers: Mapping[str, Any]) -> None:
        if len(self.tokens) >= MOST_CONTACTS:
            return
        body = {"consent": True, "about": "own_behaviour", "language": "en", **answers}
        if isinstance(body.get("first_message"), str):
            body["first_message"] = self.marked(len(self.tokens), body["first_message"], among_staff=False)
        status, started = await ends.request("POST", "/api/contacts", json.dumps(body).encode())
        if status in {200, 201}:
            self.witness.ids[len(self.tokens)] = started["contact"]
            self.witness.tokens[started["token"]] = len(self.tokens)
            self.tokens.append(started["token"])

    async def caller_connects(self, number: int, after: Any, *, with_token: str | None = None) -> None:
        if not self.tokens:
            return
        number %= len(self.tokens)
        end = ends.CallerEnd(self.witness, number)
        self.ends.append(end)
        await end.opens()
        token = self.tokens[number] if with_token is None else f"{self.tokens[number]}{with_token}"
        await end.greets(token, after)

    async def staff_connects(self, name: str, *, greets: bool, board: bool = False) -> None:
        account, cookie = self.accounts[name], self.cookies[name]
        end: ends.End = ends.HandlerEnd(self.witness, account.pk, cookie)
        if board:
            end = ends.BoardEnd(self.witness, cookie)
        self.ends.append(end)
        await end.opens()
        if greets:
            await end.sends('{"type": "hello"}')

    def some(self, kind: type[ends.End], number: int) -> ends.End | None:
        open_ones = [end for end in self.ends if isinstance(end, kind) and end.is_open]
        return open_ones[number % len(open_ones)] if open_ones else None

    # -- what is sent -----------------------------------------------------------------------

    async def sends(self, end: ends.End, frame: frames.Frame) -> None:
        """Send a drawn command with what its names stand for."""
        own = end.contact if isinstance(end, ends.CallerEnd) else None
        text = json.dumps(self.resolved(frame, own))
        self.frames_sent.append(text)
        await end.sends(text)
        # Several frames make a step: what one gives, the next may give away.
        await self.looks_who_has_what()

    async def sends_again(self, end: ends.End, which: int) -> None:
        """Send an old frame from whoever sent it, or from somebody else.

        Its words become those of the contact that they are said in now; nothing else of it changes. So
        words with another mark are never excused, whoever sent what.
        """
        old = self.frames_sent[which % len(self.frames_sent)]
        goes_to = end.contact if isinstance(end, ends.CallerEnd) else self._named_in(old)
        if goes_to is not None:
            old = SAID.sub(f"wdq{goes_to}x", old)
        await end.sends(old)
        await self.looks_who_has_what()

    def _named_in(self, text: str) -> int | None:
        named = json.loads(text).get("contact")
        return next((number for number, id in self.witness.ids.items() if id == named), None)

    def resolved(self, frame: frames.Frame, own: int | None) -> Event:
        named = frame.get("contact")
        number = own if own is not None else self.number(named)
        return {name: self._value(value, number) for name, value in frame.items()}

    def number(self, contact: object) -> int | None:
        known = isinstance(contact, frames.Contact) and contact.number < len(self.tokens)
        return contact.number if known and isinstance(contact, frames.Contact) else None

    def _value(self, value: Any, contact: int | None) -> Any:
        if isinstance(value, frames.Contact):
            return self.witness.ids.get(value.number, NOBODY)
        if isinstance(value, frames.Id):
            return str(uuid.uuid5(uuid.NAMESPACE_OID, str(value.number)))
        if isinstance(value, frames.Token):
            return self.tokens[value.number % len(self.tokens)] if self.tokens else "x"
        if isinstance(value, frames.Junk):
            return oddities.JUNK_VALUES[value.number]
        if isinstance(value, frames.Words):
            return self.marked(contact, value.text, among_staff=value.among_staff)
        if isinstance(value, dict):
            return {name: self._value(each, contact) for name, each in value.items()}
        return value

    @staticmethod
    def marked(contact: int | None, text: str, *, among_staff: bool) -> str:
        if contact is None:
            return text
        mark = f"{'st' if among_staff else 'wd'}q{contact}x"
        assert MARK.fullmatch(mark)
        return f"{mark} {text}" if text.strip() else text

    async def commands(self, number: int, frame: frames.Frame | str | bytes) -> None:
        """A caller's command over HTTP."""
        if self.tokens:
            number %= len(self.tokens)
            body = frame if isinstance(frame, str | bytes) else json.dumps(self.resolved(frame, number))
            status, answer = await self._as_caller(number, "POST", "/api/contact/commands", body)
            if status == 200 and answer.get("type") == "ack":
                self.witness.acknowledged("caller", self.witness.ids[number], answer)

    async def events(self, number: int, after: str, wait: str) -> None:
        """Ask for a caller's events; what is waited for is looked at later."""
        if not self.tokens:
            return
        number %= len(self.tokens)
        path = f"/api/contact/events?after={after}&wait={wait}&mark="
        asked = ends.asking("GET", path, authorization=f"Bearer {self.tokens[number]}")
        asked.sent_request = True
        await asked.send_input({"type": "http.request", "body": b""})
        self.polls.append((number, asked))
        if wait == "0":
            await self._hear(*self.polls.pop())

    async def asks_for_code(self, number: int) -> None:
        if self.tokens:
            number %= len(self.tokens)
            status, answer = await self._as_caller(number, "POST", "/api/contact/code", "")
            if status == 200:
                self.codes.append((number, answer["code"]))

    async def comes_back(self, which: int) -> None:
        """Somebody types a code: the token before opens nothing from now on."""
        code = self.codes[which % len(self.codes)][1] if self.codes else "abacus zoom purple plank"
        body = json.dumps({"code": code}).encode()
        status, back = await ends.request("POST", "/api/return", body)
        if status == 200 and back["resumed"]:
            (number,) = [n for n, id in self.witness.ids.items() if id == back["contact"]]
            self.tokens[number] = back["token"]
            self.witness.tokens[back["token"]] = number

    async def answers_survey(self, number: int, body: str) -> None:
        if self.tokens:
            await self._as_caller(number % len(self.tokens), "POST", "/api/contact/survey", body)

    async def _as_caller(self, number: int, method: str, path: str, body: str | bytes) -> tuple[int, Any]:
        sent = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        answer = await ends.request(method, path, sent, authorization=f"Bearer {self.tokens[number]}")
        self._look(number, answer[1])
        return answer

    async def _hear(self, number: int, asked: HttpCommunicator) -> None:
        _, answer = await ends.answer_of(asked)
        self._look(number, answer)

    def _look(self, number: int, answer: Any) -> None:
        for event in (answer or {}).get("events", [{"type": "answer to a request", "of": answer}]):
            self.witness.caller_hears(number, ends.Heard(gaps_to={self.witness.ids[number]: 10**9}), event)

    async def wraps_up(self, name: str) -> None:
        """Close what this handler has ended, so that there is room for more."""
        await database_sync_to_async(kept.wrap_up_all)(self.accounts[name])

    async def time_is_up(self) -> None:
        """Let the timers do what is due."""
        await database_sync_to_async(run_due)(now=timezone.now(), started_at=self.started, purge=False)

    # -- what must hold ---------------------------------------------------------------------

    async def looks_who_has_what(self) -> None:
        self.witness.notes_readers(await database_sync_to_async(kept.readers)())

    async def is_well(self) -> None:
        """Look at all that was sent, and end the step. Raises Violation."""
        await self.looks_who_has_what()
        for end in self.ends:
            end.drains()
        for number, asked in list(self.polls):
            if asked.future.done():
                self.polls.remove((number, asked))
                await self._hear(number, asked)
        if self.log.errors:
            raise Violation(f"the log tells of an error: {self.log.errors}")
        self.witness.step_is_over()

    async def ends_well(self) -> None:
        """Settle every socket and compare what was accepted with what is stored."""
        for end in self.ends:
            await end.settles()
        await self.is_well()
        stored = await database_sync_to_async(kept.stored_messages)()
        for (sender, contact, id), (seq, _) in self.witness.acks.items():
            found = stored.get((sender, contact, id), [])
            if found not in ([seq], []) or (not found and contact in stored[("contacts", "", "")]):
                raise Violation(f"{id} of {contact} was accepted as {seq} and is stored as {found}")

    async def is_over(self) -> None:
        for _, asked in self.polls:
            await asked.send_input({"type": "http.disconnect"})
        for end in self.ends:
            if end.is_open:
                await end.leaves()
        await database_sync_to_async(kept.forget_all)()
