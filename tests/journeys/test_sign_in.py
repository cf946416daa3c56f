"""Second factors in a browser: a passkey and an app are set up, and sign in; every page is looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import PASSWORD, Server
from tests.staff.codes import code_of

pytestmark = [pytest.mark.journey, pytest.mark.once]
SIZES = ("tablet", "1024")
AS_BEFORE = """
from allauth.mfa.models import Authenticator
from helpline.staff.models import Account
Authenticator.objects.all().delete()
Account.objects.filter(username="newcomer").delete()
"""
# A device with a fingerprint reader, which says yes.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_a_name(service: Server) -> Iterator[str]:
    """The service by a name: browsers allow passkeys at no bare address."""
    yield service.origin.replace("127.0.0.1", "localhost")
    service.run_code(AS_BEFORE)


def signs_in(page: Page, origin: str, username: str) -> None:
    page.goto(f"{origin}/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def signs_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Staff sign-in")).to_be_visible()


def test_a_passkey_and_an_app_sign_in_and_every_page_is_sound(
    opens: Opener, at_a_name: str, tmp_path: Path
) -> None:
    page, faults = opens.page(DESK), []

    def look(name: str) -> None:
        faults.extend(faults_of(page, tmp_path, name, sizes=SIZES, full_page=True))

    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    signs_in(page, at_a_name, "admin1")
    page.goto(f"{at_a_name}/accounts/")
    look("account-without")
    page.get_by_role("link", name="Add a passkey").click()
    look("passkey-add")
    page.get_by_label("What you call it").fill("work laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".once-codes li")).to_have_count(10)
    look("codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Passkey “work laptop”")).to_be_visible()

    page.get_by_role("link", name="Set up an authenticator app").click()
    picture = page.get_by_alt_text("Square code for the app.")
    expect(picture).to_be_visible()
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth > 0)")
    look("app-add")
    page.get_by_label("Code from the app").fill(
        code_of(page.locator(".totp-key").inner_text().replace(" ", ""))
    )
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("Authenticator app, set up on")).to_be_visible()
    look("account-with")

    signs_out(page)
    look("sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    # There is something to tell: it comes first.
    expect(page.get_by_text("A passkey or security key was added to your account.").first).to_be_visible()
    look("told")

    signs_out(page)
    signs_in(page, at_a_name, "admin1")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    look("second-step")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()

    page.goto(f"{at_a_name}/accounts/reauthenticate/?next=/supervision/lost-factors/")
    look("still-you")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Lost second factors")).to_be_visible()
    look("lost-factors")

    page.goto(f"{at_a_name}/supervision/staff/add/")
    look("invite")
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Handler: takes contacts").check()
    page.get_by_role("button", name="Make the invitation").click()
    look("link-shown")
    link = page.locator(".once-link").inner_text()

    theirs = opens.page(DESK)
    theirs.goto(link)
    expect(theirs.get_by_role("heading", name="Welcome")).to_be_visible()
    assert "#" not in theirs.url
    faults.extend(faults_of(theirs, tmp_path, "welcome", sizes=SIZES))
    theirs.get_by_label("New password", exact=True).fill("three words together")
    theirs.get_by_label("New password again").fill("three words together")
    theirs.get_by_role("button", name="Set the password").click()
    expect(theirs.get_by_role("heading", name="Your account", exact=True)).to_be_visible()

    assert faults == []
    assert opens.complaints() == []
