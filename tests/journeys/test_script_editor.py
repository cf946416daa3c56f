"""Supervisors change the script: edit, look, compare, try out, publish with a second person, roll back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.console_page import Console
from tests.journeys.keyboard import Keyed
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
HOME = "/supervision/scripts/"
# Versions stay: what the last test published is what the next begins with.
NO_DRAFT = """
from scripts.models import RollBack, ScriptDraft
ScriptDraft.objects.all().delete(); RollBack.objects.all().delete()
"""
BROKEN = """
from helpline.staff.models import Account
from scripts.drafts import begin_draft, save_draft, tree_of
from scripts.tree import with_values
editor = Account.objects.get(username="supervisor1")
draft = begin_draft(by=editor)
tree = with_values(tree_of(draft), "m15_partner_blame", {"prompt": "Tell me { more."})
save_draft(tree=tree, revision=draft.revision, node="m15_partner_blame", by=editor)
"""
PROMPT = "What happened, from the beginning? I have the time."
ROWS = "new Set([...document.querySelectorAll('.staff-nav a')].map((each) => each.offsetTop)).size"


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str]:
    """A server of its own: what is published stays published."""
    return {}


@pytest.fixture
def editors(service: Server) -> Iterator[Server]:
    service.run_code(NO_DRAFT)
    yield service
    service.run_code(NO_DRAFT)


def opened(opens: Opener, server: Server, username: str, path: str = "") -> Page:
    return Console(opens.page(DESK), server.origin).signs_in(username, HOME + path).page


def begun(opens: Opener, server: Server) -> Page:
    page = opened(opens, server, "supervisor1")
    page.get_by_role("button", name="Begin a draft").click()
    expect(page.get_by_role("heading", name="The draft")).to_be_visible()
    return page


def part(page: Page, name: str) -> None:
    page.get_by_label("Parts of the draft").get_by_role("link", name=name).click()


def test_a_prompt_goes_from_a_form_into_use_and_back_by_two_people(editors: Server, opens: Opener) -> None:
    page = begun(opens, editors)
    page.get_by_role("link", name="m08_incident", exact=True).first.click()
    page.get_by_label("What the handler may say").fill(PROMPT)
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing changes for handlers")

    part(page, "Compare")
    expect(page.get_by_text("Prompts: 1 changed.")).to_be_visible()
    part(page, "Publish")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("somebody else approves it: a supervisor")).to_be_visible()
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)

    other = opened(opens, editors, "supervisor2")
    other.get_by_role("link", name="Look at the proposal").click()
    expect(other.locator(".difference ins").first).to_be_visible()
    other.get_by_role("button", name="Approve and publish").click()
    expect(other.get_by_role("status")).to_contain_text("is in use for new talks")

    other.get_by_role("link", name="Roll back to version 1").click()
    other.get_by_role("button", name="Ask to roll back").click()
    expect(other.get_by_role("button", name="Approve and roll back")).to_have_count(0)
    page.goto(editors.origin + HOME)
    page.get_by_role("link", name="Look at it and decide").click()
    page.get_by_role("button", name="Approve and roll back").click()
    expect(page.get_by_role("status")).to_contain_text("the words of version 1")


def test_the_drawing_grows_shrinks_and_leads_to_a_form(editors: Server, opens: Opener) -> None:
    page = begun(opens, editors)
    part(page, "Drawing")
    graph, size = page.locator(".graph"), page.locator("[data-zoom=now]")
    # The tools come with the module: before it no key is heard.
    expect(page.locator(".drawing-tools")).to_be_visible()
    expect(size).to_have_text("100 %")
    page.keyboard.press("+")
    expect(size).to_have_text("125 %")
    page.get_by_role("button", name="Smaller").click()
    expect(size).to_have_text("100 %")
    page.keyboard.press("0")
    expect(size).not_to_have_text("100 %")

    box = graph.locator("[data-node=m08_incident]")
    box.focus()
    expect(graph.locator(".edge--from[data-to=m10_reflect]")).to_have_count(1)
    expect(graph.locator(".edge--to[data-from=m07_open]")).to_have_count(1)
    box.click()
    expect(page.get_by_role("heading", name="m08_incident")).to_be_visible()

    page.get_by_role("link", name="Show it in the drawing").click()
    expect(page.locator(".node--here[data-node=m08_incident]")).to_be_in_viewport()


def test_a_draft_is_tried_out_against_an_invented_caller(
    editors: Server, opens: Opener, pictures: Path
) -> None:
    page = begun(opens, editors)
    part(page, "Try out")
    page.get_by_role("button", name="shove").click()
    expect(page.locator(".talk__caller mark").first).to_be_visible()

    page.get_by_role("button", name="Say this m01_welcome").click()
    expect(page.locator(".talk__handler")).to_have_count(1)
    page.get_by_label("In your own words").fill("What happened then?")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".talk__handler")).to_have_count(2)
    page.get_by_role("button", name="Take the last one back").click()
    expect(page.locator(".talk__handler")).to_have_count(1)

    assert faults_of(page, pictures, "script-try", full_page=True) == []


@pytest.mark.long
def test_a_file_with_mistakes_is_refused_with_its_lines(editors: Server, opens: Opener) -> None:
    opens.expects_refusals = True
    page = begun(opens, editors)
    part(page, "File")
    bad = {
        "name": "script.yaml",
        "mimeType": "text/yaml",
        "buffer": b"version: 1\nstart: &a m01\nother: *a\n",
    }
    page.get_by_label("Script file").set_input_files(bad)
    page.get_by_role("button", name="Import into the draft").click()

    expect(page.get_by_role("alert")).to_contain_text("Line 3: references")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Script file")).to_be_focused()
    part(page, "Compare")
    expect(page.get_by_text("Nothing differs.")).to_be_visible()


@pytest.mark.long
def test_two_who_change_the_same_prompt_see_each_other(editors: Server, opens: Opener) -> None:
    opens.expects_refusals = True
    page = begun(opens, editors)
    path = "draft/prompts/m08_incident/"
    page.goto(editors.origin + HOME + path)
    other = opened(opens, editors, "supervisor2", path)
    other.get_by_label("What the handler may say").fill("Theirs: what happened?")
    other.get_by_role("button", name="Save in the draft").click()
    expect(other.get_by_role("status")).to_be_visible()

    page.get_by_label("What the handler may say").fill("Mine: what happened?")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody has changed the draft")
    expect(page.get_by_role("region", name="What stands there now")).to_contain_text("Theirs")
    expect(page.get_by_label("What the handler may say")).to_have_value("Mine: what happened?")
    page.get_by_role("button", name="Save mine in its place").click()
    expect(page.get_by_role("status")).to_be_visible()


@pytest.mark.usefixtures("keys_alone")
def test_all_of_it_by_keys(editors: Server, opens: Opener) -> None:
    keyed = Keyed(opens.page(DESK), editors.origin)
    keyed.signs_in("supervisor1", HOME)
    page = keyed.page
    keyed.presses_button("Begin a draft")
    expect(page.get_by_role("heading", name="The draft")).to_be_visible()

    keyed.tabs_to(page.get_by_role("link", name="m01_welcome", exact=True).first).press("Enter")
    expect(page.get_by_role("heading", name="m01_welcome")).to_be_visible()
    keyed.tabs_to("[name=prompt]").press("Control+a").type("Hello, you're through to the helpline.")
    keyed.tabs_to("#id_to_0").press("End", "ArrowUp")
    keyed.presses_button("Save in the draft")
    expect(page.get_by_role("status")).to_contain_text("Saved in the draft")
    expect(page.locator("[name=prompt]")).to_have_value("Hello, you're through to the helpline.")

    keyed.tabs_to(page.get_by_label("Parts of the draft").get_by_role("link", name="Drawing")).press("Enter")
    # The tools come with the module: before it no key is heard.
    expect(page.locator(".drawing-tools")).to_be_visible()
    keyed.press("-")
    expect(page.locator("[data-zoom=now]")).to_have_text("80 %")
    keyed.tabs_to("[data-node=m01_welcome]").press("Enter")
    expect(page.get_by_role("heading", name="m01_welcome")).to_be_visible()
    keyed.presses_button("A practitioner agrees")
    expect(page.get_by_text("recorded by supervisor1")).to_be_visible()


PATHS = {
    "overview": "", "draft": "draft/", "node": "draft/prompts/m15_partner_blame/",
    "drawing": "draft/drawing/", "ways-in": "draft/ways-in/", "compare": "compare/",
    "sign-offs": "draft/sign-offs/", "file": "draft/import/", "publish": "draft/publish/",
    "add": "draft/add/", "version": "versions/1/",
}  # fmt: skip


@pytest.fixture
def with_a_mistake(editors: Server) -> Server:
    editors.run_code(BROKEN)
    return editors


@pytest.mark.long
@pytest.mark.parametrize("name", PATHS)
def test_a_page_is_for_everybody(with_a_mistake: Server, opens: Opener, pictures: Path, name: str) -> None:
    page = opened(opens, with_a_mistake, "supervisor1", PATHS[name])

    # At the narrow desk alone: axe reads a list of ninety prompts for seconds.
    assert faults_of(page, pictures, f"script-{name}", axe_at=("1024",), full_page=True) == []
    page.set_viewport_size({"width": 1024, "height": 768})
    assert page.evaluate(ROWS) == 1, "the places stand in more than one row"


@pytest.mark.long
def test_without_javascript_the_drawing_is_whole(editors: Server, opens: Opener) -> None:
    begun(opens, editors)
    page = Console(opens.page(DESK, script=False), editors.origin).signs_in("supervisor1", HOME).page
    page.goto(f"{editors.origin}{HOME}draft/drawing/")

    expect(page.locator(".drawing-tools")).to_be_hidden()
    page.locator("[data-node=m01_welcome]").click()
    expect(page.get_by_role("heading", name="m01_welcome")).to_be_visible()
