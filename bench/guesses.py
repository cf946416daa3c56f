"""Whether time tells how near a guess came: `python -m bench.guesses`.

It makes a database of its own (SQLite in a file; PostgreSQL where HELPLINE_DATABASE_URL names a server that
may be used for it) with 500 talks, and times two kinds of guess that must look alike, in turn and thousands
of times. The statistic is the ratio within a pair: its median, and what that lies between in 95 of 100 such
runs, whatever the distribution (order statistics, as of the sign test). Two controls say what it is worth:
one kind against itself, and a planted comparison that ends with the first wrong character. It prints a
table for bench/RESULTS.md. Nothing here is a test: tests/attacks/test_tokens.py counts what is done for
each guess, which no clock can say. See docs/measuring.md.
"""

# ruff: noqa: T201, S311

import contextlib
import gc
import json
import os
import platform
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil, sqrt
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from bench.queue import prepare, timed

CONTACTS = 500
PAIRS, PAIRS_OF_REQUESTS = 8_000, 1_500
WARM = 50
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Guess:
    """A token of somebody, and what is tried for it."""

    right: str
    tried: str


@dataclass(frozen=True)
class Question:
    """Two kinds of guess, drawn before the clock runs, and what is done with each."""

    name: str
    near: Callable[[], Any]
    far: Callable[[], Any]
    act: Callable[[Any], None]
    pairs: int = PAIRS


@dataclass(frozen=True)
class Found:
    """Medians in microseconds, the median ratio of a pair, and what that is sure to lie between."""

    near: float
    far: float
    ratio: float
    least: float
    most: float

    @property
    def says(self) -> str:
        return "nothing" if self.least <= 1 <= self.most else "apart"


def found(question: Question, chance: random.Random) -> Found:
    """Time both kinds in turn, each of them first as often as chance has it."""
    kinds = (question.near, question.far)
    times: list[list[float]] = [[], []]
    for kind in kinds * WARM:
        question.act(kind())
    gc.collect()
    gc.disable()
    try:
        for _ in range(question.pairs):
            drawn = [kind() for kind in kinds]
            for number in chance.sample((0, 1), 2):
                times[number].append(timed(partial(question.act, drawn[number])) * 1_000)
    finally:
        gc.enable()
    ratios = sorted(one / other for one, other in zip(*times, strict=True))
    middle, within = len(ratios) / 2, 1.96 * sqrt(len(ratios)) / 2
    least, most = ratios[int(middle - within)], ratios[ceil(middle + within)]
    return Found(median(times[0]), median(times[1]), median(ratios), least, most)


class Line:
    """500 talks of one handler, and another one who has none of them and asks."""

    def __init__(self, chance: random.Random) -> None:
        from django.test import Client

        from chat.access import new_token
        from helpline.staff.models import Account
        from helpline.staff.roles import Role

        self.chance = chance
        self.tokens = [new_token() for _ in range(CONTACTS)]
        other, self.by = (
            Account.objects.create_account(username=name, password=None, role=Role.HANDLER)
            for name in ("other", "asks")
        )
        self.contacts = talks_of(other, self.tokens)
        self.nobody, self.console = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        signs_in(self.console, self.by)

    def near(self) -> Guess:
        """Return a guess that is right but for its last character."""
        right = self.chance.choice(self.tokens)
        return Guess(right, right[:-1] + self._another(right[-1]))

    def far(self) -> Guess:
        """Return a guess that is wrong from its first character on."""
        right = self.chance.choice(self.tokens)
        rest = self.chance.choices(LETTERS, k=len(right) - 1)
        return Guess(right, self._another(right[0]) + "".join(rest))

    def _another(self, letter: str) -> str:
        return self.chance.choice(LETTERS.replace(letter, ""))

    def there(self) -> UUID:
        return self.chance.choice(self.contacts)

    def looks_up(self, guess: Guess) -> None:
        from chat.access import contact_of_token
        from chat.errors import TokenInvalid

        with contextlib.suppress(TokenInvalid):
            contact_of_token(guess.tried)

    def looks_up_and_compares(self, guess: Guess) -> None:
        """Do what nobody should: compare from the left, and stop at the first wrong character.

        Ten times over, so that what is right in it costs some twenty microseconds.
        """
        self.looks_up(guess)
        for _ in range(10):
            for right, tried in zip(guess.right, guess.tried, strict=True):
                if right != tried:
                    break

    def asks_for_events(self, guess: Guess) -> None:
        bearer = f"Bearer {guess.tried}"
        expect(self.nobody.get("/api/contact/events?after=0", headers={"Authorization": bearer}), 401)

    def asks_for_contact(self, contact: UUID) -> None:
        expect(self.console.get(f"/console/api/contacts/{contact}/"), 404)

    def commands(self, kind: str, contact: UUID) -> None:
        from chat.consumers.desk_acts import act
        from chat.errors import ContactNotFound
        from chat.parsing import parse_handler

        frame = {"type": kind, "id": str(uuid4()), "contact": str(contact), "body": "words"}
        with contextlib.suppress(ContactNotFound):
            act(self.by, parse_handler(json.dumps(frame)))


def talks_of(handler: Any, tokens: list[str]) -> list[UUID]:
    """Make a talk for each token; returns their ids."""
    from django.utils import timezone

    from chat.access import digest_of
    from chat.models import Contact

    now = timezone.now()
    same = {"consent_version": 1, "consented_at": now, "about": "own_behaviour", "rank": 4, "joined_at": now}
    same |= {"state": "talking", "handler": handler, "taken_at": now, "first_taken_at": now}
    rows = Contact.objects.bulk_create(Contact(token_digest=digest_of(token), **same) for token in tokens)
    return [row.pk for row in rows]


def signs_in(client: Any, account: Any) -> None:
    """Sign in as the real way in does, but for the password."""
    from helpline.staff.sessions import begin

    client.force_login(account)
    session = client.session
    begin(session)
    session.save()


def expect(answer: Any, status: int) -> None:
    if answer.status_code != status:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}, not {status}")


def questions(line: Line) -> list[Question]:
    """Return what is asked, the two controls first."""
    of_requests = PAIRS_OF_REQUESTS
    return [
        Question("control: one kind of wrong token, twice", line.far, line.far, line.looks_up),
        Question(
            "control: a comparison planted, some 20 µs", line.near, line.far, line.looks_up_and_compares
        ),
        Question("a token, looked up", line.near, line.far, line.looks_up),
        Question("a token, a whole request", line.near, line.far, line.asks_for_events, of_requests),
        Question("a contact, a whole request", line.there, uuid4, line.asks_for_contact, of_requests),
        Question("a contact, `note.add`", line.there, uuid4, partial(line.commands, "note.add"), of_requests),
        Question(
            "a contact, `contact.known`",
            line.there,
            uuid4,
            partial(line.commands, "contact.known"),
            of_requests,
        ),
    ]


def row(name: str, of: Found) -> str:
    between = f"{of.least:.4f} to {of.most:.4f}"
    return f"| {name} | {of.near:.1f} µs | {of.far:.1f} µs | {of.ratio:.4f} | {between} | {of.says} |"


def main() -> None:
    os.environ.setdefault("HELPLINE_SECRET_KEY", secrets.token_urlsafe(48))
    prepare()
    from django.db import connection

    chance = random.Random(1)
    is_asked = connection.vendor == "postgresql"
    kind = "PostgreSQL, time of the clock" if is_asked else "SQLite, time of the processor"
    print(f"Python {platform.python_version()}, {kind}\n")
    print("| what is guessed | near, or there | far, or absent | ratio | between | tells |")
    print("|---|---|---|---|---|---|")
    for question in questions(Line(chance)):
        print(row(question.name, found(question, chance)), flush=True)


if __name__ == "__main__":
    main()
