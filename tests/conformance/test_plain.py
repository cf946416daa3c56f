"""The chat without JavaScript: form posts, the token in a hidden field, no cookie."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from chat.models import Contact, Message
from chat.services.intake import Intake
from chat.services.messages import Post, post_messages
from chat.services.presence import set_presence
from chat.services.queue import take
from helpline.hours.rules import Intake as HoursIntake
from helpline.hours.services import OpeningState
from helpline.staff.models import Account


@pytest.fixture
def browser(transactional_db: None) -> Client:
    return Client()


def does(browser: Client, step: str, **fields: str) -> Any:
    return browser.post("/chat/plain", {"step": step, "lang": "en", **fields})


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode())
    assert found, name
    return found[1]


def starts(browser: Client, **fields: str) -> Any:
    return does(browser, "start", **{"consent": "yes", "about": "own_behaviour", **fields})


def test_a_talk_from_the_first_page_to_the_end(browser: Client, handler1: Account) -> None:
    assert "What stays between us" in does(browser, "begin").content.decode()
    page = starts(browser, safe_now="no")
    token = hidden(page, "token")
    assert "999" in page.content.decode()

    page = does(browser, "post", token=token, id=hidden(page, "id"), body="<b>without</b> a script")
    assert "&lt;b&gt;without&lt;/b&gt; a script" in page.content.decode()

    set_presence(by=handler1, available=True, capacity=1)
    take(by=handler1)
    assert "You are talking with a trained person" in does(browser, "check", token=token).content.decode()

    ended = does(browser, "end", token=token).content.decode()
    assert "The chat has ended" in ended
    assert "a script" not in ended
    assert not browser.cookies


@pytest.mark.parametrize(("site", "begun"), [("cross-site", 0), ("same-site", 1), ("same-origin", 1)])
def test_a_form_on_another_site_starts_nothing(browser: Client, site: str, begun: int) -> None:
    form = {"step": "start", "lang": "en", "consent": "yes", "about": "own_behaviour"}
    page = browser.post("/chat/plain", form, headers={"Sec-Fetch-Site": site})

    assert (page.status_code, Contact.objects.count()) == (200, begun)


def test_a_page_sent_twice_is_one_message(browser: Client) -> None:
    page = starts(browser)
    fields = {"token": hidden(page, "token"), "id": hidden(page, "id"), "body": "once"}
    does(browser, "post", **fields)
    does(browser, "post", **fields)

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"consent": ""}, "Tick that you agree"), ({"about": ""}, "Choose who you want to talk about")],
)
def test_what_is_missing_is_said_and_what_was_chosen_stays(
    browser: Client, fields: dict[str, str], words: str
) -> None:
    page = starts(browser, age_band="41_60", **fields)

    assert page.status_code == 400
    assert words in page.content.decode()
    assert 'value="41_60" selected' in page.content.decode()
    assert Contact.objects.count() == 0


def test_a_worker_is_told_to_name_nobody_and_reads_the_workers_page(browser: Client) -> None:
    asked = does(browser, "begin").content.decode()
    html = starts(browser, about="work", need="resources").content.decode()

    assert "Leave out names, dates of birth, addresses, schools and case numbers." in asked
    assert 'href="/chat/workers"' in asked
    assert Contact.objects.get().need == "resources"
    assert "Step 1: Look and listen" in html
    assert "Take a time out" not in html


def test_a_refused_message_stays_in_the_box(browser: Client) -> None:
    page = starts(browser)
    page = does(browser, "post", token=hidden(page, "token"), id=str(uuid4()), body="x" * 4_001)

    assert (
        "This message is too long, so it was not sent. It stands below: make it shorter"
        in page.content.decode()
    )
    assert "x" * 4_001 in page.content.decode()


def test_starting_has_a_small_budget_of_its_own(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "plain_contacts_per_hour": 1}

    assert [starts(browser).status_code for _ in range(2)] == [200, 429]


def test_no_budget_at_all_means_that_nobody_starts_here(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "plain_contacts_per_hour": 0}

    assert starts(browser).status_code == 429


def test_a_token_that_is_none_leads_to_the_start(browser: Client) -> None:
    for step in ("check", "post", "end"):
        page = does(browser, step, token="nonsense", id=str(uuid4()), body="x")
        assert "Your last chat is over" in page.content.decode()


def test_four_words_are_shown_on_one_page_and_lead_back_to_the_open_talk(browser: Client) -> None:
    token = hidden(starts(browser), "token")
    does(browser, "post", token=token, id=str(uuid4()), body="said before")
    page = does(browser, "code", token=token).content.decode()
    code = re.search(r'<p class="code-words">([a-z -]+)</p>', page)
    assert code
    assert code[1] not in does(browser, "check", token=token).content.decode()

    back = does(browser, "return", return_code=code[1])
    assert "Somebody came back here with the four words." in back.content.decode()
    assert "said before" not in back.content.decode()
    assert hidden(back, "token") != token
    assert "Your last chat is over" in does(browser, "check", token=token).content.decode()


def test_once_it_is_over_the_questions_follow_with_one_more(browser: Client) -> None:
    token = hidden(starts(browser), "token")
    page = does(browser, "code", token=token).content.decode()
    code = page.split('<p class="code-words">')[1].split("<")[0]
    does(browser, "end", token=token)
    page = does(browser, "return", return_code=code.upper())
    assert "Did you ring the programme we told you about?" in page.content.decode()
    asked = hidden(page, "return_code")

    again = starts(browser, about="", return_code=asked, rang_programme="not_yet").content.decode()
    assert 'value="not_yet" checked' in again
    starts(browser, return_code=asked, rang_programme="not_yet")

    new = Contact.objects.get(with_code=True)
    assert (new.rang_programme, new.continues) == ("not_yet", Contact.objects.get(with_code=False))


def test_words_that_nobody_knows_are_said_to_be_unknown(browser: Client) -> None:
    for page in (
        does(browser, "return", return_code="abacus zoom purple plank"),
        starts(browser, return_code="abacus zoom purple plank"),
    ):
        assert page.status_code == 404
        assert "We do not know these words." in page.content.decode()
        # The next press starts without them.
        assert 'type="hidden" name="return_code"' not in page.content.decode()
    # They stand there to be mended.
    page = does(browser, "return", return_code="abacus zoom purple plank")
    assert '<details class="reading" open>' in page.content.decode()
    assert 'value="abacus zoom purple plank"' in page.content.decode()
    assert Contact.objects.count() == 0


def test_after_five_wrong_tries_the_plain_page_waits_too(browser: Client) -> None:
    tries = [does(browser, "return", return_code="abacus zoom purple plank") for _ in range(6)]

    assert [page.status_code for page in tries] == [404] * 5 + [429]
    assert "You can try again in 12 minutes" in tries[-1].content.decode()


def test_an_open_talk_is_come_back_to_while_nobody_new_is_taken(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = hidden(starts(browser), "token")
    code = (
        does(browser, "code", token=token).content.decode().split('<p class="code-words">')[1].split("<")[0]
    )
    shuts(monkeypatch, "closing", None)

    page = does(browser, "begin").content.decode()
    assert 'name="return_code"' in page
    assert "In the queue" in does(browser, "return", return_code=code).content.decode()


OPENS_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)


def shuts(monkeypatch: pytest.MonkeyPatch, name: str, opens_at: datetime | None) -> None:
    """Let everything that asks hear that nobody new may start."""
    state = Intake(name, OpeningState(HoursIntake.CLOSED, opens_at=opens_at))
    for place in ("chat.views.plain", "chat.services.intake"):
        monkeypatch.setattr(f"{place}.intake", lambda **asked: state)


@pytest.mark.parametrize("step", ["begin", "start"])
def test_a_closed_line_says_when_it_opens_and_whom_to_ring_and_asks_nothing(
    browser: Client, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    shuts(monkeypatch, "closed", OPENS_AT)
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        page = does(browser, step, consent="yes", about="own_behaviour")
    html = page.content.decode()

    assert page.status_code == {"begin": 200, "start": 403}[step]
    assert "<h1>We are closed</h1>" in html
    assert "The chat is closed now. It opens again on Monday at 9 in the morning." in html
    assert "You can ring now" in html
    assert 'href="/chat/guide"' in html
    assert "<textarea" not in html
    assert 'name="body"' not in html
    assert "Something is missing" not in html
    assert 'name="about"' not in html
    assert Contact.objects.count() == 0


def test_a_closed_line_lists_the_lines_that_are_open_now_first(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shuts(monkeypatch, "closed", OPENS_AT)
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        html = does(browser, "begin").content.decode()

    open_now, later = html.split("Not open now, or look at the hours")
    assert open_now.count("Open now, day and night") == 3
    assert later.count("Listed as opening on Monday at 9 in the morning") == 2


def test_a_closed_page_speaks_welsh_in_practice(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shuts(monkeypatch, "closed", OPENS_AT)
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        html = browser.post("/chat/plain", {"step": "begin", "lang": "cy"}).content.decode()

    assert "Mae&#x27;r sgwrs ar gau nawr. Bydd yn agor eto ddydd Llun am 9 y bore." in html
    assert "Yn agor ddydd Llun am 9 y bore, yn ôl y rhestr. Gall fod" not in html
    assert 'href="/chat/guide?lang=cy"' in html


def test_a_full_line_says_so_and_asks_nothing(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shuts(monkeypatch, "full", None)
    html = does(browser, "begin").content.decode()

    assert "nobody can take a new conversation now" in html
    assert 'name="about"' not in html


def test_only_what_is_missing_is_called_missing(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "plain_contacts_per_hour": 1}
    starts(browser)

    assert "Something is missing" not in starts(browser).content.decode()
    assert "Something is missing" in starts(browser, consent="").content.decode()


def test_each_page_says_what_leaving_cannot_do_here(browser: Client) -> None:
    for page in (does(browser, "begin"), starts(browser)):
        assert "Without JavaScript it cannot blank this page or end the chat" in page.content.decode()


def test_the_guide_can_be_read_on_the_waiting_page_and_no_link_leads_away(
    browser: Client, handler1: Account
) -> None:
    waiting = starts(browser)
    token = hidden(waiting, "token")
    set_presence(by=handler1, available=True, capacity=1)
    take(by=handler1)
    talking = does(browser, "check", token=token).content.decode()
    ended = does(browser, "end", token=token).content.decode()

    assert "<summary>Something to read while you wait</summary>" in waiting.content.decode()
    assert "Take a time out" in waiting.content.decode()
    assert "Take a time out" not in talking
    shown = [waiting.content.decode(), talking, ended]
    assert ['href="/chat/' in page.partition("<body>")[2] for page in shown] == [False, False, True]


def test_who_answers_is_shown_by_the_name_of_the_role(browser: Client, handler1: Account) -> None:
    Account.objects.filter(pk=handler1.pk).update(display_name="Counsellor")
    token = hidden(starts(browser), "token")
    set_presence(by=handler1, available=True, capacity=1)
    contact = take(by=handler1)
    post_messages([Post(contact=contact.pk, client_id=uuid4(), body="Hello", handler=handler1.pk)])

    assert "<strong>Counsellor:</strong> Hello" in does(browser, "check", token=token).content.decode()


def test_the_address_alone_leads_to_the_chat(browser: Client) -> None:
    assert browser.get("/chat/plain").headers["Location"] == "/chat/"
