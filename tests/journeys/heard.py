"""What a page sounds and shows outside itself, noted by the page's own browser."""

from typing import Any

from playwright.sync_api import Page, expect

# Loops of sound that play now, single sounds so far, and the notices of the desktop that stand.
LISTEN = """(() => {
  const heard = { loops: 0, once: 0, notices: [] };
  window.heard = heard;
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...args) {
    if (this.loop) heard.loops += 1; else heard.once += 1;
    return start.apply(this, args);
  };
  AudioBufferSourceNode.prototype.stop = function (...args) {
    if (this.loop) heard.loops -= 1;
    return stop.apply(this, args);
  };
  window.Notification = class {
    static permission = 'default';
    static asked = 0;
    static async requestPermission() { this.asked += 1; return (this.permission = 'granted'); }
    constructor(title, options) { Object.assign(this, { title, options }); heard.notices.push(this); }
    close() { heard.notices = heard.notices.filter((each) => each !== this); }
  };
  // A window that nobody looks at, as far as the page can tell.
  window.lookAway = (away) => { document.hasFocus = () => !away; };
})()"""


class Heard:
    """Listens to one page; begin before it is opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(LISTEN)

    def loops(self, many: int) -> None:
        """Wait until so many loops of sound play."""
        self.page.wait_for_function("(many) => heard.loops === many", arg=many)

    def once(self, many: int) -> None:
        """Wait until so many single sounds have played in all."""
        self.page.wait_for_function("(many) => heard.once === many", arg=many)

    def look_away(self, away: bool = True) -> None:
        self.page.evaluate("(away) => lookAway(away)", away)

    def notices(self, many: int) -> list[str]:
        """Wait until so many notices stand, and return everything that is written on them."""
        self.page.wait_for_function("(many) => heard.notices.length === many", arg=many)
        said: list[str] = self.page.evaluate(
            "heard.notices.map(({ title, options }) => [title, options.body ?? ''].join(' ').trim())"
        )
        return said

    def asked(self) -> int:
        asked: Any = self.page.evaluate("Notification.asked")
        return int(asked)


def titled(page: Page, title: str) -> None:
    expect(page).to_have_title(title)
