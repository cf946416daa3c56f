"""An administrator gives the service its face, and a caller sees it; a logo that acts gets nowhere."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.face.attacks import ATTACKS, drawing
from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE, Opener
from tests.journeys.site import Site
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
PAGE = "/supervision/face/"
ACTS = drawing("<script>document.documentElement.setAttribute('data-ran', 'yes')</script>")
PLANTED = f"""
from helpline.face.models import LogoPicture
LogoPicture.objects.create(name="planted.svg", content={ACTS!r})
"""
RED = {"light": "rgb(138, 20, 20)", "dark": "rgb(143, 23, 23)"}


def file(content: bytes) -> FilePayload:
    return {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": content}


def ground(page: Page, selector: str) -> str:
    colour: str = page.locator(selector).evaluate("(each) => getComputedStyle(each).backgroundColor")
    return colour


@pytest.mark.long
def test_a_service_gets_a_face_and_callers_see_it(server: Server, opens: Opener, pictures: Path) -> None:
    opens.expects_refusals = True
    page = Console(opens.page(DESK), server.origin).signs_in("admin1", f"{PAGE}logo/").page

    page.get_by_label("File of the logo").set_input_files(file(ATTACKS["script"]))
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("has a script in it")
    page.get_by_label("File of the logo").set_input_files(file(drawing("")))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Use this logo").click()
    page.get_by_label("Name of the service").first.fill("Quiet Harbour")
    page.get_by_label("Main colour", exact=True).fill("#ffcc00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be read on light screens")
    page.get_by_role("button", name="Take #826704").click()
    expect(page.frame_locator("iframe").first.locator(".top__logo")).to_be_visible()
    assert faults_of(page, pictures, "own-face", sizes=("1024",), full_page=True) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Callers see it")).to_be_visible()

    caller = opens.page(PHONE)
    for scheme, button in (("light", "rgb(130, 103, 4)"), ("dark", "rgb(215, 186, 105)")):
        caller.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        caller.goto(f"{server.origin}/chat/")
        logo = caller.get_by_role("img", name="Quiet Harbour")
        expect(logo).to_be_visible()
        box = logo.bounding_box()
        assert box is not None
        assert box["width"] > 30
        assert ground(caller, "#exit") == RED[scheme]
        assert ground(caller, "#start-button") == button

    # What was before the name was the logo alone; and that was the last but one.
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is in force again")).to_be_visible()
    caller.goto(f"{server.origin}/chat/")
    expect(caller.get_by_role("img", name="Helpline")).to_be_visible()


def test_a_drawing_that_acts_does_nothing_even_if_one_had_come_in(
    server: Server, site: Site, opens: Opener
) -> None:
    server.run_code(PLANTED)
    site.pages["/acts.svg"] = (ACTS.decode(), {"Content-Type": "image/svg+xml"})
    # Not of those whose complaints are mistakes: this one is what is hoped for.
    page = opens.browser.new_page()

    page.goto(f"{site.origin}/acts.svg")
    assert page.evaluate("document.documentElement.getAttribute('data-ran')") == "yes"
    page.goto(f"{server.origin}/face/logo/planted.svg")
    assert page.evaluate("document.documentElement.localName") == "svg"
    assert page.evaluate("document.documentElement.getAttribute('data-ran')") is None
    page.context.close()
