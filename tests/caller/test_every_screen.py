"""Every screen, in both languages and colour schemes: axe, the width of a small telephone, the way out."""

import json
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.caller.screens import SCREENS
from tests.caller.service import AWAY, HOST, ROOT, Service

pytestmark = pytest.mark.journey
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {320: 568, 390: 844, 768: 1024, 1280: 800}
SCHEMES = ("light", "dark")
# What goes over the right or the left edge; what is put out of sight for screen readers does not count.
OVER = """() => [...document.querySelectorAll('body *')].filter((e) => {
  const r = e.getBoundingClientRect();
  return r.width > 1 && r.height > 1 && (r.right > innerWidth + 1 || (r.left < -1 && r.right > 0));
}).map((e) => e.tagName + '.' + e.className)"""


def found_by_axe(page: Page) -> list[str]:
    """Return one line for each violation that axe-core names on the page as it is."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    result = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [f"{v['id']}: {[node['html'][:160] for node in v['nodes']]}" for v in result["violations"]]


def picture(page: Page, lang: str, name: str) -> None:
    folder = ROOT / "build" / "screenshots" / "caller" / lang
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_for_everybody(service: Service, name: str, lang: str):
    page = service.page
    SCREENS[name](service, lang)
    wrong: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if violations := found_by_axe(page):
            wrong[f"axe, {scheme}"] = violations
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            if over := page.evaluate(OVER):
                wrong[f"over the edge at {width}"] = over
            picture(page, lang, f"{name}-{width}-{scheme}")

    assert wrong == {}


@pytest.mark.parametrize("name", SCREENS)
def test_three_presses_of_shift_leave_every_screen(service: Service, name: str):
    SCREENS[name](service, "en")
    for _ in range(3):
        service.page.keyboard.press("Shift")
    service.page.wait_for_url(AWAY)

    service.page.goto(HOST + "/static/img/icon.svg")
    assert service.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_axe_would_notice(service: Service):
    service.open()
    service.page.evaluate("document.getElementById('app').append(document.createElement('img'))")

    assert any(line.startswith("image-alt") for line in found_by_axe(service.page))


def test_the_edge_would_be_noticed(service: Service):
    service.open()
    service.page.set_viewport_size({"width": 320, "height": 568})
    service.page.evaluate("document.getElementById('start-button').style.width = '400px'")

    assert service.page.evaluate(OVER) != []
