"""Where somebody is in the tour is kept, for them alone."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from helpline.handbook.tour import tour_of
from helpline.staff.models import Account

Signed = Callable[[Account], Client]


def keeps(client: Client, body: object) -> int:
    return client.post("/console/api/tour/", json.dumps(body), content_type="application/json").status_code


def test_it_is_offered_to_a_newcomer(signed_in: Signed, handler: Account) -> None:
    page = signed_in(handler).get("/console/").content.decode()

    assert '"tour": {"status": "", "step": 0}' in page


def test_it_is_left_taken_up_again_and_done(signed_in: Signed, handler: Account, supervisor: Account) -> None:
    client = signed_in(handler)

    assert keeps(client, {"status": "left", "step": 4}) == 200
    assert tour_of(handler) == {"status": "left", "step": 4}
    assert '"tour": {"status": "left", "step": 4}' in client.get("/console/").content.decode()
    assert keeps(client, {"status": "done", "step": 0}) == 200
    assert tour_of(handler) == {"status": "done", "step": 0}
    assert tour_of(supervisor)["status"] == ""


@pytest.mark.parametrize(
    "body",
    [
        {}, [], {"status": "on", "step": 1}, {"status": "left"}, {"status": "left", "step": -1},
        {"status": "left", "step": 50}, {"status": "left", "step": True}, {"status": ["left"], "step": 1},
    ],
)  # fmt: skip
def test_what_is_no_step_is_refused_and_nothing_is_kept(
    signed_in: Signed, handler: Account, body: object
) -> None:
    assert keeps(signed_in(handler), body) == 400
    assert tour_of(handler) == {"status": "", "step": 0}
