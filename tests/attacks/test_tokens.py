"""Tokens, codes, ids and names cannot be found out by asking: wrong, absent and not yours look alike.

Times are not measured: what is compared is what takes the time. A token is looked up by its digest, so a
guess that is right in all but one character differs in every byte of what is compared; and the queries and
hashes that an answer costs are counted.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.access import contact_of_token, digest_of
from chat.consumers import limits
from chat.consumers.desk_acts import DESK_ACTS, act
from chat.errors import TokenInvalid
from chat.models import ReturnCode
from chat.parsing import parse_handler
from chat.services import return_codes
from chat.services.contacts import Started
from chat.services.saved_replies import save_reply
from helpline.kernel.errors import HelplineError
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.attacks.test_http_api import description
from tests.chat.acts import BOTH, is_there, starts, takes
from tests.chat.test_commands import CONTACT, HANDLER
from tests.content import put_content_in

pytestmark = pytest.mark.django_db(databases=BOTH)
ABSENT = UUID("5eed0000-1111-4222-8333-444455556666")
# What each route that writes is sent, so that it is refused for the id alone.
# These look for an offer, a transfer or an acquaintance of a contact that is there, so they cost a query
# more; what they answer is the same, and an id of 122 random bits is not come upon by trying.
ASKED_OF_ANY = {"queue.take", "contact.assign", "offer.decline", "contact.known"}
ASKED_OF_ANY |= {"contact.transfer.accept", "contact.transfer.decline"}
BODIES: dict[str, dict[str, Any]] = {
    "script": {"node": "m05_who"},
    "address": {"pronoun": "", "relation": ""},
    "confidence": {"reason": "life"},
    "over": {"how": "mistake"},
    "triage": {"markers": {}},
    "answers": {"area": None},
    "level": {"level": "urgent"},
    "outcome": {"outcome": "completed"},
    "wrap-up": {"outcome": "completed"},
}


@pytest.fixture(autouse=True)
def _content(db: None) -> Iterator[None]:
    put_content_in()
    limits.buckets.cache_clear()
    yield
    limits.buckets.cache_clear()


@pytest.fixture
def started() -> Started:
    return starts(first_message="hello")


@pytest.fixture
def ben(started: Started) -> Client:
    """A handler's browser; the contact is Ann's."""
    takes(
        is_there(Account.objects.create_account(username="ann", password=None, role=Role.HANDLER)),
        started.contact,
    )
    client = Client()
    client.force_login(
        is_there(Account.objects.create_account(username="ben", password=None, role=Role.HANDLER))
    )
    return client


def seen(answer: Any, *ids: object) -> tuple[Any, ...]:
    """Return all that an answer tells, with the ids that were asked for taken out."""
    body = answer.content.decode()
    for id in ids:
        body = body.replace(str(id), "ID")
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, re.sub(r"nonce-[\w+/=-]+|value=\"[\w-]{60,}\"", "", body), headers


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give the shapes of the queries that are asked inside: their text without what is looked for."""
    held: list[str] = []
    with CaptureQueriesContext(connection) as asked:
        yield held
    held += [
        re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b[\da-f]{32}\b|\b\d[\d.:-]*\b", "?", query["sql"])
        for query in asked.captured_queries
    ]


# -- tokens ---------------------------------------------------------------------------------


def test_a_token_is_looked_up_by_its_digest_and_a_near_one_costs_what_any_costs(started: Started) -> None:
    last = "A" if started.token[-1] != "A" else "B"
    near, far = started.token[:-1] + last, "x" * 43
    with CaptureQueriesContext(connection) as right:
        assert contact_of_token(started.token) == started.contact
    costs = []
    for wrong in (near, far):
        with statements() as asked, pytest.raises(TokenInvalid):
            contact_of_token(wrong)
        costs.append(asked)

    assert costs[0] == costs[1]
    assert len(costs[0]) == len(right) == 1
    assert started.token not in str(right.captured_queries)
    assert digest_of(started.token) == hashlib.sha256(started.token.encode()).hexdigest()
    # Nothing of a digest is right because most of its token is: no first byte to work on from.
    assert digest_of(near)[:4] != digest_of(started.token)[:4]


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/api/contact/events"), ("post", "/api/contact/commands"), ("post", "/api/contact/code")],
)
def test_every_wrong_token_gets_one_answer(method: str, path: str, started: Started) -> None:
    wrong = ["x", started.token[:-1], started.token + "A", started.token.swapcase(), "é", "A" * 4_000]
    answers = {
        str(seen(getattr(Client(), method)(path, headers={"Authorization": f"Bearer {each}"})))
        for each in wrong
    }

    assert len(answers) == 1
    assert "token.invalid" in answers.pop()
    assert (
        getattr(Client(), method)(
            path, headers={"Authorization": f"Bearer {started.token}"}, content_type="application/json"
        ).status_code
        != 401
    )


# -- ids ------------------------------------------------------------------------------------


def routes_of_contacts() -> list[tuple[str, str]]:
    paths = description()["paths"].items()
    return [(next(iter(held)), path) for path, held in paths if "{contact}" in path]


@pytest.mark.parametrize(("method", "path"), routes_of_contacts())
def test_somebody_else_s_contact_answers_as_one_that_is_not_there(
    method: str, path: str, started: Started, ben: Client
) -> None:
    body = BODIES.get(path.strip("/").split("/")[-1], {})
    told = []
    for id in (started.contact.pk, ABSENT):
        send = {"data": body, "content_type": "application/json"} if method == "post" else {}
        # Asked twice: what a first request of a session costs is no sign of the id.
        for _ in range(2):
            with statements() as asked:
                answer = getattr(ben, method)(path.replace("{contact}", str(id)), **send)
        told.append((seen(answer, id), asked))

    assert told[0][0] == told[1][0]
    assert told[0][0][0] in {403, 404}
    assert told[0][1] == told[1][1]


def test_somebody_else_s_saved_reply_answers_as_one_that_is_not_there(ben: Client) -> None:
    ann = Account.objects.get(username="ann")
    reply = uuid4()
    save_reply(reply=reply, title="Mine", words="Words", team=False, by=ann)
    answers = [
        seen(ben.post(f"/console/api/replies/{id}/delete/", content_type="application/json"), id)
        for id in (reply, ABSENT)
    ]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def commands_of_contacts() -> list[dict[str, Any]]:
    return [
        frame
        for frame, command in HANDLER
        if frame.get("contact") == str(CONTACT) and type(command) in DESK_ACTS
    ]


@pytest.mark.parametrize("frame", commands_of_contacts(), ids=lambda frame: frame["type"])
def test_a_command_for_somebody_else_s_talk_is_refused_as_one_for_none(
    frame: dict[str, Any], started: Started, ben: Client
) -> None:
    by = Account.objects.get(username="ben")
    told = []
    for id in (started.contact.pk, ABSENT):
        command = parse_handler(json.dumps({**frame, "id": str(uuid4()), "contact": str(id)}))
        refused: object = None
        with statements() as asked:
            try:
                done = act(by, command)
                refused = f"done for {done}".replace(str(id), "ID")
            except HelplineError as refusal:
                refused = json.dumps(refusal.as_wire()).replace(str(id), "ID")
        told.append((refused, asked))

    assert told[0][0] == told[1][0]
    if frame["type"] not in ASKED_OF_ANY:
        assert told[0][1] == told[1][1]


def test_an_id_tells_of_no_other() -> None:
    """Ids are random: the one after it is nobody's, and how many there are stands in none."""
    ids = [starts().contact.pk for _ in range(5)]

    assert {id.version for id in ids} == {4}
    assert len({id.int >> 96 for id in ids}) == 5


# -- codes ----------------------------------------------------------------------------------


def test_unknown_expired_and_used_up_codes_get_one_answer_for_the_same_work(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = return_codes.give_code(contact=started.contact.pk)
    ReturnCode.objects.update(expires_on=timezone.now().date().replace(year=2020))
    hashed: list[str] = []
    real = return_codes.slow_digest
    monkeypatch.setattr(
        return_codes,
        "slow_digest",
        lambda secret, *, purpose: hashed.append(secret) or real(secret, purpose=purpose),
    )
    told, costs = [], []
    for typed in (code, "abacus zoom purple plank"):
        with statements() as asked:
            told.append(seen(Client().post("/api/return", {"code": typed}, content_type="application/json")))
        costs.append(asked)

    assert told[0] == told[1]
    assert (told[0][0], "code.unknown" in told[0][1]) == (404, True)
    assert costs[0] == costs[1]
    assert len(hashed) == 2


def test_whoever_tries_codes_is_stopped_and_learns_nothing_from_a_right_one(started: Started) -> None:
    code = return_codes.give_code(contact=started.contact.pk)
    for _ in range(5):
        Client().post("/api/return", {"code": "abacus zoom purple plank"}, content_type="application/json")
    answers = [
        Client().post("/api/return", {"code": typed}, content_type="application/json").status_code
        for typed in (code, "abacus zoom purple plank")
    ]

    assert answers == [429, 429]


# -- staff ----------------------------------------------------------------------------------


def test_signing_in_says_and_does_the_same_for_a_name_that_is_there_and_one_that_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Account.objects.create_account(username="known", password="correct horse battery", role=Role.HANDLER)
    gone = Account.objects.create_account(
        username="gone", password="correct horse battery", role=Role.HANDLER
    )
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    made: list[str] = []
    hasher = type(hashers.get_hasher())
    real = hasher.encode
    monkeypatch.setattr(
        hasher,
        "encode",
        lambda self, password, salt, *more: made.append(password) or real(self, password, salt, *more),
    )
    told, work = [], []
    for name in ("known", "gone", "nobody"):
        made.clear()
        answer = Client().post("/accounts/login/", {"login": name, "password": "wrong horse battery"})
        told.append(re.sub(r'value="[^"]*"', "", str(seen(answer, name)[:2])))
        work.append(len(made))

    assert told[0] == told[1] == told[2]
    assert work[0] == work[1] == work[2] == 1


def test_a_link_of_staff_that_is_wrong_answers_as_one_that_is_over() -> None:
    from helpline.staff import links
    from helpline.staff.models import Link

    account = Account.objects.create_account(username="new", password=None, role=Role.HANDLER)
    secret = links.make_link(account=account, purpose=Link.Purpose.INVITATION, by=None)
    assert links.find_link(secret).account == account
    assert secret not in str(list(Link.objects.values()))
    told = []
    Link.objects.update(expires_at=timezone.now().replace(year=2020))
    for tried in (secret, secret[:-1] + "x", "x" * len(secret), ""):
        with statements() as asked, pytest.raises(HelplineError) as refusal:
            links.find_link(tried)
        told.append((refusal.value.as_wire(), asked))

    assert all(each == told[0] for each in told)
