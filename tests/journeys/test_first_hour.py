"""From an empty folder to a first real contact by the browser alone: clicks are counted, steps timed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chat.texts import consent
from tests.chromium import PATIENCE_MS
from tests.journeys.caller_page import T
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE
from tests.live import RAISED, ROOT
from tests.servers import free_port
from tests.staff.codes import code_of

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]
READY_SECONDS = 240.0
LINK = re.compile(r"https://localhost:\d+/accounts/link/#\S+")
PASSWORD = "three words together"
RECORDS = ("dpia", "safeguarding", "insurance", "escalation", "content")
MOST_CLICKS = 40
PLACES = ("", "checklist/", "before-opening/", "test-contact/", "embedding/")


class Service:
    """`manage.py first_run` on a folder that begins empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def start(self) -> None:
        ours = {
            name: value for name, value in os.environ.items() if not name.startswith(("HELPLINE", "DJANGO"))
        }
        own = {"HELPLINE_DATA_DIR": str(self.folder / "data"), "HELPLINE_PORT": str(self.port), **RAISED}
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "first_run"], cwd=ROOT, env=ours | own, stdout=log, stderr=log
            )
        deadline = time.monotonic() + READY_SECONDS
        while "Ctrl-C ends it" not in self.log or "docs/install.md" not in self.log:
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    service.start()
    yield service
    service.stop()
    sys.stdout.write(service.log)
    assert "Traceback" not in service.log


class Person:
    """Somebody at a browser of their own, whose clicks are counted."""

    def __init__(self, chromium: Browser, name: str, *, telephone: bool = False) -> None:
        # The certificate was made on this machine: a person says once that they trust it.
        self.context = chromium.new_context(
            viewport=PHONE if telephone else DESK, ignore_https_errors=True, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.name, self.clicks = name, 0
        self.steps: list[tuple[str, int, float]] = []
        self._since, self._before = time.monotonic(), 0

    def clicks_on(self, found: Locator) -> None:
        found.first.click()
        self.clicks += 1

    def presses(self, name: str, *, exact: bool = True) -> None:
        self.clicks_on(self.page.get_by_role("button", name=name, exact=exact))

    def follows(self, name: str, *, exact: bool = True) -> None:
        self.clicks_on(self.page.get_by_role("link", name=name, exact=exact))

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def has_done(self, step: str) -> None:
        now = time.monotonic()
        self.steps.append((step, self.clicks - self._before, now - self._since))
        self._since, self._before = now, self.clicks

    def printed(self) -> str:
        lines = [f"  {name:<28}{clicks:>3} clicks {seconds:>6.1f} s" for name, clicks, seconds in self.steps]
        return "\n".join([f"{self.name}: {self.clicks} clicks", *lines])

    def comes_in_by(self, link: str) -> None:
        """Use an invitation: a password, an authenticator app, the recovery codes."""
        page = self.page
        page.goto(link)
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        self.presses("Set the password")
        self.follows("Set up an authenticator app")
        secret = page.locator(".totp-key").inner_text().replace(" ", "")
        page.get_by_label("Code from the app").fill(code_of(secret))
        self.presses("Set it up")
        self.follows("I have kept them")
        self.has_done("comes in by the link")


def goes_back(admin: Person) -> None:
    admin.follows("Back to the checklist")
    expect(admin.page.get_by_role("heading", name="Checklist", exact=True)).to_be_visible()


def sets_the_service_up(admin: Person) -> str:
    """Work through the checklist; return the link of the one who answers."""
    page = admin.page
    admin.presses("Set the name")
    page.get_by_label("Name of the service").first.fill("Steady Ground")
    admin.presses("Save")
    goes_back(admin)
    admin.has_done("name")
    for fits in ("These numbers fit", "These texts fit", "This look fits", "We have looked at them"):
        if page.get_by_role("button", name=fits).count():
            admin.presses(fits)
    admin.has_done("defaults that fit")
    admin.presses("Set the hours")
    for day in range(7):
        page.locator(f"#id_d{day}_a_start").fill("00:00")
        page.locator(f"#id_d{day}_a_end").fill("24:00")
    admin.presses("Save the week")
    goes_back(admin)
    admin.has_done("hours")
    admin.presses("Invite somebody")
    admin.follows("Invite somebody")
    page.get_by_label("Username").fill("carol")
    admin.clicks_on(page.get_by_label("Supervisor:", exact=False))
    admin.presses("Make the invitation")
    link = page.locator(".once-link").inner_text()
    goes_back(admin)
    admin.has_done("somebody who answers")
    admin.presses("Get the code")
    admin.sees("This address works on this machine alone.")
    admin.presses("The code is on our site")
    admin.has_done("the button on the website")
    admin.presses("Record them")
    for kind in RECORDS:
        page.locator(f"#id_{kind}-name").fill("Ada Moore")
    page.locator("#id_safeguarding-where").fill("Telephone 0151 496 0199")
    # No script is published in a first hour: each prompt takes two signatures.
    admin.clicks_on(page.locator("#id_content-without_script"))
    admin.presses("Record what is written above")
    admin.sees("All five are recorded.")
    expect(page.get_by_role("heading", name="Checklist", exact=True)).to_be_visible()
    admin.has_done("before opening")
    return link


def makes_a_test_contact(admin: Person, answers: Person) -> None:
    """The made-up caller arrives; whoever answers ends and wraps it up."""
    admin.presses("Make a test contact")
    admin.sees("It waits in the queue.")
    page = answers.page
    expect(page.get_by_text("Test, nobody real")).to_be_visible()
    answers.clicks_on(page.locator(".take-next"))
    page.locator("#composer").fill("I am here.")
    page.locator("#composer").press("Enter")
    admin.sees("carol took it and wrote back.")
    goes_back(admin)
    admin.has_done("test contact")


def test_an_empty_folder_becomes_a_service_with_its_first_contact(
    own_service: Service, chromium: Browser, pictures: Path
) -> None:
    began = time.monotonic()
    people = [Person(chromium, "administrator"), Person(chromium, "who answers")]
    people.append(Person(chromium, "caller", telephone=True))
    admin, carol, caller = people
    found = LINK.search(own_service.log)
    assert found is not None, own_service.log
    caller.page.goto(f"{own_service.origin}/chat/")
    caller.sees("closed")

    admin.comes_in_by(found[0])
    invitation = sets_the_service_up(admin)
    carol.comes_in_by(invitation)
    expect(carol.page.locator(".bar__link")).to_have_text("Connected")
    carol.clicks_on(carol.page.get_by_role("switch"))
    expect(carol.page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    carol.has_done("is available")
    makes_a_test_contact(admin, carol)
    faults = []
    for place in PLACES:
        admin.page.goto(f"{own_service.origin}/supervision/service/{place}")
        name = f"first-hour-{place.replace('/', '-')}end"
        faults += faults_of(admin.page, pictures, name, full_page=True)
    assert faults == []

    page = caller.page
    page.goto(f"{own_service.origin}/chat/")
    caller.presses(T["start_button"])
    caller.presses(consent("en")["agree"])
    caller.presses(T["about_own_behaviour"])
    caller.presses(T["yes"])
    caller.presses(T["skip_rest"])
    caller.sees(T["waiting_heading"])
    caller.has_done("waits")
    carol.clicks_on(carol.page.get_by_role("button", name=re.compile("^Take number")))
    caller.sees(T["status_talking"])
    page.get_by_label(T["composer_label"]).fill("I want to change.")
    caller.presses(T["send"])
    expect(carol.page.get_by_text("I want to change.").first).to_be_visible()
    carol.has_done("first real contact")
    caller.has_done("is heard")

    print("\n".join(person.printed() for person in people))  # noqa: T201
    print(f"In all {sum(p.clicks for p in people)} clicks, {time.monotonic() - began:.0f} s")  # noqa: T201
    assert sum(p.clicks for p in people) < MOST_CLICKS
    for person in people:
        person.context.close()
    # The link was for once, and a second start has no other.
    own_service.stop()
    own_service.start()
    assert LINK.search(own_service.log) is None
