"""What somebody is trained for: an admin says it, from a list, and languages in words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.errors import LastAdmin, OwnAccount
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.staff.services import set_skills
from helpline.staff.skills import SKILLS, is_skill, language_skill, skill_label

PAGES = "/supervision/staff/"


@pytest.mark.parametrize(
    ("typed", "skill", "label"),
    [
        ("Polish", "language:polish", "Speaks Polish"),
        ("  british  Sign language ", "language:british sign language", "Speaks British Sign Language"),
        ("Welsh", "language:cy", "Speaks Welsh"),
        ("CYMRAEG", "language:cy", "Speaks Welsh"),
        ("Serbo-Croat", "language:serbo-croat", "Speaks Serbo-Croat"),
    ],
)
def test_a_language_is_a_skill_however_it_is_typed(typed: str, skill: str, label: str) -> None:
    assert language_skill(typed) == skill
    assert is_skill(skill)
    assert skill_label(skill) == label


@pytest.mark.parametrize("typed", ["", "p0lish", "x" * 31, "<b>", "polish;urdu", "7"])
def test_what_is_no_language_is_no_skill(typed: str) -> None:
    assert not is_skill(language_skill(typed))


@pytest.fixture
def page(handler: Account) -> str:
    return f"{PAGES}{handler.pk}/"


@pytest.fixture
def as_admin(admin: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(admin)


def send(client: Client, page: str, *skills: str, languages: str = "") -> Any:
    return client.post(f"{page}skills/", {"skills": skills, "languages": languages}, follow=True)


@pytest.mark.django_db
def test_an_admin_sets_skills_and_sees_them_and_the_record_says_what_changed(
    as_admin: Client, page: str, handler: Account
) -> None:
    answer = send(as_admin, page, "women", "under_18", languages="Polish, Welsh")

    handler.refresh_from_db()
    assert handler.skills == ["women", "under_18", "language:polish", "language:cy"]
    text = " ".join(answer.content.decode().split())
    assert "Work with women, Work with under-18s, Speaks Polish, Speaks Welsh" in text
    assert 'value="Polish"' in text
    line = AuditEvent.objects.get(event="staff.skills_changed")
    assert (line.actor, line.subject) == ("admin1", "handler1")
    assert line.detail == {
        "added": ["language:cy", "language:polish", "under_18", "women"],
        "removed": [],
    }

    send(as_admin, page, "women")
    handler.refresh_from_db()
    assert handler.skills == ["women"]
    send(as_admin, page, "women")
    assert AuditEvent.objects.filter(event="staff.skills_changed").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("skills", "languages", "said"),
    [
        (["flying"], "", "Choose from the list"),
        (["women"], "Polish, p0lish", "Write languages in letters, up to 30 each: p0lish"),
    ],
)
def test_a_mistake_is_named_and_changes_nothing(
    skills: list[str], languages: str, said: str, as_admin: Client, page: str, handler: Account
) -> None:
    answer = send(as_admin, page, *skills, languages=languages)

    assert answer.status_code == 400
    text = answer.content.decode()
    assert "There is a problem" in text
    assert text.count(said) == 2
    handler.refresh_from_db()
    assert handler.skills == []


@pytest.mark.django_db
def test_too_many_skills_are_refused_in_words(as_admin: Client, page: str, handler: Account) -> None:
    many = ", ".join("x" * length for length in range(1, 22))
    answer = send(as_admin, page, languages=many)

    handler.refresh_from_db()
    assert handler.skills == []
    assert "Give at most 20 skills to one account" in answer.content.decode()


@pytest.mark.django_db
def test_who_takes_no_contacts_has_no_skills_to_set(as_admin: Client, analyst: Account) -> None:
    assert "Save the skills" not in as_admin.get(f"{PAGES}{analyst.pk}/").content.decode()


@pytest.mark.django_db
def test_the_service_refuses_what_the_page_does_not_offer(
    admin: Account, handler: Account, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(RequestInvalid):
        set_skills(account=handler, skills=["flying"], by=admin)
    with pytest.raises(Forbidden):
        set_skills(account=admin, skills=list(SKILLS), by=handler)
    with pytest.raises(LastAdmin):
        set_skills(account=admin, skills=["women"], by=admin)
    make_account(Role.ADMIN, "admin2")
    with pytest.raises(OwnAccount):
        set_skills(account=admin, skills=["women"], by=admin)
