"""The test contact: a made-up caller who goes everybody's way, before the line opens as well."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chat.handler_view import desk
from chat.models import Contact, Message
from chat.selectors import queue_entries
from chat.services.deadlines import end_waiting_at_closing
from chat.services.ending import end_by_handler, wrap_up
from chat.services.queue import take
from chat.services.trial_contact import begin_test, stop_old_tests, stop_test
from chat.states import Outcome
from helpline.kernel.errors import Forbidden
from helpline.service import trying
from helpline.staff.models import Account
from helpline.statistics.models import ArrivalTally, DraftFact
from tests.chat.acts import BOTH, is_there, says

pytestmark = pytest.mark.django_db(databases=BOTH)
PAGE = "/supervision/service/test-contact/"


def test_it_arrives_at_a_handler_while_nobody_else_is_let_in(
    settings: Any, admin: Account, ann: Account
) -> None:
    settings.HELPLINE_ASKS_SIGN_OFFS = True
    settings.HELPLINE_MODE = "service"
    contact = trying.begin(by=admin)
    assert trying.newest().waiting  # type: ignore[union-attr]
    assert end_waiting_at_closing(now=timezone.now()) == 0
    is_there(ann)

    assert take(by=ann).pk == contact
    assert trying.step().done
    assert trying.step().sentence == "It arrived: ann took it and has it open."


def test_a_handler_sees_that_nobody_real_waits(admin: Account) -> None:
    begin_test(by=admin)

    assert queue_entries()[0]["practice"] is True


def test_the_console_tells_it_from_practice_that_is_looked_back_on(admin: Account, ann: Account) -> None:
    begin_test(by=admin)
    is_there(ann)
    taken = take(by=ann)

    (header,) = [each.header for each in desk(ann, {}) if each.contact == taken.pk]
    assert (header["practice"], header["test"]) == (True, True)


def test_one_at_a_time(admin: Account) -> None:
    assert begin_test(by=admin) == begin_test(by=admin)
    assert Contact.objects.count() == 1


def test_nothing_of_it_stays_and_nothing_is_counted(
    admin: Account, ann: Account, django_capture_on_commit_callbacks: Any
) -> None:
    contact = trying.begin(by=admin)
    is_there(ann)
    says(take(by=ann), "I am here.", by=ann)
    assert trying.step().sentence == "It arrived: ann took it and wrote back."
    with django_capture_on_commit_callbacks(execute=True):
        end_by_handler(contact=contact, by=ann)
        wrap_up(contact=contact, outcome=Outcome.COMPLETED, by=ann)

    assert not Contact.objects.exists()
    assert not Message.objects.exists()
    assert not DraftFact.objects.exists()
    assert not ArrivalTally.objects.exists()
    went = trying.newest()
    assert went is not None
    assert (went.over, went.handler) == (True, "ann")


def test_nobody_is_kept_waiting_by_it_for_long(
    admin: Account, django_capture_on_commit_callbacks: Any
) -> None:
    begin_test(by=admin)
    now = timezone.now()
    assert stop_old_tests(now=now + timedelta(minutes=14)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert stop_old_tests(now=now + timedelta(minutes=15)) == 1
    assert not Contact.objects.exists()


def test_only_whoever_manages_the_service_makes_one(supervisor: Account, admin: Account) -> None:
    with pytest.raises(Forbidden):
        begin_test(by=supervisor)
    contact = begin_test(by=admin)
    with pytest.raises(Forbidden):
        stop_test(contact=contact, by=supervisor)


def test_the_page_makes_one_tells_of_it_and_lets_it_go(
    admin: Account, signed_in: Callable[[Account], Client], django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(admin)
    assert client.get(f"{PAGE}state/").json()["over"] is True
    assert "It waits in the queue." in client.post(PAGE, follow=True).content.decode()
    assert client.get(f"{PAGE}state/").json()["waiting"] is True

    with django_capture_on_commit_callbacks(execute=True):
        words = client.post(PAGE, {"act": "stop"}, follow=True).content.decode()

    assert "Nobody took it, and it is gone." in words
    assert not Contact.objects.exists()
