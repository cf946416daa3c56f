"""Templates of reports and those that are made by themselves: once each, kept as they were published."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.statistics.models import DraftFact, Fact, KeptReport, QueryLog, ReportTemplate
from helpline.statistics.report_forms import TemplateForm
from helpline.statistics.reports.choosing import BLOCKS
from helpline.statistics.reports.errors import MOST
from helpline.statistics.reports.keeping import forget_kept_reports, make_due_reports
from tests.chat.at_once import at_once
from tests.statistics.conftest import CORRECTABLE_UNTIL, values

pytestmark = pytest.mark.once
LIST, ADD = "/figures/reports/", "/figures/reports/templates/add/"
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def analysing(analyst: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(analyst)


def sent(**changes: Any) -> dict[str, Any]:
    usual = {"name": "For the council", "kind": "month", "language": "en", "due_day": "5"}
    return usual | {"block_channel": "2", "block_outcome": "1"} | changes


def scheduled(**changes: Any) -> ReportTemplate:
    usual: dict[str, Any] = {
        "name": "Monthly", "blocks": ["channel"], "kind": "month", "language": "en", "due_day": 5,
        "since": date(2026, 10, 20), "changed_at": NOON,
    }  # fmt: skip
    return ReportTemplate.objects.create(**usual | changes)


def make(now: datetime = NOON) -> int:
    return make_due_reports(now=now, services=dict)


@pytest.mark.django_db
def test_a_template_is_added_changed_and_deleted_with_a_line_in_the_audit_each(
    analysing: Client, analyst: Account
) -> None:
    assert analysing.post(ADD, sent())["Location"] == LIST
    saved = ReportTemplate.objects.get()
    assert (saved.blocks, saved.owner, saved.since) == (["outcome", "channel"], analyst, NOON.date())
    address = f"/figures/reports/templates/{saved.pk}/"

    assert 'value="For the council"' in analysing.get(address).content.decode()
    assert analysing.post(address, sent(name="New", language="cy", due_day=""))["Location"] == LIST
    saved.refresh_from_db()
    assert (saved.name, saved.language, saved.due_day, saved.since) == ("New", "cy", None, None)

    assert "It cannot be had back." in analysing.get(f"{address}delete/").content.decode()
    assert ReportTemplate.objects.exists()
    assert analysing.post(f"{address}delete/")["Location"] == LIST
    assert not ReportTemplate.objects.exists()
    events = AuditEvent.objects.filter(event__startswith="report.").order_by("pk")
    assert list(events.values_list("event", "actor")) == [
        ("report.template_saved", analyst.username),
        ("report.template_saved", analyst.username),
        ("report.template_deleted", analyst.username),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Give it a name"),
        ({"name": "x" * 81}, "80 letters fit"),
        ({"kind": "year"}, "Choose one of the list"),
        ({"language": "fr"}, "Choose one of the list"),
        ({"due_day": "3"}, "Give 4 to 60 whole days"),
        ({"due_day": "61"}, "Give 4 to 60 whole days"),
        ({"due_day": "soon"}, "Give 4 to 60 whole days"),
        ({"block_channel": "0"}, "give its place as a number from 1 to 99"),
        ({"block_channel": "", "block_outcome": ""}, "Give at least one part a place"),
    ],
)
def test_what_cannot_be_a_template_is_said_and_nothing_is_saved(
    analysing: Client, changes: dict[str, str], said: str
) -> None:
    answer = analysing.post(ADD, sent(**changes))

    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not ReportTemplate.objects.exists()


@pytest.mark.django_db
def test_there_are_as_many_templates_as_there_may_be(analysing: Client) -> None:
    for number in range(MOST):
        scheduled(name=str(number))

    assert "There are 50 templates already" in analysing.post(ADD, sent()).content.decode()
    assert ReportTemplate.objects.count() == MOST


@pytest.mark.django_db
def test_another_s_template_can_be_used_and_not_changed(
    analysing: Client, make_account: Callable[..., Account]
) -> None:
    theirs = scheduled(owner=make_account(Role.SUPERVISOR, "sue"))
    address = f"/figures/reports/templates/{theirs.pk}/"

    listed = analysing.get(LIST).content.decode()
    assert f"template={theirs.pk}" in listed
    assert address not in listed
    assert analysing.get(f"/figures/reports/show/?template={theirs.pk}").status_code == 200
    for each in (address, f"{address}delete/"):
        assert (analysing.get(each).status_code, analysing.post(each, sent()).status_code) == (404, 404)
    theirs.refresh_from_db()
    assert theirs.name == "Monthly"


@pytest.mark.django_db
def test_a_report_is_made_once_on_its_day_and_stays_as_it_was(
    analysing: Client, sealed: Callable[..., None]
) -> None:
    sealed(60, month=OCTOBER, channel="phone")
    template = scheduled()

    assert make(NOON - timedelta(days=1)) == 0
    assert [make(), make(NOON + timedelta(days=1))] == [1, 0]
    kept = KeptReport.objects.get()
    assert (kept.template, kept.name, kept.period) == (template, "Monthly", "2026-10")
    asked = QueryLog.objects.get()
    assert (asked.who, asked.period, asked.what) == ("", "2026-10", f"report of template {template.pk}")

    first = analysing.get(f"/figures/reports/kept/{kept.pk}/csv/").content
    sealed(500, month=OCTOBER, channel="phone")
    template.delete()
    assert analysing.get(f"/figures/reports/kept/{kept.pk}/csv/").content == first
    assert "Monthly" in analysing.get(LIST).content.decode()


@pytest.mark.django_db
def test_a_report_waits_while_a_contact_of_its_period_may_be_corrected() -> None:
    scheduled()
    draft = DraftFact.objects.create(
        contact=uuid4(), correctable_until=CORRECTABLE_UNTIL, **values(month=OCTOBER).columns()
    )

    assert make() == 0
    draft.delete()
    assert make() == 1


@pytest.mark.django_db
def test_a_template_that_names_a_part_of_the_past_stops_no_other() -> None:
    scheduled(blocks=["of the past"])
    scheduled(name="Other")

    assert make() == 1
    assert KeptReport.objects.get().name == "Other"


@pytest.mark.django_db
def test_a_template_is_due_from_the_day_on_which_it_was_asked_for() -> None:
    scheduled(since=date(2026, 11, 6))

    assert make(NOON + timedelta(days=1)) == 0
    assert make(datetime(2026, 12, 5, 12, 0, tzinfo=UTC)) == 1
    assert KeptReport.objects.get().period == "2026-11"


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_timers_at_once_make_one_report() -> None:
    Fact.objects.bulk_create([Fact(**values(month=OCTOBER).columns()) for _ in range(40)])
    scheduled()

    made = at_once(*(partial(make_due_reports, now=NOON, services=dict) for _ in range(4)))

    assert sorted(map(int, made)) == [0, 0, 0, 1]  # type: ignore[arg-type]
    assert KeptReport.objects.count() == QueryLog.objects.count() == 1


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_supervisors_page_says_for_a_week_that_a_report_is_ready(
    supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    scheduled()
    make()
    client = signed_in(supervisor)
    words = "The report “Monthly” for October 2026 is ready"

    assert words in client.get("/supervision/").content.decode()
    KeptReport.objects.update(made_at=NOON - timedelta(days=7))
    assert words not in client.get("/supervision/").content.decode()


@pytest.mark.django_db
def test_a_kept_report_goes_after_seven_years() -> None:
    for year in (2019, 2020):
        KeptReport.objects.create(
            name=str(year), period="2026-10", language="en", made_at=NOON.replace(year=year), page="",
            csv=b"", ods=b"",
        )  # fmt: skip

    assert forget_kept_reports(now=NOON + timedelta(days=1)) == 1
    assert KeptReport.objects.get().name == "2020"


@pytest.mark.django_db
def test_each_block_has_a_field_of_its_own_in_the_form() -> None:
    assert [field.name for field in TemplateForm().places] == [f"block_{key}" for key in BLOCKS]


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_hostile_name_is_shown_and_does_nothing(
    analysing: Client, analyst: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    name = "<script>x</script>"
    template = scheduled(name=name, owner=analyst)
    make()
    kept = KeptReport.objects.get()

    address = f"/figures/reports/templates/{template.pk}/"
    shown = [LIST, f"/figures/reports/kept/{kept.pk}/", address, f"{address}delete/"]
    pages = [analysing.get(each).content.decode() for each in shown]
    pages.append(signed_in(supervisor).get("/supervision/").content.decode())
    assert all("&lt;script&gt;x" in page and name not in page for page in pages)
