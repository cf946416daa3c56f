"""The checklist: progress, steps that are left and taken up again, defaults that may stay."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from helpline.hours.services import publish_hours
from helpline.service.checklist import STEPS, steps
from helpline.service.models import StepConfirmed
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.hours.schedules import OFFICE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/supervision/service/checklist/"


def is_done(key: str) -> bool:
    return next(step.done for step in steps() if step.planned.key == key)


def test_the_page_says_how_far_it_is_and_what_comes_next(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    words = signed_in(admin).get(PAGE).content.decode()

    assert f"0 of {len(steps())} done" in words
    for step in steps():
        assert step.planned.title in words
        assert step.planned.why in words


def test_a_step_is_done_by_what_was_set_on_its_own_page(admin: Account, make_account: Any) -> None:
    assert not is_done("hours")
    publish_hours(schedule=OFFICE, by=admin)
    assert is_done("hours")

    assert not is_done("staff")
    make_account(Role.SUPERVISOR)
    make_account(Role.HANDLER)
    assert is_done("staff")


def test_a_default_that_fits_is_confirmed_and_one_that_is_none_is_not(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    for step in STEPS:
        answer = client.post(reverse("service:step-fits", args=[step.key]))
        assert answer.status_code == (302 if step.fits else 404)
        assert StepConfirmed.objects.filter(step=step.key).exists() == bool(step.fits)
        if step.fits:
            assert is_done(step.key)


def test_a_step_leads_to_its_page_which_leads_back_until_it_is_left(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    answer = client.post(reverse("service:go-to-step", args=["hours"]))
    assert answer.headers["Location"] == "/supervision/hours/"
    assert "Checklist: Hours and nation." in client.get("/supervision/hours/").content.decode()

    words = client.post(reverse("service:leave-checklist"), follow=True).content.decode()

    assert "Everything you saved is kept." in words
    assert "Back to the checklist" not in client.get("/supervision/hours/").content.decode()


def test_no_such_step_is_not_found(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    assert signed_in(admin).post(reverse("service:go-to-step", args=["nothing"])).status_code == 404


def test_what_a_service_must_have_is_asked_of_a_service_alone(settings: Any) -> None:
    assert "before-opening" not in [step.planned.key for step in steps()]
    settings.HELPLINE_ASKS_SIGN_OFFS = True
    assert "before-opening" in [step.planned.key for step in steps()]
