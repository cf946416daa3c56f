"""The proof of work on the wire: a challenge, a start that brings its solution, and each refusal."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from chat.models import Contact
from chat.services.intake import Intake
from chat.views import proof as proofs
from helpline.hours.rules import Intake as HoursIntake
from helpline.hours.services import OpeningState
from helpline.kernel.models import ContactKey
from helpline.kernel.proof import LIFE
from helpline.statistics.models import DailyCounter
from tests.chat.at_once import at_once
from tests.live_proof import solved

START = {"consent": True, "about": "own_behaviour", "language": "en"}


@pytest.fixture
def browser(transactional_db: None, settings: Settings) -> Iterator[Client]:
    """A caller's browser where the proof is asked for and nothing was asked for before."""
    settings.HELPLINE_PROOF, settings.HELPLINE_PROOF_NUMBER = "on", 50
    proofs.marks.cache_clear()
    yield Client()
    proofs.marks.cache_clear()


def asks(browser: Client, address: str = "192.0.2.1") -> dict[str, Any]:
    challenge: dict[str, Any] = browser.get("/api/challenge", REMOTE_ADDR=address).json()
    return challenge


def starts(browser: Client, **fields: Any) -> tuple[int, str]:
    """Return the status, and the code of the refusal or the state."""
    answer = browser.post("/api/contacts", json.dumps({**START, **fields}), content_type="application/json")
    body = answer.json()
    return answer.status_code, body["error"]["code"] if "error" in body else body["state"]


def test_a_challenge_is_never_kept_and_sets_no_cookie(browser: Client) -> None:
    answer = browser.get("/api/challenge")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert answer.json()["maxNumber"] == 50
    assert browser.post("/api/challenge").status_code == 405


def test_a_solved_challenge_starts_one_contact(browser: Client) -> None:
    proof = solved(asks(browser))

    assert starts(browser, proof=proof) == (201, "waiting")
    assert starts(browser, proof=proof) == (400, "proof.invalid")
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("fields", [{}, {"proof": ""}, {"proof": None}])
def test_without_a_proof_nothing_is_stored(browser: Client, fields: dict[str, Any]) -> None:
    assert starts(browser, **fields) == (400, "proof.invalid")
    assert Contact.objects.count() == 0
    assert ContactKey.objects.count() == 0


def test_a_wrong_signature_is_refused(browser: Client) -> None:
    challenge = asks(browser)

    assert starts(browser, proof=solved({**challenge, "signature": "0" * 64})) == (400, "proof.invalid")


def test_a_challenge_that_is_too_old_is_refused(browser: Client) -> None:
    with time_machine.travel("2026-11-21T20:00:00+00:00", tick=False) as clock:
        proof = solved(asks(browser))
        clock.shift(LIFE.total_seconds() + 1)

        assert starts(browser, proof=proof) == (400, "proof.invalid")


def test_one_proof_sent_by_many_at_once_starts_one_contact(browser: Client) -> None:
    proof = solved(asks(browser))

    def spends() -> bool:
        try:
            proofs.check_proof(proof)
        except proofs.ProofInvalid:
            return False
        return True

    assert sorted(at_once(*[spends] * 8)) == [False] * 7 + [True]


def test_what_is_wrong_with_the_answers_is_said_before_the_proof(browser: Client) -> None:
    assert starts(browser, consent=False) == (400, "consent.required")
    assert starts(browser, about="everything") == (400, "request.invalid")


def test_whoever_is_turned_away_keeps_the_proof(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = solved(asks(browser))
    closed = Intake("closed", OpeningState(HoursIntake.CLOSED))
    with monkeypatch.context() as patched:
        patched.setattr("chat.services.intake.intake", lambda **_: closed)
        assert starts(browser, proof=proof) == (403, "hours.closed")

    assert starts(browser, proof=proof) == (201, "waiting")


def test_a_code_leads_back_to_an_open_talk_in_closed_hours(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = browser.post(
        "/api/contacts", {**START, "proof": solved(asks(browser))}, content_type="application/json"
    ).json()
    code = browser.post("/api/contact/code", headers={"Authorization": f"Bearer {begun['token']}"}).json()[
        "code"
    ]
    closed = Intake("closed", OpeningState(HoursIntake.CLOSED))
    monkeypatch.setattr("chat.services.intake.intake", lambda **_: closed)

    assert starts(browser, proof=solved(asks(browser)), return_code=code) == (200, "waiting")
    assert starts(browser, return_code=code) == (400, "proof.invalid")


def test_a_flood_of_starts_in_closed_hours_is_not_counted_without_end(
    browser: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "unproved_starts_per_hour": 2}
    closed = Intake("closed", OpeningState(HoursIntake.CLOSED))
    monkeypatch.setattr("chat.services.intake.intake", lambda **_: closed)

    refused = [starts(browser) for _ in range(4)]

    assert refused == [(403, "hours.closed")] * 2 + [(429, "throttle.too_many")] * 2
    assert sum(row.number for row in DailyCounter.objects.all()) == 2


def test_who_did_the_work_is_not_kept_out_by_who_did_not(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "unproved_starts_per_hour": 2}
    proofs_of_three = [solved(asks(browser)) for _ in range(3)]

    flood = [starts(browser, proof=wrong) for wrong in ("", "x", None, proofs_of_three[0][:-8], "", "")]

    assert flood == [(400, "proof.invalid")] * 2 + [(429, "throttle.too_many")] * 4
    assert [starts(browser, proof=proof) for proof in proofs_of_three] == [(201, "waiting")] * 3


def test_one_solution_sent_without_end_costs_others_on_its_network_nothing(
    browser: Client, settings: Settings
) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "contacts_per_hour": 3, "contacts_at_once": 3}
    replayed, honest = solved(asks(browser)), [solved(asks(browser)) for _ in range(2)]

    flood = [starts(browser, proof=replayed) for _ in range(9)]

    spent = [(400, "proof.invalid")] * 5
    assert flood == [(201, "waiting"), *spent, *[(429, "throttle.too_many")] * 3]
    assert [starts(browser, proof=proof) for proof in honest] == [(201, "waiting")] * 2


def test_many_solved_starts_make_it_harder_for_everybody_and_refuse_nobody(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpline.kernel.difficulty.FREE_OF_STARTS", 2)
    numbers = []
    for n in range(6):
        challenge = asks(browser, f"192.0.2.{n}")
        numbers.append(challenge["maxNumber"])
        assert starts(browser, proof=solved(challenge)) == (201, "waiting")

    assert numbers == [50, 50, 50, 100, 100, 200]


def test_plain_starts_of_many_networks_have_one_budget(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "plain_contacts_per_hour_everywhere": 2}
    form = {"step": "start", "lang": "en", "consent": "yes", "about": "own_behaviour"}

    answers = [browser.post("/chat/plain", form, REMOTE_ADDR=f"192.0.2.{n}") for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_one_network_that_asks_much_works_harder(browser: Client) -> None:
    numbers = [asks(browser)["maxNumber"] for _ in range(33)]

    assert numbers == [50] * 4 + [100] * 4 + [200] * 8 + [400] * 16 + [800]


def test_what_one_network_asks_for_costs_another_nothing(browser: Client) -> None:
    assert [asks(browser)["maxNumber"] for _ in range(9)][-1] == 200

    assert asks(browser, "192.0.2.2")["maxNumber"] == 50


def test_many_networks_together_make_it_harder_for_everybody(browser: Client) -> None:
    numbers = [asks(browser, f"192.0.2.{n}")["maxNumber"] for n in range(1, 62)]

    assert numbers == [50] * 30 + [100] * 30 + [200]


def test_it_is_easy_again_when_the_flood_is_over(browser: Client) -> None:
    with time_machine.travel("2026-11-21T20:00:00+00:00", tick=False) as clock:
        assert [asks(browser)["maxNumber"] for _ in range(5)] == [50] * 4 + [100]
        clock.shift(60)
        assert asks(browser)["maxNumber"] == 100
        clock.shift(120)
        assert asks(browser)["maxNumber"] == 50


def test_one_network_cannot_stock_up_on_challenges(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "challenges_per_hour": 2}

    answers = [browser.get("/api/challenge", REMOTE_ADDR="192.0.2.9") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    error = answers[2].json()["error"]
    assert error["code"] == "throttle.too_many"
    assert 0 < error["retry_after_seconds"] <= 1_801
    assert browser.get("/api/challenge", REMOTE_ADDR="192.0.2.10").status_code == 200


def test_the_page_without_javascript_needs_no_proof_and_has_its_own_small_budget(
    browser: Client, settings: Settings
) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "plain_contacts_per_hour": 2}
    form = {"step": "start", "lang": "en", "consent": "yes", "about": "own_behaviour"}

    assert [browser.post("/chat/plain", form).status_code for _ in range(3)] == [200, 200, 429]
    assert starts(browser, proof=solved(asks(browser))) == (201, "waiting")


def test_where_it_is_switched_off_there_is_none_and_none_is_asked_for(
    browser: Client, settings: Settings
) -> None:
    settings.HELPLINE_PROOF = "off"
    answer = browser.get("/api/challenge")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "proof.off")
    assert starts(browser) == (201, "waiting")
    assert starts(browser, proof="whatever") == (201, "waiting")


def test_the_chat_page_alone_may_have_the_worker(browser: Client, settings: Settings) -> None:
    def policy(path: str) -> list[str]:
        answer = browser.get(path)
        answer.close()
        return answer["Content-Security-Policy"].split("; ")

    assert {"worker-src 'self'", "trusted-types helpline"} <= set(policy("/chat/"))
    for path in ("/", "/accounts/login/", "/static/vendor/altcha-worker.js"):
        assert "trusted-types 'none'" in policy(path)
        assert not [line for line in policy(path) if line.startswith("worker-src")]
    settings.HELPLINE_PROOF = "off"
    assert "trusted-types 'none'" in policy("/chat/")
