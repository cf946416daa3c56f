"""The rules for drafts over HTTP: for whoever answers callers, as the file has them; no draft is taken."""

import pytest
from django.test import Client

from helpline.staff.models import Account
from scripts.services import collusion

RULES = "/console/api/draft-rules/"


def test_whoever_answers_callers_gets_the_rules(handler1: Account) -> None:
    client = Client()
    client.force_login(handler1)

    answer = client.get(RULES)

    assert answer.status_code == 200
    assert answer.json() == collusion().as_json()
    assert len(answer.json()["kinds"]) == 15
    assert client.post(RULES, {"draft": "planted"}).status_code == 405


@pytest.mark.django_db
def test_nobody_else_does() -> None:
    assert Client().get(RULES).status_code in {302, 403}
