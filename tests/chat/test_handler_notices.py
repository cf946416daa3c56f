"""Notices to handlers: who may post, on whose desk they stand, until when, and that they are shown clean."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from chat.errors import NoticeGone
from chat.handler_view import presence_event
from chat.models import HandlerNotice, NoticeRead
from chat.services.handler_notices import (
    all_notices,
    forget_handler_notices,
    notices_for,
    post_notice,
    put_away,
    take_down,
)
from chat.services.presence import renew_presence
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY, A_DAY = date(2026, 11, 24), timedelta(days=1)
POST, READ = "/supervision/notices/", "/console/notices/"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def posted(
    by: Account, title: str = "Wirral is full", text: str = "Until *Friday*.", *, days: int = 2
) -> HandlerNotice:
    return post_notice(title=title, text=text, first_day=TODAY, last_day=TODAY + A_DAY * days, by=by)


def titles(account: Account) -> list[str]:
    return [notice["title"] for notice in notices_for(account)]


def test_a_notice_stands_on_each_desk_until_its_handler_has_read_it(
    supervisor: Account, handler: Account, make_account: Callable[..., Account]
) -> None:
    other = make_account(handler.role, "handler2")
    notice = posted(supervisor)
    renew_presence(by=handler)
    assert presence_event(handler)["notices"] == [{"id": str(notice.pk), "title": "Wirral is full"}]

    for _ in range(2):
        put_away(notice=notice.pk, by=handler)

    assert (titles(handler), titles(other)) == ([], ["Wirral is full"])
    assert presence_event(handler)["notices"] == []
    assert all_notices()["shown"][0]["times"] == 1


@pytest.mark.parametrize(("day", "stands"), [(-1, False), (0, True), (2, True), (3, False)])
def test_it_is_shown_from_its_first_to_its_last_day_in_london(
    supervisor: Account, handler: Account, clock: time_machine.Traveller, day: int, stands: bool
) -> None:
    posted(supervisor)

    # Half past midnight in London in winter.
    clock.move_to(datetime(2026, 11, 24, 0, 30, tzinfo=UTC) + A_DAY * day)

    assert bool(titles(handler)) == stands


def test_the_newest_stands_first_and_what_was_taken_down_nowhere(
    supervisor: Account, handler: Account, clock: time_machine.Traveller
) -> None:
    old = posted(supervisor, "old")
    clock.shift(60)
    posted(supervisor, "new")
    assert titles(handler) == ["new", "old"]

    for _ in range(2):
        take_down(notice=old.pk, by=supervisor)

    assert titles(handler) == ["new"]
    assert [[row["title"] for row in rows] for rows in all_notices().values()] == [["new"], [], ["old"]]
    with pytest.raises(NoticeGone):
        put_away(notice=old.pk, by=handler)
    with pytest.raises(NoticeGone):
        take_down(notice=uuid4(), by=supervisor)


def test_the_audit_holds_who_and_which_days_and_no_word(supervisor: Account) -> None:
    notice = posted(supervisor)
    take_down(notice=notice.pk, by=supervisor)

    lines = [
        (line.event, line.actor, line.subject, line.detail) for line in AuditEvent.objects.order_by("pk")
    ]
    assert lines == [
        (
            "notice.posted",
            "supervisor1",
            str(notice.pk),
            {"first_day": "2026-11-24", "last_day": "2026-11-26"},
        ),
        ("notice.taken_down", "supervisor1", str(notice.pk), {}),
    ]


def test_who_may_not_is_refused(handler: Account, supervisor: Account, analyst: Account) -> None:
    notice = posted(supervisor)

    with pytest.raises(Forbidden):
        posted(handler)
    with pytest.raises(Forbidden):
        take_down(notice=notice.pk, by=handler)
    with pytest.raises(Forbidden):
        put_away(notice=notice.pk, by=analyst)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 81}),
        ("title", {"title": "two\nlines"}),
        ("text", {"text": ""}),
        ("text", {"text": "x" * 4_001}),
        ("last_day", {"last_day": TODAY - A_DAY}),
        ("last_day", {"first_day": TODAY - A_DAY * 3, "last_day": TODAY - A_DAY}),
        ("last_day", {"last_day": TODAY + A_DAY * 93}),
    ],
)
def test_what_does_not_fit_is_named(supervisor: Account, field: str, changes: dict[str, object]) -> None:
    fits = {"title": "t", "text": "x", "first_day": TODAY, "last_day": TODAY}

    with pytest.raises(RequestInvalid) as refusal:
        post_notice(**(fits | changes), by=supervisor)  # type: ignore[arg-type]

    assert list(refusal.value.extra["fields"]) == [field]
    assert not HandlerNotice.objects.exists()


def test_it_is_forgotten_a_year_after_its_last_day(supervisor: Account, handler: Account) -> None:
    notice = posted(supervisor)
    put_away(notice=notice.pk, by=handler)
    last = datetime(2026, 11, 26, 12, tzinfo=UTC)

    assert forget_handler_notices(now=last + A_DAY * 365) == 0
    assert forget_handler_notices(now=last + A_DAY * 366) == 1
    assert not NoticeRead.objects.exists()


# -- The pages --------------------------------------------------------------------------------------


def form(**changes: str) -> dict[str, str]:
    days = {"first_day": "2026-11-24", "last_day": "2026-11-26"}
    return {"title": "Wirral is full", "text": "- **none** before Friday\n- ring Sefton", **days, **changes}


def test_a_supervisor_looks_first_then_posts_and_takes_down(
    supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    office = signed_in(supervisor)
    assert "Handlers are shown none at present." in office.get(POST).content.decode()

    seen = office.post(POST, form(look="1")).content.decode()
    assert "<ul><li><strong>none</strong> before Friday</li><li>ring Sefton</li></ul>" in seen
    assert not HandlerNotice.objects.exists()
    office.post(POST, form())
    page = office.get(POST).content.decode()
    assert "Posted. Open consoles show it at once" in page
    assert "Nobody has read it yet." in page
    assert "<strong>none</strong>" in page

    office.post(f"{POST}{HandlerNotice.objects.get().pk}/take-down/")

    page = office.get(POST).content.decode()
    assert "Taken down 24 November 2026, 12:00 by supervisor1" in page
    assert "Handlers are shown none at present." in page


def test_a_wrong_form_keeps_what_was_written(
    supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    answer = signed_in(supervisor).post(POST, form(last_day="2026-11-01"))

    assert answer.status_code == 400
    assert "The last day comes before the first" in answer.content.decode()
    assert "ring Sefton" in answer.content.decode()
    assert not HandlerNotice.objects.exists()


def test_a_handler_reads_and_puts_away(
    supervisor: Account, handler: Account, signed_in: Callable[[Account], Client]
) -> None:
    desk = signed_in(handler)
    assert "There is no notice at present." in desk.get(READ).content.decode()
    notice = posted(supervisor, text="Until *Friday*.")
    page = desk.get(READ).content.decode()
    assert "<p>Until <em>Friday</em>.</p>" in page
    assert "I have read it" in page

    desk.post(f"{READ}{notice.pk}/read/")

    assert "You have read it." in desk.get(READ).content.decode()
    assert titles(handler) == []
    # To somebody who comes too late it is said that there is none any more.
    late = desk.post(f"{READ}{uuid4()}/read/", follow=True)
    assert "This notice is not there any more" in late.content.decode()


def test_what_is_hostile_comes_to_nobody_as_more_than_words(
    supervisor: Account, handler: Account, signed_in: Callable[[Account], Client]
) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:a) <img src=x onerror=alert(1)>"
    posted(supervisor, "<b>title</b>", hostile)

    for page in (signed_in(handler).get(READ), signed_in(supervisor).get(POST)):
        text = page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; <a>x</a> &lt;img" in text
        assert "&lt;b&gt;title&lt;/b&gt;" in text
        # The key of help alone, a file of ours.
        assert "script-src 'self';" in page.headers["Content-Security-Policy"]
