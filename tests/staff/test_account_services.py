"""Accounts are made, changed and closed; every change is audited and takes hold at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff import services
from helpline.staff.errors import LastAdmin, OwnAccount, UsernameTaken
from helpline.staff.links import find_link
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


def audited() -> list[tuple[str, str, str, dict[str, Any]]]:
    return [(line.event, line.actor, line.subject, line.detail) for line in AuditEvent.objects.all()]


def test_an_account_is_made_and_audited_without_its_password(admin: Account) -> None:
    account = services.create_account(
        username="handler7", role=Role.HANDLER, password=PASSWORD, display_name="Listener", by=admin
    )

    kept = Account.objects.get(username="handler7")
    assert kept == account
    assert (kept.role, kept.display_name, kept.is_active) == ("handler", "Listener", True)
    assert kept.check_password(PASSWORD)
    assert audited() == [("staff.created", "admin1", "handler7", {"role": "handler"})]


def test_the_system_may_make_the_first_account() -> None:
    services.create_account(username="first", role=Role.ADMIN, password=PASSWORD, by=None)

    assert audited() == [("staff.created", "system", "first", {"role": "admin"})]


@pytest.mark.parametrize("username", ["admin1", "Admin1", "ＡＤＭＩＮ1"])
def test_a_username_is_given_once_whatever_its_capitals_and_width(username: str, admin: Account) -> None:
    with pytest.raises(UsernameTaken):
        services.create_account(username=username, role=Role.HANDLER, password=PASSWORD, by=admin)

    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "has spaces"),
        ("username", ""),
        ("username", "x" * 61),
        ("display_name", ""),
        ("password", "short"),
        ("password", "password1234"),
    ],
)
def test_an_account_that_does_not_fit_is_refused_by_field(field: str, value: str, admin: Account) -> None:
    asked: dict[str, Any] = {"username": "handler7", "display_name": "Adviser", "password": PASSWORD}

    with pytest.raises(RequestInvalid) as refusal:
        services.create_account(**asked | {field: value}, role=Role.HANDLER, by=admin)

    assert list(refusal.value.extra["fields"]) == [field]
    assert Account.objects.count() == 1
    assert audited() == []


def test_a_role_is_changed_audited_and_the_sessions_end(
    admin: Account, handler: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(handler)

    services.set_role(account=handler, role=Role.SUPERVISOR, by=admin)

    assert Account.objects.get(pk=handler.pk).role == "supervisor"
    assert audited() == [
        ("staff.role_changed", "admin1", "handler1", {"from": "handler", "to": "supervisor"})
    ]
    assert not Session.objects.exists()


def test_the_same_role_again_changes_nothing(
    admin: Account, handler: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(handler)

    services.set_role(account=handler, role=Role.HANDLER, by=admin)

    assert audited() == []
    assert Session.objects.count() == 1


def test_deactivating_ends_the_sessions_of_that_account_alone(
    admin: Account, handler: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    out = [signed_in(handler), signed_in(handler)]
    stays = signed_in(supervisor)

    services.deactivate(account=handler, by=admin)

    assert Account.objects.get(pk=handler.pk).is_active is False
    left = [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()]
    assert left == [str(supervisor.pk)]
    assert [client.get("/supervision/figures/").status_code for client in (*out, stays)] == [302, 302, 200]
    assert audited() == [("staff.deactivated", "admin1", "handler1", {"sessions_ended": 2, "links_void": 0})]


def test_reactivating_gives_back_role_and_password(admin: Account, handler: Account) -> None:
    services.deactivate(account=handler, by=admin)
    services.reactivate(account=handler, by=admin)

    kept = Account.objects.get(pk=handler.pk)
    assert (kept.is_active, kept.role, kept.check_password("correct horse battery")) == (
        True,
        "handler",
        True,
    )
    assert [line[0] for line in audited()] == ["staff.deactivated", "staff.reactivated"]


def test_a_reset_makes_the_old_password_worthless_and_ends_the_sessions(
    admin: Account, handler: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(handler)

    secret = services.reset_password(account=handler, by=admin)

    assert not Account.objects.get(pk=handler.pk).has_usable_password()
    assert find_link(secret).account == handler
    assert audited() == [
        ("staff.password_reset", "admin1", "handler1", {"sessions_ended": 1}),
        ("staff.link_made", "admin1", "handler1", {"purpose": "invitation"}),
    ]


def test_an_invitation_makes_an_account_without_a_password(admin: Account) -> None:
    account, secret = services.invite(username="handler7", role=Role.HANDLER, by=admin)

    assert not account.has_usable_password()
    assert find_link(secret).account == account
    assert [line[0] for line in audited()] == ["staff.created", "staff.link_made"]
    assert secret not in str(audited())


ACTS: dict[str, Callable[[Account, Account | None], object]] = {
    "role": lambda account, by: services.set_role(account=account, role=Role.HANDLER, by=by),
    "sign out": lambda account, by: services.sign_out_everywhere(account=account, by=by),
    "deactivate": lambda account, by: services.deactivate(account=account, by=by),
    "reactivate": lambda account, by: services.reactivate(account=account, by=by),
    "password": lambda account, by: services.reset_password(account=account, by=by),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_nobody_changes_the_standing_of_their_own_account(
    act: str, admin: Account, make_account: Callable[..., Account]
) -> None:
    make_account(Role.ADMIN, "admin2")

    with pytest.raises(OwnAccount):
        ACTS[act](admin, admin)

    assert audited() == []


@pytest.mark.parametrize("act", ["role", "deactivate"])
def test_the_last_active_admin_stays(act: str, admin: Account, make_account: Callable[..., Account]) -> None:
    gone = make_account(Role.ADMIN, "admin2")
    services.deactivate(account=gone, by=admin)

    with pytest.raises(LastAdmin):
        ACTS[act](admin, None)

    kept = Account.objects.get(pk=admin.pk)
    assert (kept.role, kept.is_active) == ("admin", True)


@pytest.mark.parametrize("act", ["role", "deactivate"])
def test_an_admin_beside_another_may_go(
    act: str, admin: Account, make_account: Callable[..., Account]
) -> None:
    other = make_account(Role.ADMIN, "admin2")

    ACTS[act](other, admin)

    assert list(Account.objects.filter(role="admin", is_active=True)) == [admin]


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.ANALYST])
@pytest.mark.parametrize("act", list(ACTS))
def test_admins_alone_change_accounts(
    act: str, role: Role, admin: Account, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(Forbidden):
        ACTS[act](admin, make_account(role))
    with pytest.raises(Forbidden):
        services.create_account(
            username="friend", role=Role.ADMIN, password=PASSWORD, by=Account.objects.get(role=role)
        )

    assert Account.objects.count() == 2


def test_a_deactivated_admin_changes_nothing(
    admin: Account, handler: Account, make_account: Callable[..., Account]
) -> None:
    gone = services.deactivate(account=make_account(Role.ADMIN, "admin2"), by=admin)

    with pytest.raises(Forbidden):
        services.deactivate(account=handler, by=gone)
