"""Somebody who was invited to a service, and comes in by a link, a password and an authenticator app."""

from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.opener import Shooter
from tests.live import PASSWORD
from tests.staff.codes import code_of


class Invited(Console):
    """A member of staff whose telephone works out codes."""

    secret: str

    def comes_in_by(self, link: str) -> None:
        page = self.page
        page.goto(f"{self.origin}{link}")
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        self.presses("Set the password")
        page.get_by_role("link", name="Set up an authenticator app").click()
        self.secret = page.locator(".totp-key").inner_text().replace(" ", "")
        page.get_by_label("Code from the app").fill(code_of(self.secret))
        self.presses("Set it up")
        page.get_by_role("link", name="I have kept them").click()

    def signs_in_with_both(self, username: str, place: str, shoot: Shooter) -> None:
        """Sign out, and in again with the password and a code of the app."""
        page = self.page
        page.goto(f"{self.origin}/accounts/")
        self.presses("Sign out")
        page.goto(f"{self.origin}/accounts/login/?next={place}")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        shoot(page, f"{username}-second-step")
        # The next one: a code is taken once.
        page.get_by_label("Code").fill(code_of(self.secret, steps=1))
        page.keyboard.press("Enter")
        # What happened to the account since is told first.
        self.sees("An authenticator app was added to your account.")
        page.get_by_role("link", name="Go on").click()
        page.wait_for_url(f"{self.origin}{place}")
