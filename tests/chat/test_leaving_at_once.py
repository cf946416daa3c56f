"""Somebody is shut out while colleagues press at the same moment: no talk is lost, no shift is held twice."""

from datetime import time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from chat.models import Contact
from chat.services.deactivating import deactivate
from chat.services.queue import take
from chat.states import State
from helpline.kernel.errors import HelplineError
from helpline.rota.errors import OnAlready, SwapGone
from helpline.rota.models import Shift
from helpline.rota.services import add_shifts
from helpline.rota.swaps import agree_swap, ask_swap
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.standing.rules import Kind, Rule, Unit
from helpline.standing.services import note_date, set_rules
from tests.chat.acts import BOTH, is_there, starts, takes
from tests.chat.at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=BOTH),
    pytest.mark.usefixtures("on_disk", "content"),
]


def someone(name: str, role: Role = Role.HANDLER) -> Account:
    return Account.objects.create_account(username=name, password="x" * 12, role=role)


def test_who_is_shut_out_while_taking_has_no_talk_afterwards() -> None:
    ada, ann, ben = someone("ada", Role.ADMIN), is_there(someone("ann")), is_there(someone("ben"), capacity=1)
    talk = takes(ann, starts().contact)
    waiting = starts().contact

    at_once(
        partial(deactivate, account=ann, to={talk.pk: "ben"}, by=ada),
        partial(take, by=ann, contact=waiting.pk),
        partial(take, by=ben),
    )

    ann.refresh_from_db()
    # Either it was done whole, or a talk had come meanwhile and nothing was done.
    assert Contact.objects.filter(handler=ann, state=State.TALKING).exists() is ann.is_active
    assert Contact.objects.filter(handler=ben, state=State.TALKING).count() <= 1
    assert Contact.objects.exclude(state__in=[State.TALKING, State.WAITING]).count() == 0


def test_of_three_who_agree_at_once_one_is_on_and_who_leaves_keeps_nothing() -> None:
    ada, ann = someone("ada", Role.ADMIN), someone("ann")
    others = [someone(name) for name in ("ben", "cat", "dan")]
    day = timezone.localdate() + timedelta(days=7)
    shift = Shift.objects.create(account=ann, day=day, start=time(9), end=time(13))
    swap = ask_swap(shift=shift.pk, by=ann).pk

    came = at_once(*(partial(agree_swap, swap=swap, by=each) for each in others))

    assert [isinstance(each, SwapGone) for each in came].count(True) == 2
    (found,) = Shift.objects.all()
    assert found.account in others
    again = ask_swap(shift=found.pk, by=found.account).pk
    at_once(
        partial(agree_swap, swap=again, by=ann), partial(deactivate, account=found.account, to={}, by=ada)
    )
    assert not Shift.objects.filter(account__is_active=False).exists()


def test_of_two_who_put_somebody_on_at_one_time_one_does() -> None:
    sue, sam, ann = someone("sue", Role.SUPERVISOR), someone("sam", Role.SUPERVISOR), someone("ann")
    day = timezone.localdate() + timedelta(days=7)

    came = at_once(
        *(
            partial(add_shifts, account=ann, day=day, start=time(9), end=end, by=by)
            for by, end in ((sue, time(13)), (sam, time(12)))
        )
    )

    assert [isinstance(each, OnAlready) for each in came].count(True) == 1
    assert Shift.objects.count() == 1


def test_a_date_and_new_rules_at_once_are_both_counted() -> None:
    ada, ali, ann = someone("ada", Role.ADMIN), someone("ali", Role.ADMIN), someone("ann")
    rules = {kind: Rule(1, Unit.MONTHS, kind is Kind.VETTING) for kind in Kind}

    came = at_once(
        partial(set_rules, rules=rules, by=ada),
        partial(note_date, account=ann, kind=Kind.VETTING, done_on=timezone.localdate(), by=ali),
    )

    assert not [each for each in came if isinstance(each, HelplineError)]
    ann.refresh_from_db()
    assert ann.held_back_from is not None
    assert ann.held_back_from > timezone.localdate()
