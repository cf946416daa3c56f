"""What must be recorded before a service lets anybody in, with a name and a day, and by whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chat.errors import HoursClosed
from chat.services.intake import intake
from chat.views.console_data import console_data
from helpline.hours.services import publish_hours
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.service.before_opening import (
    ASK_OF,
    ASKS,
    NO_SCRIPT,
    Kind,
    SignOffGone,
    in_words,
    is_old,
    mistakes,
)
from helpline.service.forms import SignOffForm
from helpline.service.models import SignOff
from helpline.service.sign_offs import (
    forget_known,
    lets_callers_in,
    missing,
    sign_off,
    standing,
    take_back,
)
from helpline.staff.models import Account, AuditEvent
from tests.chat.acts import BOTH, is_there, starts
from tests.hours.schedules import ALWAYS

pytestmark = pytest.mark.django_db(databases=BOTH)
PAGE = "/supervision/service/before-opening/"
TODAY = date(2026, 11, 28)
ALL_BUT_ONE = [kind for kind in Kind if kind is not Kind.INSURANCE]


@pytest.fixture
def asked(settings: Any) -> None:
    settings.HELPLINE_ASKS_SIGN_OFFS = True


def records(admin: Account, *kinds: Kind) -> None:
    for kind in kinds:
        day = timezone.localdate()
        sign_off(
            kind=kind,
            name="Dr Ada Moore",
            on=day,
            where="Telephone 0151 496 0199",
            by=admin,
            without_script=True,
        )


def test_nobody_is_let_in_until_all_five_are_recorded(
    asked: None, admin: Account, ann: Account, supervisor: Account
) -> None:
    publish_hours(schedule=ALWAYS, by=supervisor)
    is_there(ann)
    for kind in Kind:
        with pytest.raises(HoursClosed):
            starts()
        assert intake().name == "closed"
        records(admin, kind)

    assert intake().name == "open"
    starts()


def test_the_hours_do_not_say_open_while_callers_read_closed(
    asked: None, admin: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    publish_hours(schedule=ALWAYS, by=supervisor)
    browser, page = signed_in(admin), "/supervision/hours/"
    link = f'<a href="{PAGE}">Before you open</a>'
    shown = browser.get(page).content.decode()
    assert f"Callers still read that you are closed: {link} has records missing (5 of 5)." in shown
    assert shown.index("Callers still read") < shown.index("hours-state")
    # Who may not record them is told who does, and led to no page that is shut to them.
    others = signed_in(supervisor).get(page).content.decode()
    assert "“Before you open” has records missing (5 of 5). An administrator records them." in others
    assert PAGE not in others

    records(admin, Kind.INSURANCE)
    assert "(4 of 5)" in browser.get(page).content.decode()
    assert "Callers still read" not in browser.get(f"{page}?line=phone").content.decode()
    records(admin, *ALL_BUT_ONE)
    assert "Callers still read" not in browser.get(page).content.decode()


def test_a_demo_asks_for_none(admin: Account) -> None:
    assert missing() == list(Kind)
    assert lets_callers_in()


@pytest.mark.parametrize("gone", list(Kind))
def test_one_that_is_taken_back_shuts_at_once(asked: None, admin: Account, gone: Kind) -> None:
    records(admin, *Kind)
    assert lets_callers_in()

    take_back(id=standing()[gone].pk, by=admin)
    # As the transaction's end would have it.
    forget_known()
    assert not lets_callers_in()
    assert missing() == [gone]


def test_what_was_replaced_does_not_count_again(admin: Account) -> None:
    records(admin, Kind.DPIA)
    records(admin, Kind.DPIA)
    assert SignOff.objects.count() == 2

    take_back(id=standing()[Kind.DPIA].pk, by=admin)

    assert Kind.DPIA in missing()


def test_the_audit_says_who_recorded_it_and_not_the_name(admin: Account) -> None:
    records(admin, Kind.SAFEGUARDING)

    line = AuditEvent.objects.get(event="service.signed_off")
    assert (line.actor, line.subject) == (admin.username, "safeguarding")
    assert "Moore" not in f"{line.subject} {line.detail}"
    assert standing()[Kind.SAFEGUARDING].by == admin


def test_only_whoever_manages_the_service_records_or_takes_back(admin: Account, supervisor: Account) -> None:
    with pytest.raises(Forbidden):
        records(supervisor, Kind.DPIA)
    records(admin, Kind.DPIA)
    with pytest.raises(Forbidden):
        take_back(id=standing()[Kind.DPIA].pk, by=supervisor)


def test_taken_back_twice_is_refused_in_words(admin: Account) -> None:
    records(admin, Kind.DPIA)
    row = standing()[Kind.DPIA].pk
    take_back(id=row, by=admin)
    with pytest.raises(SignOffGone):
        take_back(id=row, by=admin)


@pytest.mark.parametrize(
    ("name", "on", "field"),
    [
        ("", TODAY, "name"),
        ("  --- ", TODAY, "name"),
        ("A" * 81, TODAY, "name"),
        ("Ada", None, "on"),
        ("Ada", TODAY + timedelta(days=1), "on"),
        ("Ada", date(2019, 1, 1), "on"),
    ],
)
def test_what_is_no_record_is_refused_with_a_sentence(name: str, on: date | None, field: str) -> None:
    wrong = mistakes(kind=Kind.DPIA, name=name, on=on, where="", today=TODAY)

    assert list(wrong) == [field]
    assert wrong[field].endswith(".")


def test_handlers_must_be_able_to_reach_the_safeguarding_lead_and_read_how(
    admin: Account, handler: Account
) -> None:
    for kind, wrong in ((Kind.SAFEGUARDING, ["where"]), (Kind.INSURANCE, [])):
        assert list(mistakes(kind=kind, name="Ada", on=TODAY, where="  ", today=TODAY)) == wrong
    with pytest.raises(RequestInvalid):
        sign_off(kind=Kind.SAFEGUARDING, name="Ada", on=timezone.localdate(), where=" ", by=admin)
    assert "(if you like)" in str(SignOffForm(ASK_OF[Kind.INSURANCE])["where"].label)
    assert "(if you like)" not in str(SignOffForm(ASK_OF[Kind.SAFEGUARDING])["where"].label)
    assert console_data(handler)["safeguarding_lead"] is None

    records(admin, Kind.SAFEGUARDING)
    lead = {"name": "Dr Ada Moore", "where": "Telephone 0151 496 0199"}
    assert console_data(handler)["safeguarding_lead"] == lead
    take_back(id=standing()[Kind.SAFEGUARDING].pk, by=admin)
    assert console_data(handler)["safeguarding_lead"] is None


def test_a_refused_record_saves_nothing(admin: Account) -> None:
    with pytest.raises(RequestInvalid):
        sign_off(kind=Kind.DPIA, name="", on=None, where="", by=admin)
    assert not SignOff.objects.exists()


def test_what_is_missing_is_said_in_one_sentence() -> None:
    assert in_words([]) == ""
    assert in_words([Kind.DPIA]) == "Not recorded yet: data protection impact assessment."
    assert in_words(ALL_BUT_ONE).endswith("escalation numbers and content.")
    assert is_old(TODAY - timedelta(days=365), today=TODAY)
    assert not is_old(TODAY - timedelta(days=364), today=TODAY)


def test_the_page_records_one_with_name_and_day(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    sent = {"insurance-name": "Ada Moore", "insurance-on": "2026-01-05", "insurance-where": "Policy 7"}
    words = client.post(PAGE, sent, follow=True).content.decode()

    assert "Recorded: Insurance. 4 to go." in words
    assert "Ada Moore" in words
    assert "5 January 2026" in words
    assert admin.username in words


def test_several_at_once_and_all_or_nothing(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(admin)
    values = {"name": "Ada", "on": "2026-01-05", "where": "Telephone 0151 496 0199"}
    sent = {f"{kind.value}-{name}": value for kind in Kind for name, value in values.items()}
    answer = client.post(PAGE, sent | {"insurance-on": "2999-01-01"})
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "That day has not come yet." in words
    assert words.count('value="Ada"') == len(Kind)
    assert not SignOff.objects.exists()

    assert "All five are recorded." in client.post(PAGE, sent, follow=True).content.decode()
    assert missing() == []


def test_nothing_written_is_said_and_saves_nothing(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    words = signed_in(admin).post(PAGE, {"dpia-on": "2026-01-05"}, follow=True).content.decode()

    assert "Nothing is saved: write at least one name." in words
    assert not SignOff.objects.exists()


def test_every_kind_is_asked_for_in_its_order() -> None:
    assert [ask.kind for ask in ASKS] == list(Kind)


def test_without_a_script_the_content_is_recorded_only_by_whoever_says_so(
    asked: None, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client, sent = signed_in(admin), {"content-name": "Ada", "content-on": "2026-01-05"}
    answer = client.post(PAGE, sent)
    assert answer.status_code == 400
    assert NO_SCRIPT in answer.content.decode()
    with pytest.raises(RequestInvalid) as refused:
        sign_off(kind=Kind.CONTENT, name="Ada", on=timezone.localdate(), where="", by=admin)
    assert list(refused.value.extra["fields"]) == ["without_script"]
    assert not SignOff.objects.exists()

    client.post(PAGE, sent | {"content-without_script": "on"})

    assert Kind.CONTENT in standing()
    assert AuditEvent.objects.get(event="service.signed_off").detail["without_script"] is True


def test_with_a_script_in_force_nothing_of_it_is_asked(
    asked: None, content: None, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(admin)
    assert "content-without_script" not in client.get(PAGE).content.decode()
    client.post(PAGE, {"content-name": "Ada", "content-on": "2026-01-05"})

    assert Kind.CONTENT in standing()
    assert "without_script" not in AuditEvent.objects.get(event="service.signed_off").detail
