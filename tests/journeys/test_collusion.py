"""What a handler is asked about before a message goes out: a better line by key, and sending anyway."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.journeys.writing_desk import Talks, nothing_is_sent, sent
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
# The page's clock stands until the test lets somebody have read what is asked.
STAND = "globalThis.stood = performance.now(); performance.now = () => stood"
READ = "stood += 600"
BAD = "That sounds hard. She really wound you up. Did you sleep?"
FOUND = "She really wound you up"
BETTER = (
    "Sounds like you felt really wound up. Leave the rest to one side for a minute: "
    "what were you telling yourself just before?"
)
MENDED = f"That sounds hard. {BETTER} Did you sleep?"
CHOSEN = "(({ value, selectionStart: a, selectionEnd: b }) => value.slice(a, b))(document.activeElement)"
SENT = re.compile("^(Sent|Seen)$")


def ready(console: Console) -> Console:
    """Wait for the rules: before they are there a draft goes out as ever."""
    rules = "performance.getEntriesByName(`${location.origin}/console/api/draft-rules/`)"
    console.page.wait_for_function(f"{rules}.some((entry) => entry.responseEnd)")
    return console


def doubt(console: Console) -> Locator:
    return console.page.get_by_role("region", name="Before it goes out")


def counted(server: Server, *rows: tuple[str, str, int]) -> None:
    """Assert that these uses, and no others of a doubt, were counted on the server."""
    server.run_code(
        "from chat.models import GuidanceUse as G; "
        "found = sorted(G.objects.filter(kind__startswith='doubt').values_list('kind', 'name', 'count')); "
        f"assert found == {sorted(rows)!r}, found"
    )


def focus_of(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


@pytest.mark.usefixtures("keys_alone")
def test_the_better_line_is_put_in_by_key_and_counted_as_mended(talks: Talks, server: Server) -> None:
    console = ready(talks())
    page = console.page
    page.keyboard.type(BAD)
    expect(doubt(console)).to_have_count(0)
    page.keyboard.press("Enter")

    expect(doubt(console)).to_contain_text("May be agreeing with blame")
    expect(doubt(console).locator("mark")).to_have_text(FOUND)
    expect(doubt(console)).to_contain_text(BETTER)
    expect(page.locator("#composer-doubts")).to_contain_text("Not sent yet.")
    assert focus_of(page) == "composer"
    nothing_is_sent(console)
    page.keyboard.press("Alt+u")
    expect(console.box).to_have_value(MENDED)
    expect(doubt(console)).to_have_count(0)
    assert focus_of(page) == "composer"
    page.keyboard.press("Enter")
    expect(console.message(MENDED).locator(".message__status")).to_have_text(SENT)
    assert sent(console) == [MENDED]
    counted(server, ("doubt_shown", "agreeing_with_blame", 1), ("doubt_mended", "agreeing_with_blame", 1))


@pytest.mark.usefixtures("keys_alone")
def test_a_second_press_sends_anyway_and_is_counted_by_kind_alone(talks: Talks, server: Server) -> None:
    console = ready(talks())
    page = console.page
    page.evaluate(STAND)
    page.keyboard.type("You had no choice, and I won't tell anyone.")
    page.keyboard.press("Enter")
    expect(doubt(console)).to_contain_text("May be a promise of secrecy")
    expect(doubt(console)).to_contain_text('Also: feeding an excuse ("had no choice").')
    expect(page.get_by_role("button", name="Send anyway")).to_be_visible()
    # Two quick presses are one: nobody has read in between what is asked.
    page.keyboard.press("Enter")
    nothing_is_sent(console)
    page.evaluate(READ)

    page.keyboard.press("Enter")

    said = "You had no choice, and I won't tell anyone."
    expect(console.message(said).locator(".message__status")).to_have_text(SENT)
    expect(doubt(console)).to_have_count(0)
    counted(
        server,
        ("doubt_shown", "promising_secrecy", 1),
        ("doubt_shown", "feeding_the_excuse", 1),
        ("doubt_sent_anyway", "promising_secrecy", 1),
        ("doubt_sent_anyway", "feeding_the_excuse", 1),
    )


@pytest.mark.long
def test_going_back_marks_the_words_and_what_is_thrown_away_is_neither_mended_nor_sent(
    talks: Talks, server: Server
) -> None:
    console = ready(talks())
    page = console.page
    console.box.fill(BAD)
    console.box.press("Enter")
    doubt(console).get_by_role("button", name="Go back to it").click()
    expect(doubt(console)).to_have_count(0)
    assert focus_of(page) == "composer"
    assert page.evaluate(CHOSEN) == FOUND
    nothing_is_sent(console)
    # Asked a second time it counts once; Escape goes back as well, from any place in it.
    console.box.press("Enter")
    page.keyboard.press("Tab")
    expect(doubt(console).get_by_role("button", name="Put this in")).to_be_focused()
    page.keyboard.press("Escape")
    expect(doubt(console)).to_have_count(0)
    assert focus_of(page) == "composer"
    console.box.fill("")
    console.says("What happened next?")
    counted(server, ("doubt_shown", "agreeing_with_blame", 1))


@pytest.mark.long
def test_a_draft_that_is_asked_about_leaves_the_window_only_when_it_is_sent(
    talks: Talks, server: Server, opens: Opener
) -> None:
    frames: list[str] = []
    before = opens.page

    def listened(*about: object, **more: object) -> Page:
        page = before(*about, **more)  # type: ignore[arg-type]
        page.on("request", lambda request: frames.append(f"{request.url} {request.post_data or ''}"))
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(str(frame))))
        return page

    opens.page = listened  # type: ignore[assignment]
    console = ready(talks())
    console.box.fill(BAD)
    console.box.press("Enter")
    expect(doubt(console)).to_be_visible()
    console.box.press("Escape")
    console.box.fill("What happened next?")
    console.box.press("Enter")
    expect(console.message("What happened next?").locator(".message__status")).to_have_text(SENT)

    assert any("What happened next?" in frame for frame in frames), "the look must find what was sent"
    assert any('"draft.doubted"' in frame and "agreeing_with_blame" in frame for frame in frames)
    assert [frame for frame in frames if "wound you up" in frame] == []


@pytest.mark.long
@pytest.mark.parametrize(
    "draft",
    [
        "You said she wound you up: what did you do next?",
        "I can't promise to keep that secret.",
        "Please don't go round there tonight.",
    ],
)
def test_a_good_line_goes_out_at_once(talks: Talks, server: Server, draft: str) -> None:
    console = ready(talks())
    console.says(draft)
    assert sent(console) == [draft]
    counted(server)


@pytest.mark.long
def test_words_of_a_saved_reply_are_not_asked_about_and_others_beside_it_are(talks: Talks) -> None:
    console = ready(talks())
    page = console.page
    console.box.fill("You had no choice.")
    page.keyboard.press("Alt+r")
    pane = page.get_by_role("dialog", name="Saved replies")
    pane.get_by_role("button", name="Save what is in the box").click()
    pane.get_by_label("Title, to find it by").fill("As the team says it")
    pane.get_by_role("button", name="Save", exact=True).click()
    expect(pane.get_by_role("status")).to_contain_text("Saved")
    page.keyboard.press("Escape")
    console.box.fill("You had no choice. He started it.")
    console.box.press("Enter")
    expect(doubt(console).locator("mark")).to_have_text(["He started it"])
    console.box.fill("You had no choice.")
    console.box.press("Enter")
    expect(console.message("You had no choice.").locator(".message__status")).to_have_text(SENT)


@pytest.mark.long
def test_names_and_doubts_are_asked_about_in_one_press(talks: Talks) -> None:
    console = ready(talks())
    console.box.fill("My mate Obadiah is on 07700 900123. She started it.")
    console.box.press("Enter")
    expect(doubt(console)).to_contain_text("May be agreeing with blame")
    expect(console.page.locator("#composer-doubts")).to_contain_text("Looks like a phone number and a name")
    console.presses("Send anyway")
    expect(console.page.locator("article.message--handler")).to_have_count(1)


def test_without_a_line_a_good_draft_waits_as_ever_and_a_doubt_is_told_to_nobody(
    opens: Opener, talks: Talks, server: Server
) -> None:
    # What is asked for while there is no line fails, and a browser says so.
    opens.expects_cuts = True
    console = ready(talks())
    page = console.page
    page.evaluate(STAND)
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    console.box.fill("What happened next?")
    console.box.press("Enter")
    expect(console.message("What happened next?")).to_have_count(1)
    console.box.fill(BAD)
    console.box.press("Enter")
    expect(doubt(console)).to_be_visible()
    page.evaluate(READ)
    console.box.press("Enter")
    expect(console.message(BAD)).to_have_count(1)
    page.context.set_offline(False)
    for said in ("What happened next?", BAD):
        expect(console.message(said).locator(".message__status")).to_have_text(SENT, timeout=30_000)
    assert sent(console) == ["What happened next?", BAD]


@pytest.mark.long
def test_where_the_rules_cannot_be_had_everything_is_sent_as_ever(
    server: Server, opens: Opener, talks: Talks
) -> None:
    refuse = "**/console/api/draft-rules/"
    before = opens.page

    def without_rules(*about: object, **more: object) -> Page:
        page = before(*about, **more)  # type: ignore[arg-type]
        page.route(refuse, lambda route: route.fulfill(body="no rules"))
        return page

    opens.page = without_rules  # type: ignore[assignment]
    console = talks()
    console.says(BAD)
    assert sent(console) == [BAD]


@pytest.mark.long
def test_it_can_be_seen_in_both_schemes_and_sizes(talks: Talks, pictures: Path) -> None:
    console = ready(talks())
    console.box.fill(
        "You had no choice, she pushed you to it. Go home and tell her you're sorry, I won't tell anyone."
    )
    console.box.press("Enter")
    expect(doubt(console)).to_be_visible()
    faults = faults_of(console.page, pictures, "doubt")
    console.box.fill("You had no choice, mate.")
    console.box.press("Enter")
    expect(doubt(console)).to_be_visible()
    faults += faults_of(console.page, pictures, "doubt-one")
    assert faults == []


@pytest.mark.long
def test_a_practice_looks_back_on_what_was_asked_about(server: Server, opens: Opener) -> None:
    console = ready(Console(opens.page(DESK), server.origin).signs_in("handler1").is_available())
    console.presses("Practise…")
    console.page.get_by_role("button", name="Begin: It was only a shove").click()
    console.sees("Practice: nobody real is here.")
    console.box.fill("It was just a push.")
    console.box.press("Enter")
    expect(doubt(console)).to_contain_text("May be making it smaller")
    console.box.press("Alt+u")
    console.box.press("Enter")
    console.presses("End", within=".talk__acts")
    console.presses("End the talk", within="dialog")
    console.chooses("How did it end?", "Caller left early")
    console.presses("Close and look back")
    expect(console.page.locator("#talk-title")).to_have_text("Looking back: It was only a shove")
    back = console.page.locator(".look-back")
    expect(back).to_contain_text("What a draft was asked about before it went out")
    expect(back.locator("li", has_text="Making it smaller")).to_be_visible()
    counted(server)
