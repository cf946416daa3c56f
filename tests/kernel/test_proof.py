"""A challenge has one solution, which counts once, in time, and only where it was signed."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from helpline.kernel.marks import ProcessMarks
from helpline.kernel.proof import LIFE, new_challenge, spend
from tests.chat.at_once import at_once
from tests.live_proof import solved

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def unpacked(proof: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(base64.b64decode(proof))
    return read


def packed(payload: Any) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_a_challenge_is_altchas_first_protocol_and_says_nothing_of_anybody() -> None:
    with time_machine.travel(NOW, tick=False):
        challenge = new_challenge(max_number=5_000)

    assert set(challenge) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert (challenge["algorithm"], challenge["maxNumber"]) == ("SHA-256", 5_000)
    nonce, _, more = challenge["salt"].partition("?")
    assert len(bytes.fromhex(nonce)) == 12
    assert parse_qs(more) == {"expires": [str(int((NOW + LIFE).timestamp()))]}


def test_a_solution_counts_once() -> None:
    marks, proof = ProcessMarks(), solved(new_challenge(max_number=50))

    assert [spend(proof, marks=marks), spend(proof, marks=marks)] == [True, False]


def test_the_same_solution_written_otherwise_is_the_same() -> None:
    marks, proof = ProcessMarks(), solved(new_challenge(max_number=50))
    payload = unpacked(proof)
    assert spend(proof, marks=marks)

    reordered = dict(sorted(payload.items(), reverse=True))
    for other in (reordered, {**payload, "took": 7}, {**payload, "salt": payload["salt"].rstrip("&")}):
        assert packed(other) != proof
        assert not spend(packed(other), marks=marks)


def test_sent_by_many_at_once_it_counts_for_one() -> None:
    marks, proof = ProcessMarks(), solved(new_challenge(max_number=50))

    assert sorted(at_once(*[lambda: spend(proof, marks=marks)] * 8)) == [False] * 7 + [True]


def test_it_counts_until_its_end_and_no_longer() -> None:
    with time_machine.travel(NOW, tick=False):
        first, second = (solved(new_challenge(max_number=50)) for _ in range(2))
    with time_machine.travel(NOW + LIFE, tick=False):
        assert spend(first, marks=ProcessMarks())
    with time_machine.travel(NOW + LIFE + timedelta(seconds=1), tick=False):
        assert not spend(second, marks=ProcessMarks())


def test_it_is_remembered_as_spent_for_as_long_as_it_could_count() -> None:
    marks = ProcessMarks()
    with time_machine.travel(NOW, tick=False):
        proof = solved(new_challenge(max_number=50))
        assert spend(proof, marks=marks)
    with time_machine.travel(NOW + LIFE, tick=False):
        assert not spend(proof, marks=marks)


Change = Callable[[dict[str, Any]], dict[str, Any]]
CHANGES: dict[str, Change] = {
    "another number": lambda p: {**p, "number": p["number"] + 1},
    "a number as text": lambda p: {**p, "number": str(p["number"])},
    "true for a number": lambda p: {**p, "number": True},
    "another signature": lambda p: {**p, "signature": "0" * 64},
    "no signature": lambda p: {name: value for name, value in p.items() if name != "signature"},
    "another challenge": lambda p: {**p, "challenge": "0" * 64},
    "a longer life": lambda p: {**p, "salt": p["salt"].replace("expires=1", "expires=2")},
    "no end": lambda p: {**p, "salt": p["salt"].partition("?")[0]},
    "a second end": lambda p: {**p, "salt": p["salt"].replace("?", "?expires=9999999999&")},
    "another algorithm": lambda p: {**p, "algorithm": "SHA-1"},
    "a salt that cannot be encoded": lambda p: {**p, "salt": "\ud800"},
    "a salt of another kind": lambda p: {**p, "salt": [p["salt"]]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_refused_and_the_right_one_still_counts(change: Change) -> None:
    marks, proof = ProcessMarks(), solved(new_challenge(max_number=50))

    assert not spend(packed(change(unpacked(proof))), marks=marks)
    assert spend(proof, marks=marks)


def test_of_all_numbers_one_alone_is_the_solution() -> None:
    marks, payload = ProcessMarks(), unpacked(solved(new_challenge(max_number=50)))

    right = [number for number in range(51) if spend(packed({**payload, "number": number}), marks=marks)]

    assert right == [payload["number"]]


@pytest.mark.parametrize(
    "proof",
    [
        *(None, 7, True, [], {}, "", "x", "====", "proof", "\u00e9", "A" * 2_001),
        *map(packed, ([], "x", None, {}, 7)),
        base64.b64encode(b"[" * 1_400).decode(),
        base64.b64encode(b'{"number": ' + b"9" * 1_400).decode(),
    ],
)
def test_what_is_no_proof_is_refused(proof: object) -> None:
    assert not spend(proof, marks=ProcessMarks())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
FIELDS = ("algorithm", "challenge", "number", "salt", "signature")


@given(st.fixed_dictionaries({name: json_values | st.just("SHA-256") for name in FIELDS}))
def test_nothing_that_a_client_makes_up_counts_or_breaks(payload: dict[str, Any]) -> None:
    assert not spend(packed({**payload, "algorithm": "SHA-256"}), marks=ProcessMarks())


def test_a_proof_of_another_deployment_is_refused(settings: Settings) -> None:
    proof = solved(new_challenge(max_number=50))
    settings.SECRET_KEY = "of another deployment"

    assert not spend(proof, marks=ProcessMarks())


def test_the_secret_key_itself_signs_no_challenge(settings: Settings) -> None:
    from altcha.v1 import ChallengeOptions, create_challenge

    options = ChallengeOptions(max_number=50, hmac_key=settings.SECRET_KEY, expires=datetime.now(UTC) + LIFE)

    assert not spend(solved(dict(create_challenge(options).to_dict())), marks=ProcessMarks())
