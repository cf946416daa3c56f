"""The checklist: progress, steps that are left and taken up again, defaults that may stay."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from helpline.embedding.services import allow
from helpline.face.services import save_face
from helpline.face.values import Face, Words
from helpline.hours.services import publish_hours
from helpline.service import standing
from helpline.service.checklist import STEPS, steps
from helpline.service.models import StepConfirmed
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.content import put_content_in
from tests.hours.schedules import OFFICE
from triage.models import DirectoryEntry
from triage.services import checks_overdue, load_directory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/supervision/service/checklist/"


def is_done(key: str) -> bool:
    return next(step.done for step in steps() if step.planned.key == key)


def names(name: str, admin: Account, *, controller: str = "", replaces: int = 0) -> None:
    words = {"en": Words(name=name, controller=controller), "cy": Words()}
    save_face(face=Face(words=words), by=admin, replaces=replaces)


def sentence_of(key: str) -> str:
    return next(step.sentence for step in steps() if step.planned.key == key)


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
    assert not is_done("staff")
    make_account(Role.SUPERVISOR, "second")
    assert is_done("staff")


def test_a_default_that_fits_is_confirmed_and_one_that_is_none_is_not(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    names("Helpline", admin, controller="The charity")
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


def test_who_can_sign_in_is_said_as_people_say_it(make_account: Any, admin: Account) -> None:
    assert sentence_of("staff").startswith("No handler and no supervisor can sign in.")
    make_account(Role.HANDLER)
    make_account(Role.HANDLER, "second")
    make_account(Role.SUPERVISOR)
    said = sentence_of("staff")
    assert said.startswith("2 handlers and 1 supervisor can sign in. A script is proposed by one")
    assert "Invite a second admin as well" in said


def test_what_handlers_may_say_is_done_by_a_script_in_force_and_leads_the_admin_to_the_handbook(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    assert not is_done("script")
    assert "Ask a supervisor to open Script, Begin a draft." in sentence_of("script")
    client = signed_in(admin)
    assert "Read how it is done" in client.get(PAGE).content.decode()
    answer = client.post(reverse("service:go-to-step", args=["script"]))
    assert client.get(answer.headers["Location"]).status_code == 200

    put_content_in()

    assert is_done("script")


def test_no_name_is_right_while_nobody_is_responsible(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client, fits = signed_in(admin), reverse("service:step-fits", args=["name"])
    words = client.post(fits, follow=True).content.decode()

    assert not StepConfirmed.objects.exists()
    assert "To do: name who is responsible for what is kept." in words
    assert "This name is right" not in words


def test_a_name_that_was_changed_afterwards_was_not_kept_as_it_stands(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    names("Helpline", admin, controller="The charity")
    client.post(reverse("service:step-fits", args=["name"]))
    assert "Kept as it stands." in client.get(PAGE).content.decode()

    names("Steady Ground", admin, controller="The charity", replaces=1)

    assert "Kept as it stands." not in client.get(PAGE).content.decode()
    assert is_done("name")


def test_a_site_that_is_allowed_does_not_put_the_button_there(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    allow(typed="https://www.example.org", by=admin)
    assert not is_done("embed")
    assert "We link to the chat instead" in client.get(PAGE).content.decode()

    there, said = reverse("embedding:embedding"), "The code is on our site"
    assert said not in client.get(there).content.decode()
    client.post(reverse("service:go-to-step", args=["embed"]))
    assert said in client.get(there).content.decode()
    client.post(reverse("service:step-fits", args=["embed"]))

    assert is_done("embed")


def test_the_programmes_say_what_happens_to_those_that_nobody_checked(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    load_directory(by=None)
    overdue = checks_overdue()
    assert overdue > 40

    words = signed_in(admin).get(PAGE).content.decode()

    assert (
        f"{overdue} services are unchecked. The emergency number and the national lines are shown all"
        in words
    )
    assert 'href="/help/administrator/programmes/"' in words
    DirectoryEntry.objects.exclude(slug="emergency").update(is_active=False)
    assert standing.directory().sentence.startswith("1 service is unchecked.")
