"""The whole way of a caller by keyboard alone: never a click, never a lost place, never a trap."""

import pytest
from playwright.sync_api import Page, expect

from chat.texts import consent, texts
from tests.caller.service import AWAY, CARD, Service

pytestmark = pytest.mark.journey
T = texts("en")
MOST_STOPS = 40
# Where the reader is: what has the focus, whether one sees it, and whether it comes after the stop before.
HERE = """() => {
  const held = (globalThis.stops ??= { numbers: new Map(), last: null });
  const e = document.activeElement;
  if (!held.numbers.has(e)) held.numbers.set(e, held.numbers.size);
  const main = document.querySelector('main');
  const framed = [e, e.closest('label')].filter(Boolean).map((one) => getComputedStyle(one));
  const [r, p] = [e, held.last ?? e].map((one) => one.getBoundingClientRect());
  const follows = !main.contains(e) || !main.contains(held.last) || r.top >= p.top - 4 || r.left > p.left;
  held.last = e;
  return {
    body: e === document.body,
    number: held.numbers.get(e),
    id: e.id,
    name: (e.getAttribute('aria-label') || e.closest('label')?.textContent || e.textContent).trim(),
    seen: framed.some((look) => look.outlineStyle !== 'none' || look.boxShadow !== 'none'),
    shown: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
    follows,
  };
}"""
# Everything on the page that a key should reach; of radio buttons the one that is chosen.
REACHABLE = """() => [...document.querySelectorAll(
  'a[href], button, select, textarea, summary, input:not([type=radio]), input[type=radio]:checked')]
  .filter((e) => e.checkVisibility() && !e.disabled)
  .map((e) => (e.closest('label')?.textContent || e.textContent).trim())"""


class Keys:
    """A caller who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def here(self) -> dict[str, object]:
        here: dict[str, object] = self.page.evaluate(HERE)
        return here

    def to(self, name: str, *, key: str = "Tab") -> None:
        """Go on with Tab until `name` (words or an id) has the focus; each stop can be seen."""
        ends = 0
        for _ in range(MOST_STOPS):
            self.press(key)
            here = self.here()
            if here["body"]:
                # Between the last and the first stop the browser has a place of its own.
                ends += 1
                assert ends == 1, f"the focus fell out of the page on the way to {name}"
                continue
            assert here["seen"], f"no ring round {here['name']}"
            assert here["shown"], f"{here['name']} is out of sight"
            if name in (here["name"], here["id"]):
                return
        raise AssertionError(f"no way to {name}")

    def back_to(self, name: str) -> None:
        self.to(name, key="Shift+Tab")

    def chooses(self, name: str, key: str = "Enter") -> None:
        self.to(name)
        self.press(key)

    def is_at(self, heading: str) -> None:
        """A new screen is there, and the reader at its heading."""
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_focused()

    def is_in(self, part: str) -> None:
        expect(self.page.locator(part)).to_be_focused()

    def goes_round(self) -> None:
        """From the first stop to the last: every control, each after the one before, and on to the first."""
        self.to("exit-skip")
        first = self.here()["number"]
        names = []
        for _ in range(MOST_STOPS):
            self.press("Tab")
            here = self.here()
            if here["number"] == first:
                break
            if here["body"]:
                continue
            assert here["follows"], f"{here['name']} stands before {names[-1:]}"
            names.append(here["name"])
        else:
            raise AssertionError(f"no way round: {names}")
        assert sorted(set(self.page.evaluate(REACHABLE)) - {*names, T["exit_skip"]}) == []


@pytest.fixture
def keys(service: Service) -> Keys:
    service.page.set_viewport_size({"width": 1280, "height": 900})
    return Keys(service.open())


def to_the_queue(keys: Keys) -> None:
    keys.chooses(T["start_button"])
    keys.is_at(consent("en")["heading"])
    keys.chooses(consent("en")["agree"], "Space")
    keys.is_at(T["about_question"])
    keys.chooses(T["about_own_behaviour"])
    keys.is_at(T["safe_question"])
    keys.chooses(T["skip"])
    keys.chooses(T["skip_rest"])
    keys.is_at(T["waiting_heading"])


def to_the_talk(service: Service, keys: Keys) -> None:
    to_the_queue(keys)
    service.welcome = {"state": "talking"}
    service.talk()
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(T["status_talking"])


def test_the_ways_round_a_page_come_first_and_lead_to_it(keys: Keys):
    keys.press("Tab")
    assert keys.here()["id"] == "exit-skip"
    keys.press("Tab", "Enter")
    assert keys.here()["id"] == "app"
    keys.press("Tab")

    assert keys.here()["id"] == "start-button"


def test_from_the_first_screen_through_every_question_and_help_to_the_queue(service: Service, keys: Keys):
    keys.goes_round()
    keys.chooses(T["start_button"])
    keys.is_at(consent("en")["heading"])
    keys.goes_round()
    keys.chooses(consent("en")["decline"])
    keys.is_at(T["declined_heading"])
    keys.chooses(T["declined_back"])
    keys.is_at(consent("en")["heading"])
    keys.chooses(consent("en")["agree"], "Space")
    keys.is_at(T["about_question"])
    keys.goes_round()
    keys.chooses(T["about_unsure"])
    keys.is_at(T["safe_question"])
    keys.chooses(T["no"], "Space")
    keys.is_at(T["help_danger_heading"])
    keys.goes_round()
    keys.chooses(T["back"])
    keys.is_at(T["safe_question"])
    keys.chooses(T["no"])
    keys.chooses(T["help_go_on"])
    keys.is_at(T["private_question"])
    keys.chooses(T["can_no"])
    keys.is_at(T["help_watched_heading"])
    keys.chooses(T["help_go_on"])
    keys.is_at(T["age_question"])
    keys.chooses(T["age_13_15"])
    keys.is_at(T["help_child_heading"])
    keys.chooses(T["help_go_on"])
    keys.is_at(T["gender_question"])
    keys.chooses(T["skip"])
    keys.is_at(T["area_question"])
    keys.to("area")
    keys.press("ArrowDown", "ArrowDown")
    keys.goes_round()
    keys.chooses(T["continue"])
    keys.is_at(T["language_question"])
    keys.chooses(T["language_name_en"])
    keys.is_at(T["interpreter_question"])
    keys.to("interpreter")
    keys.page.keyboard.type("Pol")
    keys.chooses(T["continue"])
    keys.is_at(T["waiting_heading"])

    [sent] = service.started
    assert [sent["safe_now"], sent["private_now"], sent["age_band"], sent["gender"]] == [
        False,
        False,
        "13_15",
        None,
    ]
    assert sent["area"] is not None
    assert sent["interpreter"] == "Polski (Polish)"


def test_waiting_and_talking(service: Service, keys: Keys):
    to_the_queue(keys)
    keys.goes_round()
    keys.back_to(T["reading_offer"])
    keys.press("Enter")
    expect(keys.page.locator(".reading__text h3").first).to_be_visible()
    service.welcome = {"state": "talking"}
    keys.to("message")
    keys.page.keyboard.type("I do not know where to begin.")
    keys.press("Enter")
    service.talk()
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(T["status_talking"])
    # Somebody coming takes the place from nobody who writes.
    keys.is_in("#message")
    service.say(**service.message("I hear you."))
    service.say(type="signpost", seq=3, id="s", card=CARD)
    expect(keys.page.locator(".message--card")).to_be_visible()
    keys.is_in("#message")
    keys.goes_round()

    assert [command["body"] for command in service.hears("message.post")] == ["I do not know where to begin."]


def test_the_warning_of_details_gives_the_box_back(service: Service, keys: Keys):
    to_the_talk(service, keys)
    keys.to("message")
    keys.page.keyboard.type("Ring me on 07700 900123")
    keys.press("Enter")
    keys.is_in(".composer__question button >> nth=0")
    keys.goes_round()
    keys.back_to(T["detail_change"])
    keys.press("Enter")
    keys.is_in("#message")
    keys.press("End")
    keys.page.keyboard.type("4")
    keys.press("Enter")
    keys.chooses(T["detail_send"], "Space")
    keys.is_in("#message")
    expect(keys.page.locator(".message__body")).to_have_text("Ring me on 07700 9001234")
    keys.page.keyboard.type("My e-mail is robin@example.org")
    keys.press("Enter")
    keys.chooses(T["detail_drop"])

    keys.is_in("#message")
    expect(keys.page.locator("#message")).to_have_value("")


def test_the_menu_opens_sets_and_closes(service: Service, keys: Keys):
    to_the_talk(service, keys)
    keys.chooses(T["menu"])
    expect(keys.page.locator("#comfort")).to_be_visible()
    keys.goes_round()
    keys.to(T["comfort_normal"])
    keys.press("ArrowDown")
    assert keys.here()["name"] == T["comfort_large"]
    keys.chooses(T["comfort_sound"], "Space")
    keys.press("Escape")
    expect(keys.page.locator("#talk-menu")).to_be_hidden()
    keys.is_in(".menu-button")
    keys.press("Enter", "Escape")
    expect(keys.page.locator("#talk-menu")).to_be_hidden()
    keys.press("Space")
    keys.chooses(T["code_ask"])
    keys.is_in(".composer__question button >> nth=0")
    keys.chooses(T["cancel"])

    keys.is_in("#message")
    assert keys.page.evaluate("document.documentElement.className").split() == ["is-talking", "text-large"]


def test_the_end_the_questions_after_it_and_the_way_out(service: Service, keys: Keys):
    to_the_talk(service, keys)
    keys.chooses(T["end"])
    keys.is_in(".composer__question button >> nth=0")
    keys.press("Enter")
    keys.is_in("#message")
    keys.back_to(T["end"])
    keys.press("Enter")
    keys.chooses(T["end_yes"])
    service.say(type="state", state="ended", reason="caller", survey=True)
    keys.is_at(T["ended_heading"])
    keys.goes_round()
    keys.back_to(T["survey_begin"])
    keys.press("Enter")
    keys.is_at(T["survey_heading"])
    keys.goes_round()
    keys.to(T["survey_skip"])
    keys.press("ArrowUp")
    assert keys.here()["name"] == f"10, {T['survey_heard_high']}"
    service.context.route(
        "**/api/contact/survey", lambda route: route.fulfill(json={"thanks": True}, status=200)
    )
    keys.chooses(T["survey_send"])
    expect(keys.page.get_by_text(T["survey_thanks"])).to_be_focused()
    keys.chooses(T["ended_close"])

    keys.page.wait_for_url(AWAY)


def test_the_four_words_and_the_language_keep_the_place(service: Service, keys: Keys):
    keys.chooses(T["code_start"])
    keys.is_at(T["return_heading"])
    keys.goes_round()
    keys.to("return-words")
    keys.page.keyboard.type("one two")
    keys.press("Enter")
    keys.is_in("#return-words")
    keys.back_to("language")
    keys.press("Enter")
    keys.is_at(texts("cy")["return_heading"])
    keys.chooses(texts("cy")["back"])
    expect(keys.page.get_by_role("heading", name=texts("cy")["start_heading"])).to_be_visible()

    assert service.started == []
