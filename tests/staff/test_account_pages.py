"""The staff pages: who may open them, and what an admin can do without a shell."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role

pytestmark = pytest.mark.django_db
PAGES = "/supervision/staff/"
type_of_sign_in = Callable[[Account], Client]


@pytest.fixture
def as_admin(admin: Account, signed_in: type_of_sign_in) -> Client:
    return signed_in(admin)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def page_of(account: Account, part: str = "") -> str:
    return f"{PAGES}{account.pk}/{part}"


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HANDLER, 403), (Role.SUPERVISOR, 403), (Role.ANALYST, 403), (Role.ADMIN, 200)],
)
@pytest.mark.parametrize("part", ["", "add/", "{pk}/", "{pk}/deactivate/", "{pk}/password/"])
def test_admins_alone_open_the_pages(
    part: str, role: Role, status: int, make_account: Callable[..., Account], signed_in: type_of_sign_in
) -> None:
    other = make_account(Role.HANDLER, "other")
    client = signed_in(make_account(role))

    assert client.get(PAGES + part.format(pk=other.pk)).status_code == status


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.ANALYST])
@pytest.mark.parametrize(
    "part",
    [
        "add/",
        "{pk}/role/",
        "{pk}/skills/",
        "{pk}/deactivate/",
        "{pk}/reactivate/",
        "{pk}/password/",
        "{pk}/sign-out/",
    ],
)
def test_nobody_else_changes_anything(
    part: str, role: Role, make_account: Callable[..., Account], signed_in: type_of_sign_in
) -> None:
    other = make_account(Role.HANDLER, "other")
    client = signed_in(make_account(role))
    sent = {"username": "new", "display_name": "Adviser", "role": "admin"}

    assert client.post(PAGES + part.format(pk=other.pk), sent).status_code == 403
    assert list(Account.objects.filter(username="other").values_list("role", "is_active")) == [
        ("handler", True)
    ]
    assert Account.objects.count() == 2
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("part", ["", "add/", "1/", "1/password/"])
def test_a_stranger_is_sent_to_sign_in(part: str, client: Client) -> None:
    answer = client.get(PAGES + part)

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGES}{part}")


def test_a_form_without_its_token_is_refused(admin: Account, handler: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)

    assert client.post(page_of(handler, "deactivate/")).status_code == 403
    assert Account.objects.get(pk=handler.pk).is_active


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    number: int,
    as_admin: Client,
    make_account: Callable[..., Account],
    django_assert_num_queries: Any,
) -> None:
    for name in range(number):
        make_account(Role.HANDLER, f"handler{name}")

    # The session, the account, complaints that wait, the checks of the audit, the list.
    with django_assert_num_queries(12):
        text = text_of(as_admin.get(PAGES))

    assert text.count('<th scope="row">') == number + 1
    assert '>admin1</a> <span class="tag tag--note">you</span>' in text


def test_an_admin_invites_somebody_by_a_link_that_is_shown_this_once(as_admin: Client) -> None:
    sent = {"username": "handler7", "display_name": "Listener", "role": "handler"}

    answer = as_admin.post(f"{PAGES}add/", sent)

    made = Account.objects.get(username="handler7")
    assert (made.display_name, made.role, made.has_usable_password()) == ("Listener", "handler", False)
    assert answer["Cache-Control"] == "no-store"
    shown = re.search(r"http://testserver/accounts/link/#([\w-]{43})<", text_of(answer))
    assert shown is not None
    assert "they sign in at <strong><code>http://testserver/console/</code></strong>." in text_of(answer)
    assert shown[1] not in text_of(as_admin.get(page_of(made)))
    assert shown[1] not in str(list(as_admin.session.items()))
    assert shown[1] not in str(list(AuditEvent.objects.values_list()))


@pytest.mark.parametrize(
    ("change", "said", "at"),
    [
        ({"username": ""}, "Enter a username", "id_username"),
        (
            {"username": "ADMIN1"},
            "Somebody here already signs in with that username. Choose another one.",
            "id_username",
        ),
        (
            {"username": "Joan Smith"},
            "Use one word without spaces, such as joan.smith: letters, digits, dots and hyphens",
            "id_username",
        ),
        ({"display_name": " "}, "Enter the name that callers see", "id_display_name"),
        ({"role": ""}, "Choose a role", "id_role_0"),
        ({"role": "owner"}, "Choose one of the roles", "id_role_0"),
    ],
)
def test_a_mistake_is_named_above_and_beside_and_what_was_typed_stays(
    change: dict[str, str], said: str, at: str, as_admin: Client
) -> None:
    sent = {"username": "handler7", "display_name": "Listener", "role": "handler"}

    answer = as_admin.post(f"{PAGES}add/", sent | change)

    text = text_of(answer)
    assert answer.status_code == 400
    assert f'<a href="#{at}">{said}' in text
    assert f'<span class="visually-hidden">Error: </span>{said}' in text
    assert f'id="{at}"' in text
    assert 'value="handler7"' in text or "username" in change
    assert Account.objects.count() == 1


def test_a_role_is_changed_and_audited(as_admin: Client, handler: Account) -> None:
    answer = as_admin.post(page_of(handler, "role/"), {"role": "supervisor"}, follow=True)

    assert "handler1 now has the role supervisor, and has to sign in again." in text_of(answer)
    assert Account.objects.get(pk=handler.pk).role == "supervisor"
    line = AuditEvent.objects.get()
    assert (line.event, line.actor, line.subject) == ("staff.role_changed", "admin1", "handler1")
    assert line.detail == {"from": "handler", "to": "supervisor"}


def test_no_role_chosen_is_a_mistake(as_admin: Client, handler: Account) -> None:
    answer = as_admin.post(page_of(handler, "role/"), {})

    assert answer.status_code == 400
    assert "Choose a role" in text_of(answer)


def test_deactivating_asks_once_and_can_be_undone(
    as_admin: Client, handler: Account, signed_in: type_of_sign_in
) -> None:
    theirs = signed_in(handler)
    assert theirs.get(PAGES).status_code == 403
    asked = text_of(as_admin.get(page_of(handler, "deactivate/")))
    assert "Deactivate handler1?" in asked
    assert Account.objects.get(pk=handler.pk).is_active

    done = text_of(as_admin.post(page_of(handler, "deactivate/"), follow=True))
    assert "handler1 can no longer sign in." in done
    assert "Let them sign in again" in done
    assert theirs.get(PAGES).status_code == 302

    undone = text_of(as_admin.post(page_of(handler, "reactivate/"), follow=True))
    assert "handler1 can sign in again." in undone
    assert Account.objects.get(pk=handler.pk).is_active


def test_admins_find_nothing_to_press_on_their_own_page_and_are_refused_by_force(
    as_admin: Client, admin: Account, make_account: Callable[..., Account]
) -> None:
    alone = text_of(as_admin.get(page_of(admin)))
    assert "you are the only admin here" in alone
    for forced in ("role/", "deactivate/"):
        refused = as_admin.post(page_of(admin, forced), {"role": "handler"}, follow=True)
        assert "Invite a second admin first" in text_of(refused)

    make_account(Role.ADMIN, "admin2")
    text = text_of(as_admin.get(page_of(admin)))
    assert "This is your own account. Another admin" in text
    assert page_of(admin, "deactivate/") not in text

    forced = as_admin.post(page_of(admin, "deactivate/"), follow=True)

    assert "You cannot do this to your own account." in text_of(forced)
    assert Account.objects.get(pk=admin.pk).is_active


def test_a_link_for_a_new_password_is_asked_about_once(as_admin: Client, handler: Account) -> None:
    assert "The old one stops working" in text_of(as_admin.get(page_of(handler, "password/")))
    assert Account.objects.get(pk=handler.pk).has_usable_password()

    text = text_of(as_admin.post(page_of(handler, "password/")))

    assert "/accounts/link/#" in text
    assert not Account.objects.get(pk=handler.pk).has_usable_password()


def test_somebody_is_signed_out_everywhere_and_may_come_back(
    as_admin: Client, handler: Account, signed_in: type_of_sign_in
) -> None:
    theirs = [signed_in(handler), signed_in(handler)]

    text = text_of(as_admin.post(page_of(handler, "sign-out/"), follow=True))

    assert "handler1 is signed out everywhere" in text
    assert [client.get("/console/").status_code for client in theirs] == [302, 302]
    assert AuditEvent.objects.get().detail == {"sessions_ended": 2}
    assert signed_in(handler).get("/console/").status_code == 200


def test_an_account_that_is_not_there_is_not_found(as_admin: Client) -> None:
    assert as_admin.get(f"{PAGES}4711/").status_code == 404
    assert as_admin.post(f"{PAGES}4711/deactivate/").status_code == 404
