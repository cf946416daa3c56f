"""The page of the audit: who may see it, what it finds, page by page, and what is taken away."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpline.staff import audit_search
from helpline.staff.audit import record
from helpline.staff.audit_check import check_audit
from helpline.staff.audit_guards import fall
from helpline.staff.audit_seals import seal_days
from helpline.staff.models import Account, AuditEvent
from helpline.staff.sessions import CONFIRMED, begin
from tests.staff.audit_logs import written

PAGE = "/supervision/audit/"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def office(admin: Account, signed_in: Callable[[Account], Client]) -> Client:
    """An admin who has just shown that it is them."""
    client = signed_in(admin)
    session = client.session
    begin(session)
    session.save()
    return client


def subjects(client: Client, **asked: str) -> list[str]:
    return [row["line"].subject for row in client.get(PAGE, asked).context["rows"]]


def test_the_newest_stand_first_in_plain_words(office: Client, handler: Account) -> None:
    record(event="contact.taken", by=handler, subject="one", detail={"skill": ["welsh", "children"]})
    record(event="words.destroyed", by=None, detail={"contacts": 3})

    answer = office.get(PAGE)

    text = answer.content.decode()
    assert text.index("destroyed the words of contacts") < text.index("took a contact")
    assert "skill: welsh, children" in text
    assert "The system" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["f", "e", "d", "c", "b", "a"]),
        ({"group": "contact"}, ["f", "b", "a"]),
        ({"actor": "handler1"}, ["c", "a"]),
        ({"subject": "e"}, ["e"]),
        ({"since": "2026-11-25"}, ["f", "e", "d"]),
        ({"until": "2026-11-24"}, ["c", "b", "a"]),
        ({"since": "2026-11-25", "until": "2026-11-25"}, ["e", "d"]),
        ({"group": "contact", "actor": "handler1"}, ["a"]),
    ],
)
def test_filters_narrow_what_is_shown(
    office: Client, handler: Account, supervisor: Account, asked: dict[str, str], found: list[str]
) -> None:
    did: list[tuple[str, str, Account, datetime]] = [
        ("contact.taken", "a", handler, NOON),
        ("contact.taken", "b", supervisor, NOON),
        ("transfer.asked", "c", handler, NOON),
        # Half past midnight in London.
        ("hours.changed", "d", supervisor, datetime(2026, 11, 25, 0, 30, tzinfo=UTC)),
        ("hours.changed", "e", supervisor, NOON + timedelta(days=1)),
        ("contact.taken", "f", supervisor, NOON + timedelta(days=2)),
    ]
    for event, subject, by, at in did:
        with time_machine.travel(at, tick=False):
            record(event=event, by=by, subject=subject)

    assert subjects(office, **asked) == found


def test_pages_go_back_and_forth_without_a_gap(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_search, "ON_A_PAGE", 2)
    for name in "abcde":
        record(event="contact.taken", by=None, subject=name)

    there, address = [], PAGE
    while True:
        answer = office.get(address)
        there.append([row["line"].subject for row in answer.context["rows"]])
        if not answer.context["older"]:
            break
        address = f"{PAGE}?{answer.context['older']}"
    back = []
    while answer.context["newer"]:
        answer = office.get(f"{PAGE}?{answer.context['newer']}")
        back.append([row["line"].subject for row in answer.context["rows"]])

    assert there == [["e", "d"], ["c", "b"], ["a"]]
    assert back == [["c", "b"], ["e", "d"]]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_page_costs_the_same_however_long_the_log_is(office: Client, lines: int) -> None:
    written(*[NOON] * lines)
    office.get(PAGE)

    with CaptureQueriesContext(connection) as asked:
        office.get(PAGE)

    read = [query["sql"] for query in asked.captured_queries if "staff_auditevent" in query["sql"]]
    assert len(read) == 1


@pytest.mark.parametrize(
    "wrong", [{"group": "nothing"}, {"since": "yesterday"}, {"since": "2026-11-02", "until": "2026-11-01"}]
)
def test_a_filter_that_is_none_is_said_to_be(office: Client, wrong: dict[str, str]) -> None:
    record(event="contact.taken", by=None, subject="a")

    answer = office.get(PAGE, wrong)

    assert answer.status_code == 400
    assert "field__error" in answer.content.decode()
    assert answer.context["rows"] == []


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_place_that_is_none_is_passed_over(office: Client, name: str) -> None:
    record(event="contact.taken", by=None, subject="a")

    assert office.get(PAGE, {name: "9" * 40}).status_code == 200
    assert office.get(PAGE, {name: "²"}).status_code == 200


def test_how_the_last_check_went_stands_above(office: Client) -> None:
    assert "has not been checked yet" in office.get(PAGE).content.decode()
    lines = written(NOON, NOON)
    seal_days(now=NOON + timedelta(days=1))
    check_audit()
    assert "and holds: 2 lines, 1 sealed day." in office.get(PAGE).content.decode()

    fall(connection)
    AuditEvent.objects.filter(pk=lines[1].pk).update(actor="x")
    check_audit()

    text = office.get(PAGE).content.decode()
    assert f"at line {lines[1].pk}: <code>changed</code>" in text


# -- what is taken away ---------------------------------------------------------------------------


def taken(client: Client, form: str, **asked: str) -> str:
    answer: Any = client.get(f"{PAGE}file/{form}/", asked)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer).decode()


def test_a_file_holds_what_fits_oldest_first_and_the_audit_says_who_took_it(
    office: Client, handler: Account
) -> None:
    record(event="contact.taken", by=handler, subject="a", detail={"n": 1})
    record(event="contact.taken", by=None, subject="b")

    rows = list(csv.DictReader(StringIO(taken(office, "csv", group="contact", actor="handler1"))))

    assert [(row["who"], row["what"], row["about"]) for row in rows] == [("handler1", "took a contact", "a")]
    line = AuditEvent.objects.latest("pk")
    assert (line.event, line.actor) == ("audit.exported", "admin1")
    # Which filters, and not whom they looked for.
    assert line.detail == {"form": "csv", "lines": 1, "filters": ["actor", "group"]}


def test_json_lines_hold_all_that_the_chain_does(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_search, "EXPORTED_AT_ONCE", 2)
    lines = written(*[NOON] * 5)

    read = [json.loads(line) for line in taken(office, "jsonl").splitlines()]

    assert [each["digest"] for each in read] == [line.digest for line in lines]
    assert [each["previous"] for each in read][1:] == [line.digest for line in lines][:-1]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x"])
def test_a_table_holds_no_formula(office: Client, formula: str) -> None:
    record(event="contact.taken", by=None, subject=formula)

    [row] = csv.DictReader(StringIO(taken(office, "csv")))

    assert row["about"] == f"'{formula}"


def test_nothing_is_taken_away_without_showing_who_it_is(office: Client) -> None:
    session = office.session
    session[CONFIRMED] = 0
    session.save()

    answer = office.get(f"{PAGE}file/csv/")

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/reauthenticate/")
    assert not AuditEvent.objects.filter(event="audit.exported").exists()


def test_another_kind_of_file_is_not_there(office: Client) -> None:
    assert office.get(f"{PAGE}file/xlsx/").status_code == 404
    assert office.get(f"{PAGE}file/csv/", {"since": "yesterday"}).status_code == 400
