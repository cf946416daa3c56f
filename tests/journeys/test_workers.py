"""Somebody who asks because of their work, at a desk: the need, the script, the services, the draft."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]


def test_a_worker_is_advised_without_naming_the_client(opens: Opener, server: Server, pictures: Path) -> None:
    with Callers(server) as callers:
        [contact] = callers.start(1, about="work", need="consultation", area="Nottinghamshire")
        callers.says(contact, "My client Darren says that his partner makes it all up.")
        console = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
        page = console.page
        expect(page.locator(".waiter__who")).to_have_text("Wants to talk a case through · Nottinghamshire")
        console.takes()

        expect(page.locator("#talk-title")).to_contain_text("Their work")
        console.sees("Wants to talk a case through")
        console.opens("Script")
        expect(page.locator(".prompt__words")).to_contain_text("We can talk it through without knowing who")
        faults = faults_of(page, pictures, "worker-script", axe_at=("1024",))

        console.opens("Signpost")
        page.get_by_label("Words").fill("men's group programme")
        group = page.locator(".entry").filter(has_text="Nottinghamshire men's group programme")
        expect(group.locator(".entry__tags")).to_contain_text("Agencies refer")
        page.get_by_label("Words").fill("manual")
        manual = page.locator(".entry").filter(has_text="Individual Work Programme")
        expect(manual.locator(".entry__tags")).to_contain_text("For workers only")
        faults += faults_of(page, pictures, "worker-signpost", axe_at=("1024",))

        console.box.fill("How is Darren with you when you raise it?")
        console.box.press("Enter")
        asked = page.get_by_role("region", name="Before it goes out")
        expect(asked.locator("mark")).to_have_text("Darren")
        expect(asked).to_contain_text("this person")
        expect(page.locator("article.message--handler")).to_have_count(0)
        faults += faults_of(page, pictures, "worker-draft", axe_at=())

    assert faults == []
