"""A browser that notices when a page lets code in: that it ran, was asked for, or stands in the page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

ROOT = Path(__file__).resolve().parents[2]
HOST = "http://chat.test"
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# Before anything of a page: what an attacker would call.
LAID = """
window.tripped = [];
for (const name of ["tripwire", "alert", "confirm", "prompt"]) {
  window[name] = () => { window.tripped.push(`${name} ran`); return 1; };
}
"""
# After everything: what stands in the page that nobody of ours put there; `within` is the part to look at.
LOOKED = """(within) => {
  const found = [...window.tripped];
  const foreign = "trip-wire, object, embed, math, marquee, base, frameset, form#app, a#data, img[name]";
  for (const el of (within || document).querySelectorAll("*")) {
    if (el.matches(foreign)) found.push(`element ${el.localName}`);
    if (el.localName === "script" && el.type !== "application/json" && /tripwire/.test(el.text + el.src)) {
      found.push("script");
    }
    if (el.localName === "style" && /tripwire/.test(el.textContent)) found.push("style");
    for (const { name, value } of el.attributes) {
      if (name.startsWith("on")) found.push(`attribute ${name}`);
      if (/^(href|src|action|formaction|data|xlink:href|srcset|poster|background|values)$/.test(name)) {
        const plain = value.replace(/[\\u0000-\\u0020\\u00a0]/g, "").toLowerCase();
        if (/^(javascript|vbscript|data|feed|view-source):/.test(plain)) found.push(`address ${name}`);
        if (/^\\/+tripwire/.test(plain)) found.push(`address ${name}`);
      }
      if (/^(style|srcdoc)$/.test(name) && /tripwire|expression|binding/.test(value)) found.push(name);
    }
  }
  return found;
}"""
# So that whatever fires later has fired: a few rounds of the page's own clock, as often as it draws.
SETTLED = """async () => {
  for (let n = 0; n < 5; n += 1) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}"""


@dataclass
class Wire:
    """One context with the tripwire laid; `pages` are answered by it, and files of the checkout."""

    context: BrowserContext
    pages: Mapping[str, tuple[dict[str, str], bytes]]
    asked: list[str] = field(default_factory=list)
    page: Page | None = None

    def open(self, path: str) -> list[str]:
        """Open a page and return everything that the tripwire noticed on it."""
        if self.page is None:
            self.page = self.context.new_page()
            self.page.on("request", self._heard)
        self.asked.clear()
        self.page.goto(HOST + path)
        return self.notices(self.page)

    def notices(self, page: Page) -> list[str]:
        page.evaluate(SETTLED)
        found: list[str] = page.evaluate(LOOKED, None)
        return found + self.asked

    def _heard(self, request: Request) -> None:
        if "tripwire" in urlsplit(request.url).path or "tripwire" in urlsplit(request.url).netloc:
            self.asked.append(f"asked for {urlsplit(request.url).path}")

    def answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        path = asked.path + (f"?{asked.query}" if asked.query else "")
        file = ROOT / asked.path.lstrip("/")
        if path in self.pages:
            headers, body = self.pages[path]
            route.fulfill(headers=headers, body=body)
        elif asked.path.startswith("/static/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))
        else:
            route.fulfill(status=404, body="")


@contextmanager
def a_wire(browser: Browser, pages: Mapping[str, tuple[dict[str, str], bytes]]) -> Iterator[Wire]:
    """Lay the tripwire in a context of its own."""
    context = browser.new_context()
    wire = Wire(context, pages)
    context.add_init_script(LAID)
    context.route("**/*", wire.answer)
    yield wire
    context.close()
