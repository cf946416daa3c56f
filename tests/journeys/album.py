"""Pictures for the documentation: small, in few colours, each under its name in one folder."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

MOST_BYTES = 150_000
# Enough for pages that are few tints of ink on paper; what is left out would be seen in photographs alone.
COLOURS = 64


class Album:
    """Takes pictures and makes each as small as it may be without loss that can be seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, page: Page, name: str, *, dark: bool = False) -> None:
        """Take the page as it stands, where nothing is under the pointer; `dark` takes it once more."""
        page.mouse.move(0, 0)
        page.evaluate("document.fonts.ready")
        self._shoot(page, name)
        if dark:
            page.emulate_media(color_scheme="dark")
            self._shoot(page, f"{name}-dark")
            page.emulate_media(color_scheme="light")

    def at(self, page: Page, address: str, name: str) -> None:
        """Go to an address, which must be there, and take its page."""
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address} answers {answer.status}"
        self(page, name)

    def _shoot(self, page: Page, name: str) -> None:
        path = self.folder / f"{name}.png"
        page.screenshot(path=path, animations="disabled", caret="hide")
        with Image.open(path) as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        self.taken.add(path.name)
        assert path.stat().st_size <= MOST_BYTES, f"{path.name} has {path.stat().st_size} bytes"
