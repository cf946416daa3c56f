"""A caller's answers reach nobody who handled the contact: every page and every event is as it was before.

See docs/confidentiality.md, point 9, and docs/adr/0014-a-survey-nobody-can-trace.md.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from chat.handler_view import desk, presence_event, queue_event, why_gone
from chat.models import Contact
from chat.services.ending import end_by_caller
from chat.services.retention import let_go
from chat.services.survey import answer_survey
from chat.services.triage import assess
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.answers import SurveyAnswers
from helpline.statistics.models import SurveyAnswer, SurveyDraft
from tests.chat.acts import BOTH, is_there, says, starts, takes
from triage.models import DirectoryEntry

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
# The pages carry a new token for their forms at every look.
FORM_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="\w+"')
PLACE = re.compile(r"<(\w+):(\w+)>")
STAFF = ("console/", "supervision/")


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, path)
        elif path.startswith(STAFF):
            yield path


class Desk:
    """Everything that one account can see of a contact, over HTTP and over the socket."""

    def __init__(self, account: Account, client: Client, contact: Contact) -> None:
        self.account, self.client, self.contact = account, client, contact
        entry = DirectoryEntry.objects.values_list("pk", flat=True).first()
        self.known: dict[str, Any] = {"contact": contact.pk, "entry": entry}

    def sees(self) -> dict[str, Any]:
        addresses = [
            "/" + PLACE.sub(lambda place: str(self.known.get(place[2], self.account.pk)), route)
            for route in routes(get_resolver().url_patterns)
        ]
        # What a page of the look before left to be said once, on whatever page comes next.
        self.asks("/help/handler/")
        # First what leaves a trace itself: the lease, and the name of who set no level.
        shown: dict[str, Any] = {"presence": presence_event(self.account)}
        changes = {f"/console/api/contacts/{self.contact.pk}/{act}/" for act in ("triage", "level")}
        shown |= {f"POST {address}": self.asks(address, method="post") for address in changes}
        shown |= {address: self.asks(address) for address in addresses}
        shown["desk"] = desk(self.account, {})
        shown["queue"] = queue_event("queue.snapshot", self.account)
        shown["gone"] = why_gone(self.contact.pk, self.account)
        return shown

    def asks(self, address: str, method: str = "get") -> tuple[int, str]:
        answer = getattr(self.client, method)(address, {}, content_type="application/json")
        return answer.status_code, FORM_TOKEN.sub("", answer.content.decode())


@pytest.fixture(params=[Role.HANDLER, Role.SUPERVISOR])
def desk_of_contact(
    request: pytest.FixtureRequest,
    content: None,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
) -> Desk:
    """The desk of whoever took a contact that has ended; a supervisor may take one as well."""
    account = is_there(make_account(request.param, "ann"))
    contact = takes(account, starts().contact)
    says(contact, "hello")
    says(contact, "You ring on Monday.", by=account, agreed=True)
    return Desk(account, signed_in(account), end_by_caller(contact=contact.pk))


def answers(contact: Contact) -> None:
    answer_survey(contact=contact.pk, answers=SurveyAnswers(heard=1, clearer=9, likely=4))
    assert SurveyDraft.objects.count() == 1


def test_nothing_that_the_handler_can_see_changes_when_the_caller_answers(desk_of_contact: Desk) -> None:
    before = desk_of_contact.sees()
    answers(desk_of_contact.contact)

    assert desk_of_contact.sees() == before
    assert len(before) > 25
    assert before[f"/console/api/contacts/{desk_of_contact.contact.pk}/"][0] == 200
    assert len(before["desk"]) == 1


def test_the_same_look_notices_what_does_change(desk_of_contact: Desk) -> None:
    before = desk_of_contact.sees()
    changes = {"caller_type": "person_using_abuse"}
    assess(contact=desk_of_contact.contact.pk, changes=changes, by=desk_of_contact.account)

    assert desk_of_contact.sees() != before


def test_nothing_that_the_handler_can_see_tells_of_the_answers_once_they_are_sealed(
    desk_of_contact: Desk, clock: Any
) -> None:
    contact, client = desk_of_contact.contact, desk_of_contact.client
    wrap_up = f"/console/api/contacts/{contact.pk}/wrap-up/"
    answers(contact)
    closed = client.post(wrap_up, {"outcome": "completed"}, content_type="application/json")
    assert closed.json() == {"state": "closed"}
    clock.move_to(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    client.force_login(desk_of_contact.account)
    let_go(now=datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    assert SurveyAnswer.objects.count() == 1
    with_answer = desk_of_contact.sees()
    SurveyAnswer.objects.all().delete()

    assert desk_of_contact.sees() == with_answer
