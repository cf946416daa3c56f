"""A page looked at in both schemes and at the sizes of a desk: pictures, axe, and nothing over the edge.

In the ordinary run nothing may go over the edge at any size, and axe looks at one, in both schemes. With
LOOK_AT_EVERYTHING in the environment (make test-long) it looks at each size, and the pictures are taken.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.caller.test_every_screen import OVER, found_by_axe

SIZES: dict[str, ViewportSize] = {
    "1024": {"width": 1024, "height": 768},
    "1440": {"width": 1440, "height": 900},
    "1920": {"width": 1920, "height": 1080},
    "tablet": {"width": 768, "height": 1024},
}
# A chart hears of its new size in one frame and is drawn anew in the next.
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
USUAL = ("1024", "1440")


def faults_of(
    page: Page,
    folder: Path,
    name: str,
    *,
    sizes: Sequence[str] = USUAL,
    axe_at: Sequence[str] = USUAL,
    full_page: bool = False,
) -> list[str]:
    """Return what is wrong, by size and scheme; afterwards the page is as before."""
    everything = bool(os.environ.get("LOOK_AT_EVERYTHING"))
    axe_at = axe_at if everything else axe_at[:1]
    faults: list[str] = []
    before = page.viewport_size
    # A list under the pointer keeps what has left it, greyed: that is for the desk's own tests.
    page.mouse.move(0, 0)
    for size in sizes:
        page.set_viewport_size(SIZES[size])
        page.evaluate(TWO_FRAMES)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            if everything:
                page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=full_page)
            found = found_by_axe(page) if size in axe_at else []
            faults += [f"{name} {size} {scheme}: {fault}" for fault in found]
        faults += [f"{name} {size}: over the edge: {element}" for element in page.evaluate(OVER)]
    if before:
        page.set_viewport_size(before)
    return faults
