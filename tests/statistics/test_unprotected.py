"""No page an analyst may open shows a true count; twenty may ask at once.

The service is planted with contacts whose true counts are recognisable: three digits, and none that rounding
gives. Every route that lets an analyst in is opened; their links are followed, and every form that asks for
figures is sent with its options, two at a time.
"""

import html
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urlencode, urlsplit
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from helpline.kernel.throttle import ProcessBuckets, Rate
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics import query_log, released_views
from helpline.statistics.asking import ask
from helpline.statistics.models import Fact, QueryLog, ReportTemplate
from helpline.statistics.questions import Answer, Question
from helpline.statistics.reports import public
from helpline.statistics.reports.choosing import BLOCKS
from helpline.statistics.reports.keeping import make_due_reports
from helpline.statistics.reports.public import set_public
from tests.chat.at_once import at_once
from tests.staff.permission_table import ROUTES, lines
from tests.statistics.conftest import values

pytestmark = pytest.mark.once
# channel, level, gender, area: how many.
PLANTED = (
    ("web_chat", "standard", "man", "Leeds", 211),
    ("phone", "urgent", "man", "York", 307),
    ("email", "elevated", "woman", "Leeds", 401),
    ("email", "elevated", "other", "Selby", 3),
)
BY = ("", "channel", "level", "gender", "area")
MOST_PAGES = 300
KEPT = "/figures/reports/kept/"
IAN_OPENS = [
    line.what
    for line in lines(ROUTES)
    if "GET" in line.methods and line.lets_in(Role.ANALYST, own=False) == "in" and "<" not in line.what
]


def true_counts() -> set[int]:
    """Return every true count of the planted contacts that rounding never gives."""
    sums: dict[tuple[str, ...], int] = {}
    for *codes, number in PLANTED:
        for used in product((True, False), repeat=4):
            named = tuple(code if use else "" for code, use in zip(codes, used, strict=True))
            sums[named] = sums.get(named, 0) + number
    return {number for number in sums.values() if number >= 100 and number % 5}


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    buckets = ProcessBuckets()
    monkeypatch.setattr(query_log, "_buckets", lambda: buckets)
    monkeypatch.setattr(query_log, "PACE", Rate(burst=10_000, per_second=1))
    with time_machine.travel(datetime(2026, 12, 20, 12, 0, tzinfo=UTC), tick=False):
        yield


def plant() -> None:
    for channel, level, gender, area, number in PLANTED:
        fact = values(channel=channel, level=level, gender=gender, area=area).columns()
        Fact.objects.bulk_create([Fact(**fact) for _ in range(number)])
    # A report that was made by itself, with every part there is.
    ReportTemplate.objects.create(
        name="t", blocks=BLOCKS, kind="month", language="en", due_day=4, since=date(2026, 11, 1),
        changed_at=timezone.now(),
    )  # fmt: skip
    # And the page that anybody may read.
    set_public(on=True, by=Account.objects.create_account(username="ada", password="x" * 12, role=Role.ADMIN))
    public.forget_cached()
    assert make_due_reports(now=timezone.now(), services=dict) == 2


class Page(HTMLParser):
    """What a page says, where it leads, and what its forms can be asked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: set[str] = set()
        self.forms: list[tuple[str, list[tuple[str, list[str]]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # What is read out loud or shown on a mark counts as said.
        self.said += [given[name] or "" for name in ("aria-label", "title", "alt", "value") if name in given]
        if tag == "a" and given.get("href"):
            self.links.add(given["href"] or "")
        if tag == "form" and given.get("method", "get") == "get":
            self.forms.append((given.get("action") or "", []))
        if tag == "select" and self.forms:
            self.forms[-1][1].append((given.get("name") or "", []))
        if tag == "option" and self.forms and self.forms[-1][1]:
            self.forms[-1][1][-1][1].append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def numbers(said: str) -> set[int]:
    """Return every whole number in a text, also one written with a comma."""
    # Not those within a word: a token has digits as well.
    return {int(found.replace(",", "")) for found in re.findall(r"(?<![\w.,])\d[\d,]*(?!\w|\.\d)", said)}


def opened(client: Client, start: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each page that can be reached and what it says."""
    waiting, seen = list(start), set(start)
    allowed = set(IAN_OPENS)
    while waiting and len(seen) <= MOST_PAGES:
        address = waiting.pop(0)
        answer = client.get(address)
        sent = b"".join(answer) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "")
        if "opendocument" in kind:
            with ZipFile(io.BytesIO(sent)) as packed:
                sent, kind = packed.read("content.xml"), "html"
        body = sent.decode("utf-8", "replace")
        if "html" not in kind:
            # Programs and styles are files of the repository and say nothing of anybody.
            if "javascript" not in kind and "css" not in kind and not address.endswith("picture.svg"):
                yield address, body.replace(",", " ")
            continue
        page = Page(body)
        yield address, html.unescape(" ".join(page.said))
        for link in sorted(page.links | set(_sent(page))):
            path, query = urlsplit(link).path or urlsplit(address).path, urlsplit(link).query
            whole = f"{path}?{query}" if query else path
            if (
                (path in allowed or path.startswith(KEPT))
                and not path.startswith("/accounts/")
                and whole not in seen
            ):
                seen.add(whole)
                waiting.append(whole)


def _sent(page: Page) -> Iterator[str]:
    """Yield the addresses of forms: the last closed period, and what was planted by two at a time."""
    for action, selects in page.forms:
        if not any(name == "period" for name, _ in selects):
            continue
        options = [
            [value for value in offered if value in BY] if name == "by" else ["2026-11"]
            for name, offered in selects
        ]
        names = [name for name, _ in selects]
        for chosen in product(*options):
            yield f"{action}?{urlencode(list(zip(names, chosen, strict=True)))}"


def unprotected_of(client: Client) -> dict[str, set[int]]:
    """Return the pages on which a true count stands."""
    true = true_counts()
    found = {address: numbers(said) & true for address, said in opened(client, IAN_OPENS)}
    assert "/chat/figures" in found
    assert sum(address.startswith(KEPT) for address in found) >= 6
    assert sum("?" in address for address in found) > 20
    return {address: counts for address, counts in found.items() if counts}


@pytest.mark.django_db(databases=["default", "keys"])
def test_no_page_an_analyst_may_open_shows_a_true_count(
    analyst: Account, signed_in: Callable[[Account], Client]
) -> None:
    plant()

    assert true_counts() == {211, 307, 401, 404, 518, 612, 922}
    assert unprotected_of(signed_in(analyst)) == {}


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_page_that_showed_a_true_count_would_be_found(
    analyst: Account, signed_in: Callable[[Account], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(question: Question, **kwargs: Any) -> Answer:
        answer = ask(question, **kwargs)
        if question.by != ("channel",) or question.where is not None:
            return answer
        return replace(
            answer, cells={**answer.cells, ("phone",): Fact.objects.filter(channel="phone").count()}
        )

    plant()
    monkeypatch.setattr(released_views, "ask", leaky)

    found = unprotected_of(signed_in(analyst))

    assert {urlsplit(address).path for address in found} == {
        "/supervision/released/", "/supervision/released/table.csv"
    }  # fmt: skip
    assert all(counts == {307} for counts in found.values())


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_twenty_analysts_at_once_all_get_the_same_table(
    analyst: Account, signed_in: Callable[[Account], Client]
) -> None:
    Fact.objects.bulk_create(
        [Fact(**values(channel=c).columns()) for c in ("phone", "web_chat") for _ in range(60)]
    )
    clients = [signed_in(analyst) for _ in range(20)]
    address = "/supervision/released/?period=2026-11&by=channel&by=level"

    answers = at_once(*(partial(each.get, address) for each in clients))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content.decode().split("<table")[1].split("</table")[0] for answer in answers}) == 1
    assert QueryLog.objects.filter(who=analyst.username).count() == 20
