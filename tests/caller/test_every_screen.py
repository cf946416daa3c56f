"""Every screen, in both languages and colour schemes: axe, the width of a small telephone, the way out."""

import json
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.caller.screens import SCREENS
from tests.caller.service import AWAY, HOST, ROOT, Service

pytestmark = pytest.mark.journey
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {320: 568, 390: 844, 768: 1024, 1280: 800}
# Colours move nothing: what goes over the edge does so in both schemes.
SCHEMES = {"light": (320, 390, 768, 1280), "dark": (390, 1280)}
# What a page of 1280 by 1024 has at 400 %; and the largest words on the smallest telephone.
ENLARGED = {"zoom": (320, 256, ""), "largest": (320, 568, "text-largest")}
# What goes over the right or the left edge; what is put out of sight for screen readers does not count.
OVER = """() => [...document.querySelectorAll('body *')].filter((e) => {
  const r = e.getBoundingClientRect();
  // What is folded away has a place too, that of the last time it was laid out.
  return e.checkVisibility() && r.width > 1 && r.height > 1
    && (r.right > innerWidth + 1 || (r.left < -1 && r.right > 0));
}).map((e) => e.tagName + '.' + e.className)"""
# What cannot be brought into sight by scrolling, or lies under something else, or scrolls sideways.
OUT_OF_REACH = """() => {
  const reached = (e, block) => {
    e.scrollIntoView({ block, behavior: 'instant' });
    const r = e.getClientRects()[0];
    const hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    return hit && (e.contains(hit) || hit.contains(e) && hit.matches('label'));
  };
  const out = [...document.querySelectorAll(
    ':is(main, .top) :is(a, button, textarea, select, summary, input), .exit')].filter((e) =>
    e.checkVisibility() && !['center', 'start', 'end'].some((block) => reached(e, block)));
  const sideways = [...document.querySelectorAll('*')].filter((e) => e.scrollWidth > e.clientWidth + 1
    && (e === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)));
  scrollTo(0, 0);
  return [...out, ...sideways].map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`);
}"""

# A page hears of its new size with the next frame, and draws what follows from it with the one after.
SETTLED = """(height) => new Promise((done) => {
  const look = () => (visualViewport.height === height
    ? requestAnimationFrame(() => requestAnimationFrame(() => done()))
    : requestAnimationFrame(look));
  look();
})"""
SCROLLS = (
    "(place) => { const e = document.querySelector(place); return e.scrollHeight > e.clientHeight + 1; }"
)


def found_by_axe(page: Page, within: str = "html") -> list[str]:
    """Return one line for each violation that axe-core names on the page, or a part of it, as it is."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    result = page.evaluate(f"axe.run({json.dumps(within)}, {json.dumps(options)})")
    return [f"{v['id']}: {[node['html'][:160] for node in v['nodes']]}" for v in result["violations"]]


IN_BOTH = pytest.mark.parametrize("lang", ["en", pytest.param("cy", marks=pytest.mark.long)])
# One of each kind, for the ordinary run; the way out is the same code on every screen.
FOR_ALL = {"start", "about", "limits", "waiting", "talking", "ended", "closed", "tonight"}


@IN_BOTH
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_for_everybody(service: Service, name: str, lang: str):
    page = service.page
    SCREENS[name](service, lang)
    wrong: dict[str, list[str]] = {}
    for scheme, widths in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if violations := found_by_axe(page):
            wrong[f"axe, {scheme}"] = violations
        for width in widths:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            if over := page.evaluate(OVER):
                wrong[f"over the edge at {width}"] = over

    assert wrong == {}


@IN_BOTH
@pytest.mark.parametrize("name", SCREENS)
def test_an_enlarged_screen_loses_nothing(service: Service, name: str, lang: str):
    page = service.page
    SCREENS[name](service, lang)
    wrong: dict[str, list[str]] = {}
    for size, (width, height, look) in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("(look) => { document.documentElement.className += ` ${look}`; }", look)
        page.evaluate("document.activeElement.blur()")
        page.evaluate(SETTLED, height)
        if lost := page.evaluate(OVER) + page.evaluate(OUT_OF_REACH):
            wrong[size] = lost
        # Where something is asked over the box, both stand in a form that scrolls; else the box is in sight.
        if page.locator("#message:visible").count() and not page.evaluate(SCROLLS, ".composer"):
            expect(page.locator("#message")).to_be_in_viewport(ratio=0.95)

    assert wrong == {}


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("name", SCREENS)
def test_each_screen_has_its_pictures_to_look_at(service: Service, name: str, lang: str):
    page = service.page
    SCREENS[name](service, lang)
    folder = ROOT / "build" / "screenshots" / "caller" / lang
    folder.mkdir(parents=True, exist_ok=True)
    for scheme, widths in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in widths:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    for size, (width, height, look) in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("(look) => { document.documentElement.className += ` ${look}`; }", look)
        page.screenshot(path=folder / f"{name}-{size}.png")

    assert len(list(folder.glob(f"{name}-*.png"))) >= len(ENLARGED) + sum(map(len, SCHEMES.values()))


@pytest.mark.parametrize(
    "name", [name if name in FOR_ALL else pytest.param(name, marks=pytest.mark.long) for name in SCREENS]
)
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


def test_what_is_covered_would_be_noticed(service: Service):
    service.open()
    service.page.evaluate("document.getElementById('exit').style.width = '100vw'")

    assert [line.split()[0] for line in service.page.evaluate(OUT_OF_REACH)] == ["A.top__language"]


def test_the_edge_would_be_noticed(service: Service):
    service.open()
    service.page.set_viewport_size({"width": 320, "height": 568})
    service.page.evaluate("document.getElementById('start-button').style.minWidth = '400px'")

    assert service.page.evaluate(OVER) != []
