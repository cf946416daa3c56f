"""A ruler as a caller meets it: by tap and by keys, said once, changed, kept over a lost line; and plans."""

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.texts import texts
from tests.caller.screens import LINES
from tests.caller.service import Service
from tests.caller.test_announcing import hears, listening
from tests.caller.test_sending import lose_the_line, restore_the_line, talking

pytestmark = pytest.mark.journey
IMPORTANCE, CONFIDENCE = (
    "How important is it to you to stop this?",
    "How sure are you that you could stop this?",
)
CHANGE = "You can change it until the next thing is asked."
CLOSED = "The next thing has been asked. If it is different now, write it in a message."


def asked(service: Service, name: str = "importance") -> Locator:
    """The handler's ruler, as it stands on the page."""
    service.say(**service.card(name))
    group = service.page.get_by_role("radiogroup").last
    expect(group).to_be_visible()
    return group


def number(group: Locator, name: str) -> Locator:
    return group.get_by_role("radio", name=name, exact=True)


def changes_to_six(service: Service) -> Locator:
    """Answer 4, then 6, of which nothing is heard; return the group of numbers."""
    group = asked(service)
    number(group, "4").click()
    expect(service.page.get_by_text(CHANGE)).to_be_visible()
    service.acknowledges = False
    number(group, "6").click()
    expect(service.page.get_by_text("Sending …")).to_be_visible()
    return group


def chosen(page: Page) -> list[str]:
    return page.locator('[aria-checked="true"]').all_inner_texts()


def answers(service: Service) -> list[object]:
    return [command["value"] for command in service.hears("card.answer")]


def test_a_tap_answers_and_another_changes_it(service: Service):
    page = talking(service)
    group = asked(service)
    assert group.get_by_role("radio").all_inner_texts() == [*map(str, range(11)), "Rather not say"]
    assert chosen(page) == []

    number(group, "4").click()
    expect(page.get_by_text(f"Your answer: 4. {CHANGE}")).to_be_visible()
    number(group, "4").click()
    number(group, "6").click()
    expect(page.get_by_text(f"Your answer: 6. {CHANGE}")).to_be_visible()
    number(group, "Rather not say").click()
    expect(page.get_by_text(f"You would rather not say. That is fine. {CHANGE}")).to_be_visible()

    assert chosen(page) == ["Rather not say"]
    assert answers(service) == [4, 6, None]
    assert {command["card"] for command in service.hears("card.answer")} == {"card-importance"}


def test_arrows_move_and_answer_nothing_until_a_key_says_so(service: Service):
    page = talking(service)
    group = asked(service)
    page.focus("#message")
    page.keyboard.press("Shift+Tab")
    expect(number(group, "0, Not at all")).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    expect(number(group, "2")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(number(group, "Rather not say")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(number(group, "10, The most important thing in my life")).to_be_focused()
    assert answers(service) == []

    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Your answer: 10. {CHANGE}")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.get_by_text(f"Your answer: 9. {CHANGE}")).to_be_visible()

    assert answers(service) == [10, 9]
    # One stop for the Tab key, at what was chosen.
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(number(group, "9")).to_be_focused()


def test_every_number_can_be_tapped_on_the_smallest_telephone(service: Service):
    page = talking(service)
    page.set_viewport_size({"width": 320, "height": 568})
    group = asked(service)
    sizes = [choice.bounding_box() for choice in group.get_by_role("radio").all()]

    assert len(sizes) == 12
    assert [size for size in sizes if not size or size["width"] < 44 or size["height"] < 44] == []


def test_question_and_answer_are_said_once_each(service: Service):
    page = listening(service)
    group = asked(service)
    said = [f"A question for you: {IMPORTANCE}"]
    hears(page, *said)
    number(group, "4").click()
    hears(page, *said, "Your answer: 4.")
    # The service tells every page of the answer, this one too; and a new line tells nothing again.
    service.say(**service.kept[-1])
    service.cut()
    expect(page.get_by_text(f"Your answer: 4. {CHANGE}")).to_be_visible()
    service.message("Three.")
    service.say(**service.kept[-1])

    hears(page, *said, "Your answer: 4.", "Trained person: Three.")


def test_once_the_next_thing_was_asked_the_answer_stays(service: Service):
    page = talking(service)
    group = asked(service)
    service.message("Take your time.")
    service.say(**service.kept[-1])
    number(group, "4").click()
    expect(page.get_by_text(CHANGE)).to_be_visible()
    service.say(**service.message("What makes it a 4 and not lower?"))
    expect(page.get_by_text(f"Your answer: 4. {CLOSED}")).to_be_visible()

    assert number(group, "5").get_attribute("aria-disabled") == "true"
    number(group, "5").click(force=True)
    second = asked(service, "confidence")
    number(second, "2").click()
    expect(page.get_by_text(f"Your answer: 2. {CHANGE}")).to_be_visible()

    assert answers(service) == [4, 2]


def test_what_crossed_the_next_question_is_taken_back_and_said(service: Service):
    page = talking(service)
    group = changes_to_six(service)
    refused = {"code": "card.answered", "message": "The next thing has been asked."}
    service.say(type="error", id=service.hears("card.answer")[-1]["id"], **refused)

    expect(group.locator("xpath=..")).to_contain_text(CLOSED)
    assert chosen(page) == ["4"]


def test_an_answer_waits_for_the_line_and_goes_once(service: Service):
    page = talking(service)
    group = asked(service)
    lose_the_line(service)
    number(group, "7").click()
    expect(page.get_by_text("Waiting for the line.")).to_be_visible()
    service.context.unroute("**/api/contact/**")
    restore_the_line(service)

    expect(page.get_by_text(f"Your answer: 7. {CHANGE}")).to_be_visible()
    assert [event["value"] for event in service.kept if event["type"] == "answer"] == [7]


def test_an_answer_whose_acknowledgement_was_lost_goes_again_under_its_id(service: Service):
    page = talking(service)
    group = asked(service)
    service.acknowledges = False
    number(group, "3").click()
    expect(page.get_by_text("Sending …")).to_be_visible()
    service.acknowledges = True
    service.cut()

    expect(page.get_by_text(f"Your answer: 3. {CHANGE}")).to_be_visible()
    assert len({command["id"] for command in service.hears("card.answer")}) == 1
    assert len(answers(service)) == 2


def test_an_answer_that_must_wait_is_sent_again(service: Service):
    page = talking(service)
    group = asked(service)
    service.acknowledges = False
    number(group, "3").click()
    expect(page.get_by_text("Sending …")).to_be_visible()
    service.acknowledges = True
    (sent,) = service.hears("card.answer")
    service.say(
        type="error", id=sent["id"], code="throttle.too_fast", message="Wait.", retry_after_seconds=0.1
    )

    expect(page.get_by_text(f"Your answer: 3. {CHANGE}")).to_be_visible()
    assert [command["id"] for command in service.hears("card.answer")] == [sent["id"]] * 2


def test_where_sockets_are_blocked_it_is_answered_over_http(service: Service):
    service.refuse_sockets = True
    page = service.start_talking()
    service.welcome = {"state": "talking"}
    service.card("importance")
    group = page.get_by_role("radiogroup")
    expect(group).to_be_visible(timeout=20_000)
    number(group, "8").click()

    expect(page.get_by_text(f"Your answer: 8. {CHANGE}")).to_be_visible()
    assert [command["value"] for command in service.commands if command["type"] == "card.answer"] == [8]


def test_another_page_s_answer_shows_here_and_a_new_page_knows_all(service: Service):
    page = talking(service)
    asked(service)
    service.kept.append(
        {
            "type": "answer",
            "seq": 2,
            "id": "elsewhere",
            "from": "caller",
            "card": "card-importance",
            "value": 5,
        }
    )
    service.say(**service.kept[-1])
    expect(page.get_by_text(f"Your answer: 5. {CHANGE}")).to_be_visible()
    page.reload()

    expect(page.get_by_text(f"Your answer: 5. {CHANGE}")).to_be_visible()
    assert chosen(page) == ["5"]


def test_in_another_language_it_stands_as_it_was_with_what_was_not_sent(service: Service):
    page = talking(service)
    changes_to_six(service)
    service.acknowledges = True
    page.click("#language")

    expect(page.get_by_text(texts("cy")["ruler_importance"])).to_be_visible()
    welsh = texts("cy")["ruler_given"].format(n=6) + " " + texts("cy")["ruler_change"]
    expect(page.get_by_text(welsh)).to_be_visible()
    assert [event["value"] for event in service.kept if event["type"] == "answer"] == [4, 6]


def test_a_card_whose_file_did_not_come_is_fetched_when_the_caller_likes(service: Service):
    page = service.context.new_page()
    service.page = page
    page.route("**/chat/rest.js*", lambda route: route.abort())
    service.start_talking()
    service.welcome = {"state": "talking"}
    service.talk()
    service.say(**service.card("importance"))
    expect(page.get_by_text("A card for you has not come through yet.")).to_be_visible()
    page.unroute("**/chat/rest.js*")
    page.get_by_role("button", name="Try again").click()
    number(page.get_by_role("radiogroup"), "4").click()

    expect(page.get_by_text(f"Your answer: 4. {CHANGE}")).to_be_visible()
    # In the talk: what is read out for those who do not see it may stand a while longer.
    late = page.locator(".message", has_text="A card for you has not come through yet.")
    expect(late).to_have_count(0)
    expect(page.locator(".message").first).to_contain_text(IMPORTANCE)


def test_plans_stand_at_the_end_under_what_was_agreed_and_rulers_do_not(service: Service):
    page = talking(service)
    asked(service)
    service.say(**service.card("time_out"))
    service.say(**service.card("tonight", lines=LINES))
    expect(page.locator(".card--plan")).to_have_count(2)
    service.say(type="state", state="ended", reason="handler")
    expect(page.get_by_role("heading", name="The chat has ended")).to_be_visible()

    agreed = page.get_by_role("heading", name="What we agreed")
    assert agreed.locator("xpath=following-sibling::article/h3").all_inner_texts() == [
        "Take a time out",
        "A plan for tonight",
    ]
    expect(page.locator(".plan dd")).to_have_text(list(LINES.values()))
    expect(page.get_by_role("radiogroup")).to_have_count(0)
