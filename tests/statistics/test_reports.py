"""Reports for funders: what stands in them, who may make them, and what becomes of bad questions."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client

from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.models import DraftFact, Fact, KeptReport, MadeUpData, QueryLog, ReportTemplate
from tests.chat.at_once import at_once
from tests.statistics.conftest import CORRECTABLE_UNTIL, values

pytestmark = pytest.mark.once
LIST, SHOW = "/figures/reports/", "/figures/reports/show/"
OCTOBER, SEPTEMBER, LAST_YEAR = date(2026, 10, 1), date(2026, 9, 1), date(2025, 10, 1)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def analysing(analyst: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(analyst)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def article(text: str) -> str:
    return text.partition('<article class="report"')[2].partition("</article>")[0]


def shown_blocks(text: str) -> list[str]:
    return re.findall(r'<section class="block [^"]*" aria-labelledby="(\w+)-name"', text)


def template(owner: Account, **changes: Any) -> ReportTemplate:
    usual: dict[str, Any] = {
        "name": "For the council", "blocks": ["outcome", "channel"], "kind": "month", "language": "en",
        "owner": owner, "changed_at": datetime(2026, 11, 1, tzinfo=UTC),
    }  # fmt: skip
    return ReportTemplate.objects.create(**usual | changes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HANDLER, 403), (Role.SUPERVISOR, 200), (Role.ANALYST, 200), (Role.ADMIN, 403)],
)
def test_supervisors_and_analysts_make_reports(
    role: Role, status: int, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(make_account(role))

    assert [client.get(address).status_code for address in (LIST, SHOW)] == [status, status]


@pytest.mark.django_db
def test_a_report_says_in_words_what_its_figures_say(analysing: Client, sealed: Callable[..., None]) -> None:
    sealed(200, month=OCTOBER)
    sealed(200, month=SEPTEMBER)
    sealed(60, month=LAST_YEAR)

    text = article(text_of(analysing, f"{SHOW}?period=2026-10"))

    now, before, year_ago = (
        int(found) for found in re.search(
            r"In October 2026 about (\d+) contacts were counted\..*?September 2026 had about (\d+): no clear "
            r"change\. Chance alone can make a difference of up to 48.*?more than in October 2025 \(about "
            r"(\d+)\): more than chance alone would make",
            text,
        ).groups()  # type: ignore[union-attr]
    )  # fmt: skip
    assert all(figure % 5 == 0 for figure in (now, before, year_ago))
    assert "Report for October 2026" in text
    assert "The periods are not equally long" in text
    assert "Release: may be passed on with these notes." in text
    assert not re.search(r"<[^>]*\sstyle=", text)


@pytest.mark.django_db
def test_an_empty_month_gives_a_whole_report_that_tells_nought_from_four_to_nobody(
    analysing: Client, sealed: Callable[..., None]
) -> None:
    none = article(text_of(analysing, f"{SHOW}?period=2026-10"))
    sealed(4, month=OCTOBER)
    few = article(text_of(analysing, f"{SHOW}?period=2026-10"))

    assert none == few
    assert "Fewer than 5 contacts were counted in October 2026, perhaps none." in none
    assert len(shown_blocks(none)) == 12
    assert none.count("cannot be compared") == 2
    assert "About these figures" in none


@pytest.mark.django_db
def test_a_template_says_which_blocks_in_which_order_and_language(
    analysing: Client, analyst: Account, sealed: Callable[..., None]
) -> None:
    sealed(60, month=OCTOBER)
    saved = template(analyst, language="cy")

    text = text_of(analysing, f"{SHOW}?template={saved.pk}")

    assert shown_blocks(text) == ["outcome", "channel"]
    assert "Adroddiad ar gyfer Hydref 2026" in text
    assert "Nid yw siaradwr Cymraeg wedi darllen y testun hwn eto." in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("period=2026-13", 400),
        ("period=2026-10-03", 400),
        ("period=", 400),
        ("period=2027-01", 400),
        ("period=2026-11", 409),
        ("period=2026-Q4", 409),
        ("template=999999", 404),
        ("template=-1", 404),
        ("template=1e9", 404),
        ("template=99999999999999999999", 404),
        ("language=fr", 200),
    ],
)
def test_a_bad_question_gets_a_clear_answer(analysing: Client, query: str, status: int) -> None:
    for address in (SHOW, f"{SHOW}report.csv", f"{SHOW}report.ods"):
        answer = analysing.get(f"{address}?{query}")
        assert answer.status_code == status
        if status in {400, 409}:
            assert "October 2026" in answer.content.decode()


@pytest.mark.django_db
def test_a_month_of_which_a_contact_may_be_corrected_is_not_reported(analysing: Client) -> None:
    DraftFact.objects.create(
        contact=uuid4(), correctable_until=CORRECTABLE_UNTIL, **values(month=OCTOBER).columns()
    )

    assert "not closed yet" in text_of(analysing, f"{SHOW}?period=2026-10", 409)


@pytest.mark.django_db
def test_files_have_policy_period_notes_and_comparison_at_their_head(
    analysing: Client, sealed: Callable[..., None]
) -> None:
    sealed(200, month=OCTOBER)
    sealed(200, month=SEPTEMBER)

    sent = analysing.get(f"{SHOW}report.csv?period=2026-10").content.decode("utf-8-sig")
    spreadsheet = analysing.get(f"{SHOW}report.ods?period=2026-10").content

    head = sent.partition("\r\n\r\n")[0]
    lines = list(csv.reader(io.StringIO(head)))
    assert lines[0][0].endswith("Report for October 2026")
    named = {line[0]: line[1] for line in lines if len(line) > 1}
    assert named["Policy"] == "Release: may be passed on with these notes."
    assert named["Period"].startswith("October 2026, in UK time.")
    assert "no clear change" in named["Compared with before: All contacts, September 2026"]
    with ZipFile(io.BytesIO(spreadsheet)) as packed:
        content = packed.read("content.xml").decode()
    assert "Release: may be passed on with these notes." in content
    assert "no clear change" in content


@pytest.mark.django_db
def test_made_up_figures_are_said_to_be_so_in_page_and_file(analysing: Client) -> None:
    MadeUpData.objects.create(facts=10, seed=1, made_at=datetime(2026, 11, 1, tzinfo=UTC))

    assert "Made-up data" in article(text_of(analysing, SHOW))
    assert "Made-up data" in analysing.get(f"{SHOW}report.csv").content.decode()


@pytest.mark.django_db
def test_who_made_which_report_is_written_down(analysing: Client, analyst: Account) -> None:
    analysing.get(f"{SHOW}?period=2026-10")
    analysing.get(f"{SHOW}report.ods?period=2026-Q3")

    asked = list(QueryLog.objects.order_by("pk").values_list("who", "policy", "period", "what"))
    assert asked == [
        (analyst.username, "release", "2026-10", "report"),
        (analyst.username, "release", "2026-Q3", "report as ods"),
    ]


@pytest.mark.django_db
def test_a_kept_report_that_is_not_there_or_in_another_form_is_not_found(
    analysing: Client, analyst: Account
) -> None:
    kept = KeptReport.objects.create(
        name="t", period="2026-10", language="en", made_at=datetime(2026, 11, 5, tzinfo=UTC),
        page="<p>it</p>",
        csv=b"the csv", ods=b"the ods",
    )  # fmt: skip
    address = f"/figures/reports/kept/{kept.pk}/"

    assert analysing.get(f"{address}csv/").content == b"the csv"
    assert analysing.get(f"{address}ods/").content == b"the ods"
    assert "<p>it</p>" in text_of(analysing, address)
    for missing in (f"{address}page/", f"{address}id/", "/figures/reports/kept/999999/"):
        assert analysing.get(missing).status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_twenty_at_once_all_get_the_same_report(
    analyst: Account, signed_in: Callable[[Account], Client]
) -> None:
    Fact.objects.bulk_create([Fact(**values(month=OCTOBER).columns()) for _ in range(80)])
    clients = [signed_in(analyst) for _ in range(20)]

    answers = at_once(*(partial(each.get, f"{SHOW}?period=2026-10") for each in clients))

    assert {answer.status_code for answer in answers} == {200}
    assert len({article(answer.content.decode()) for answer in answers}) == 1
    assert QueryLog.objects.filter(what="report").count() == 20


@pytest.mark.django_db
def test_what_was_missing_most_is_never_that_nothing_was(
    analysing: Client, sealed: Callable[..., None]
) -> None:
    sealed(90, month=OCTOBER, unmet_need="none")
    sealed(60, month=OCTOBER)
    sealed(40, month=OCTOBER, unmet_need="waiting_list")

    text = article(text_of(analysing, f"{SHOW}?period=2026-10"))

    assert "What was missing: most often “A waiting list, or full”, about" in text
