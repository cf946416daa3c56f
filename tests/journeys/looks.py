"""A page looked at in both schemes and at the widths of a desk: pictures, axe, and nothing over the edge."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.caller.test_every_screen import found_by_axe

WIDTHS: dict[int, ViewportSize] = {1024: {"width": 1024, "height": 768}, 1440: {"width": 1440, "height": 900}}
OVER = """
[...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => `${e.tagName}.${e.className}`)
"""


def faults_of(page: Page, folder: Path, name: str) -> list[str]:
    """Take the pictures and return what is wrong, in the words of axe and by width."""
    faults: list[str] = []
    before = page.viewport_size
    # A list under the pointer keeps what has left it, greyed: that is for the desk's own tests.
    page.mouse.move(0, 0)
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
            faults += [f"{width} {scheme}: {fault}" for fault in found_by_axe(page)]
        faults += [f"{width}: over the edge: {element}" for element in page.evaluate(OVER)]
    if before:
        page.set_viewport_size(before)
    return faults
