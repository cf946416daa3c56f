"""Sign-in is by invitation: what allauth could do beyond that is not there."""

import pytest
from django.test import Client

from helpline.staff.models import Account


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "confirm-email/"])
def test_nobody_signs_up_or_gets_mail(client: Client, path: str) -> None:
    assert client.get("/accounts/login/").status_code == 200
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_handler_lands_on_the_console_and_an_admin_on_supervision(
    client: Client, handler: Account, admin: Account
) -> None:
    landings = {}
    for account in (handler, admin):
        answer = client.post(
            "/accounts/login/", {"login": account.username, "password": "correct horse battery"}
        )
        landings[account.username] = answer.headers["Location"]
        client.post("/accounts/logout/")

    assert landings == {"handler1": "/console/", "admin1": "/supervision/service/"}


def test_one_changes_ones_own_password(client: Client, handler: Account) -> None:
    client.force_login(handler)
    assert "Change your password" in client.get("/accounts/password/change/").content.decode()
    client.post(
        "/accounts/password/change/",
        {
            "oldpassword": "correct horse battery",
            "password1": "a new one nobody knows",
            "password2": "a new one nobody knows",
        },
    )

    handler.refresh_from_db()
    assert handler.check_password("a new one nobody knows")


def test_a_script_without_a_session_gets_a_code_and_a_person_the_sign_in_page(
    client: Client, analyst: Account
) -> None:
    assert client.get("/console/").headers["Location"] == "/accounts/login/?next=/console/"
    refused = client.get("/console/api/directory/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")

    client.force_login(analyst)
    assert client.get("/console/").status_code == 403
    assert client.get("/console/api/directory/").json()["error"]["code"] == "forbidden"
