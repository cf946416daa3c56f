"""The register: for admins alone, each reading of words in the audit log, and an end for each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from helpline.complaints import services
from helpline.complaints.models import Complaint, ComplaintNote
from helpline.complaints.rules import Kind, Outcome, State, StepImpossible, Told
from helpline.kernel.crypto import SealBroken
from helpline.kernel.keystore import DATABASE, destroy_keys
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Permission, Role, role_may

pytestmark = pytest.mark.django_db(databases=["default", DATABASE])
REGISTER = "/supervision/complaints/"
WORDS = "They told my <b>brother</b>"
DAY = date(2026, 12, 1)


def received(on: date | None = None, kind: Kind = Kind.DATA, answer_to: str = "me@example.org") -> Complaint:
    sent = uuid4()
    services.receive(told=Told(kind, WORDS, answer_to), language="en", sent_id=sent, today=on)
    return Complaint.objects.get(sent_id=sent)


def audited() -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.values_list("event", "actor", "subject"))


# -- Who may -------------------------------------------------------------------------------------


def test_admins_alone_hold_the_permission() -> None:
    assert [role for role in Role if role_may(role, Permission.MANAGE_COMPLAINTS)] == [Role.ADMIN]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("part", ["", "{pk}/", "{pk}/note/", "{pk}/step/"])
@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.ANALYST])
def test_nobody_else_sees_or_changes_anything(
    role: Role,
    part: str,
    method: str,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
) -> None:
    row = received()
    client = signed_in(make_account(role))
    answer = getattr(client, method)(REGISTER + part.format(pk=row.pk), {"text": "x", "to": "closed"})

    assert answer.status_code == 403
    assert (Complaint.objects.get().state, ComplaintNote.objects.count(), audited()) == (
        State.RECEIVED,
        0,
        [],
    )


@pytest.mark.parametrize("part", ["", "{pk}/", "{pk}/note/", "{pk}/step/"])
def test_a_stranger_is_sent_to_sign_in(part: str, client: Client) -> None:
    path = REGISTER + part.format(pk=received().pk)

    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"
    assert client.post(path).status_code == 302


# -- The register --------------------------------------------------------------------------------


def test_what_is_due_first_stands_first_and_closed_ones_last(admin: Account) -> None:
    late = received(DAY - timedelta(days=40))
    request = received(DAY - timedelta(days=20), Kind.RIGHTS)
    new = received(DAY)
    done = received(DAY - timedelta(days=50))
    services.move(complaint=done.pk, to=State.CLOSED, outcome=Outcome.UPHELD, by=admin, today=DAY)
    lines = services.register(today=DAY)

    assert [each.complaint.pk for each in lines] == [late.pk, request.pk, new.pk, done.pk]
    assert [each.days_left for each in lines] == [-10, 8, 30, None]
    assert [each.overdue for each in lines] == [True, False, False, False]
    assert services.count_overdue(today=DAY) == 1


def test_the_page_shows_no_word_and_says_what_is_overdue(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    received(timezone.localdate() - timedelta(days=31))
    received(timezone.localdate() - timedelta(days=23))
    html = signed_in(admin).get(REGISTER).content.decode()

    assert "Overdue" in html
    assert "7 days left" in html
    assert "Complaints (1 overdue)" in html
    assert "brother" not in html
    assert audited() == []


def test_only_those_who_answer_them_are_told_how_many_wait(
    admin: Account, supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    received(timezone.localdate() - timedelta(days=31))

    assert "(1 overdue)" in signed_in(admin).get("/supervision/staff/").content.decode()
    assert "overdue" not in signed_in(supervisor).get("/supervision/").content.decode()


# -- One complaint -------------------------------------------------------------------------------


def test_each_opening_is_in_the_audit_log_and_words_are_shown_as_text(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    row, client = received(), signed_in(admin)
    html = client.get(f"{REGISTER}{row.pk}/").content.decode()
    client.get(f"{REGISTER}{row.pk}/")

    assert "They told my &lt;b&gt;brother&lt;/b&gt;" in html
    assert "me@example.org" in html
    assert audited() == [("complaint.read", "admin1", str(row.pk))] * 2


def test_before_the_words_it_is_asked_whether_it_is_still_them(
    admin: Account, signed_in: Callable[[Account], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    row, client = received(), signed_in(admin)
    path = f"{REGISTER}{row.pk}/"
    monkeypatch.setattr("helpline.staff.confirming.is_confirmed", lambda session: False)
    answer = client.get(path)

    assert answer["Location"] == f"/accounts/reauthenticate/?next={path.replace('/', '%2F')}"
    assert audited() == []
    assert client.get(REGISTER).status_code == 200


def test_a_note_is_sealed_numbered_and_audited(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    row, client = received(), signed_in(admin)
    for text in ("Asked the supervisor", "Wrote back"):
        assert client.post(f"{REGISTER}{row.pk}/note/", {"text": text}).status_code == 302
    opened = services.open_complaint(complaint=row.pk, by=admin)

    assert [(note["text"], note["by"]) for note in opened.notes] == [
        ("Asked the supervisor", admin),
        ("Wrote back", admin),
    ]
    assert [note for note in ComplaintNote.objects.all() if b"Wrote" in bytes(note.words)] == []
    assert audited()[:2] == [("complaint.noted", "admin1", str(row.pk))] * 2


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 10_000])
def test_a_note_that_does_not_fit_is_said_and_not_kept(
    text: str, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(admin).post(f"{REGISTER}{received().pk}/note/", {"text": text})

    assert not ComplaintNote.objects.exists()


def test_the_steps_keep_their_days(admin: Account) -> None:
    row = received(DAY)
    for days, to in ((2, State.ACKNOWLEDGED), (9, State.ANSWERED), (11, State.CLOSED)):
        services.move(
            complaint=row.pk, to=to, by=admin, outcome=Outcome.UPHELD, today=DAY + timedelta(days=days)
        )
    row.refresh_from_db()

    assert (row.acknowledged_on, row.answered_on, row.closed_on, row.outcome) == (
        date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 12), "upheld",
    )  # fmt: skip
    assert [event for event, _, _ in audited()] == ["complaint.moved"] * 3


def test_an_answer_acknowledges_and_a_closed_one_can_be_opened_again(admin: Account) -> None:
    row = received(DAY)
    services.move(complaint=row.pk, to=State.ANSWERED, by=admin, today=DAY)
    services.move(complaint=row.pk, to=State.CLOSED, by=admin, outcome=Outcome.NOT_UPHELD, today=DAY)
    services.move(complaint=row.pk, to=State.ACKNOWLEDGED, by=admin, today=DAY + timedelta(days=3))
    row.refresh_from_db()

    assert (row.state, row.acknowledged_on, row.closed_on, row.outcome) == (State.ACKNOWLEDGED, DAY, None, "")
    with pytest.raises(StepImpossible):
        services.move(complaint=row.pk, to=State.RECEIVED, by=admin)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"to": "closed"}, 400),
        ({"to": ""}, 400),
        ({"to": "nonsense"}, 400),
        ({"to": "closed", "outcome": "upheld"}, 302),
    ],
)
def test_the_form_asks_how_it_ended(
    sent: dict[str, str], status: int, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    row = received()

    assert signed_in(admin).post(f"{REGISTER}{row.pk}/step/", sent).status_code == status
    assert Complaint.objects.get().state == (State.CLOSED if status == 302 else State.RECEIVED)


@pytest.mark.parametrize("part", ["", "note/", "step/"])
def test_one_that_is_gone_is_not_found(
    part: str, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    client, path = signed_in(admin), f"{REGISTER}{uuid4()}/{part}"
    sent = {"text": "x", "to": "closed", "outcome": "upheld"}

    assert (client.post(path, sent) if part else client.get(path)).status_code == 404


# -- Keys and the end ------------------------------------------------------------------------------


def test_one_without_its_key_opens_no_more_and_the_register_goes_on(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    row, other = received(), received()
    destroy_keys([row.pk])
    client = signed_in(admin)
    answer = client.get(f"{REGISTER}{row.pk}/", follow=True)

    assert answer.redirect_chain == [(REGISTER, 302)]
    assert (
        "These words have been destroyed, as was promised. Go on without them: nobody can bring them back."
        in answer.content.decode()
    )
    assert client.get(f"{REGISTER}{other.pk}/").status_code == 200


def test_words_moved_to_another_complaint_do_not_open(admin: Account) -> None:
    row, other = received(), received()
    Complaint.objects.filter(pk=row.pk).update(words=bytes(other.words))

    with pytest.raises(SealBroken):
        services.open_complaint(complaint=row.pk, by=admin)


@pytest.mark.parametrize(("days", "left"), [(364, 1), (365, 0)])
def test_a_closed_one_goes_at_its_time_with_notes_and_key(
    days: int, left: int, admin: Account, settings: Settings
) -> None:
    settings.HELPLINE_COMPLAINT_DAYS = 365
    row, still_open = received(DAY), received(DAY - timedelta(days=2_000))
    services.add_note(complaint=row.pk, text="Done", by=admin, today=DAY)
    services.move(complaint=row.pk, to=State.CLOSED, by=admin, outcome=Outcome.UPHELD, today=DAY)
    now = datetime(2026, 12, 1, 12, tzinfo=UTC) + timedelta(days=days)

    assert services.forget_complaints(now=now) == 1 - left
    assert set(Complaint.objects.values_list("pk", flat=True)) == {still_open.pk, *([row.pk] if left else [])}
    assert ComplaintNote.objects.count() == left
    assert ContactKey.objects.count() == 1 + left
    last: Any = AuditEvent.objects.last()
    assert (last.event, last.detail) == (
        ("complaints.destroyed", {"complaints": 1}) if not left else ("complaint.moved", {"to": "closed"})
    )
