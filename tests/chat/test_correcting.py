"""Correcting what a closed contact is counted with: whose, until when, what, and what the audit keeps."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from chat.boundaries import Kind
from chat.errors import ContactNotFound
from chat.models import Alert, Contact
from chat.services.boundaries import end_for_abuse
from chat.services.correcting import correct, correctable
from chat.services.ending import end_by_caller, wrap_up
from chat.services.messages import post_messages
from chat.services.retention import let_go
from chat.states import Outcome
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Permission, Role, role_may
from helpline.statistics.models import DraftFact, Fact
from tests.chat.acts import BOTH, finishes, post, starts, takes
from triage.models import DirectoryEntry, LoweredLevel
from triage.services import record_signpost, record_triage, service_names

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
PAGE = "/console/corrections/"
GIVEN = "respect-phoneline"
SignsIn = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def closed(contact_talking: Contact) -> Contact:
    """Ann's contact, closed as completed."""
    return finishes(contact_talking)


def page_of(client: Client, contact: Contact | None = None) -> str:
    answer = client.get(f"{PAGE}{contact.pk}/" if contact else PAGE)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def as_shown(client: Client, contact: Contact) -> dict[str, Any]:
    """Return what a browser would send of the page as it stands, with what was shown hidden in it."""
    form = client.get(f"{PAGE}{contact.pk}/").context["form"]
    named = {name: form[name].value() for name in form.fields if not form.fields[name].disabled}
    hidden = {
        f"initial-{name}": form[name].value() for name in named if form.fields[name].show_hidden_initial
    }
    return {name: "" if value is None else value for name, value in (named | hidden).items()}


def saves(client: Client, contact: Contact, shown: dict[str, Any] | None = None, **chosen: Any) -> str:
    shown = as_shown(client, contact) if shown is None else shown
    answer = client.post(f"{PAGE}{contact.pk}/", shown | chosen, follow=True)
    return unescape(answer.content.decode())


# -- the service ----------------------------------------------------------------------------


def test_a_level_that_is_corrected_to_less_than_suggested_needs_a_reason(
    closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    record_triage(contact=closed.pk, changes={"markers": {"stalking": "yes"}}, by=ann)
    theirs = signed_in(ann)

    assert "That is less than the answers suggest." in saves(theirs, closed, level="standard")
    assert Contact.objects.get().level == ""
    saves(theirs, closed, level="standard", because="with_supervisor")
    assert (Contact.objects.get().level, LoweredLevel.objects.get().because) == (
        "standard", "with_supervisor",
    )  # fmt: skip
    # A reason that asks for a sentence is not among them: nothing can be written here.
    assert 'value="other"' not in page_of(theirs, closed).split('name="because"')[1].split("</select>")[0]


def test_what_is_corrected_is_what_is_counted(closed: Contact, ann: Account) -> None:
    correct(contact=closed.pk, changes={"outcome": "plan_made", "area": "Leeds"}, by=ann, given=[GIVEN])
    let_go(now=NOON + DAY)

    fact = Fact.objects.get()
    assert (fact.outcome, fact.area, fact.signposts) == ("plan_made", "Leeds", [GIVEN])


def test_the_audit_names_the_fields_and_no_value(closed: Contact, ann: Account) -> None:
    correct(contact=closed.pk, changes={"level": "urgent"}, by=ann, given=[GIVEN])

    line = AuditEvent.objects.get(event="fact.corrected")
    assert (line.actor, line.subject, line.detail) == (
        "ann", str(closed.pk), {"fields": ["level", "signposts"]},
    )  # fmt: skip


@pytest.mark.parametrize("level", ["immediate", "urgent"])
def test_a_level_that_becomes_pressing_is_an_alert_about_whose_contact_it_was(
    level: str, closed: Contact, ann: Account, supervisor: Account
) -> None:
    correct(contact=closed.pk, changes={"level": level}, by=supervisor)
    correct(contact=closed.pk, changes={"level": level, "area": "Leeds"}, by=ann)

    alert = Alert.objects.get()
    assert (alert.kind, alert.contact, alert.about, alert.times) == ("corrected", closed.pk, ann, 1)
    # What is never deleted does not say how a contact was judged.
    assert not AuditEvent.objects.filter(event__startswith="alert.").exists()
    row = Contact.objects.get()
    assert (row.level, row.level_by) == (level, supervisor.username)


@pytest.mark.parametrize("changes", [{"level": "elevated"}, {"level": None}, {"area": "Leeds"}])
def test_any_other_correction_alarms_nobody(changes: dict[str, Any], closed: Contact, ann: Account) -> None:
    correct(contact=closed.pk, changes=changes, by=ann)

    assert Alert.objects.count() == 0


def test_what_is_no_level_is_refused_and_nothing_is_said(closed: Contact, ann: Account) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        correct(contact=closed.pk, changes={"level": "very, very urgent"}, by=ann)

    assert set(refusal.value.extra["fields"]) == {"level"}
    assert (Alert.objects.count(), Contact.objects.get().level) == (0, "")


def test_nothing_changed_is_no_line(closed: Contact, ann: Account) -> None:
    correct(contact=closed.pk, changes={}, by=ann, not_given=[GIVEN])

    assert not AuditEvent.objects.filter(event="fact.corrected").exists()


def test_a_handler_corrects_their_own_and_a_supervisor_anybodys(
    closed: Contact, ann: Account, ben: Account, supervisor: Account, analyst: Account
) -> None:
    assert [each.contact for each in correctable(by=ann)] == [closed.pk]
    assert [(each.contact, each.handler) for each in correctable(by=supervisor)] == [(closed.pk, "ann")]
    assert correctable(by=ben) == []
    with pytest.raises(ContactNotFound):
        correct(contact=closed.pk, changes={"level": "urgent"}, by=ben)
    with pytest.raises(Forbidden):
        correctable(by=analyst)
    assert DraftFact.objects.get().level is None


def test_a_day_after_the_wrap_up_it_is_over(
    closed: Contact, ann: Account, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON + DAY - timedelta(seconds=1))
    correct(contact=closed.pk, changes={"level": "urgent"}, by=ann)
    clock.move_to(NOON + DAY)

    assert correctable(by=ann) == []
    with pytest.raises(ContactNotFound):
        correct(contact=closed.pk, changes={"level": "standard"}, by=ann)
    assert DraftFact.objects.get().level == "urgent"


def test_a_talk_that_goes_on_a_wrap_up_and_whom_nobody_answered_are_not_there(
    contact_talking: Contact, ann: Account, supervisor: Account
) -> None:
    left = starts().contact
    end_by_caller(contact=left.pk)
    assert DraftFact.objects.get().outcome == "abandoned"
    assert correctable(by=supervisor) == []
    end_by_caller(contact=contact_talking.pk)
    assert correctable(by=supervisor) == correctable(by=ann) == []

    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    assert [each.contact for each in correctable(by=supervisor)] == [contact_talking.pk]


def test_practice_is_never_there(closed: Contact, ann: Account, supervisor: Account) -> None:
    Contact.objects.update(practice=True)

    assert correctable(by=ann) == correctable(by=supervisor) == []


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"outcome": "abandoned"}, []),
        ({"outcome": "he said that he hit her"}, []),
        ({"caller_type": "perpetrator"}, []),
        ({"area": "12 Elm Street"}, []),
        ({"readiness_before": 11}, []),
        ({"month": NOON.date()}, []),
        ({}, ["call-me-on-this-number"]),
    ],
)
def test_only_what_is_a_code_of_a_judgement_is_taken(
    changes: dict[str, Any], given: list[str], closed: Contact, ann: Account
) -> None:
    before = DraftFact.objects.values().get()
    with pytest.raises(RequestInvalid):
        correct(contact=closed.pk, changes=changes, by=ann, given=given)

    assert DraftFact.objects.values().get() == before


def test_what_was_ended_for_abuse_only_a_supervisor_corrects_and_its_block_stands(
    contact_talking: Contact, ann: Account, supervisor: Account
) -> None:
    end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)
    with pytest.raises(RequestInvalid):
        correct(contact=contact_talking.pk, changes={"outcome": "completed"}, by=ann)
    correct(contact=contact_talking.pk, changes={"level": "standard"}, by=ann)

    correct(contact=contact_talking.pk, changes={"outcome": "completed"}, by=supervisor)
    assert DraftFact.objects.get().outcome == "completed"
    assert Contact.objects.get().outcome == "ended_inappropriate"


# -- the pages ------------------------------------------------------------------------------


def test_the_list_says_what_was_recorded_and_until_when_and_leads_to_the_form(
    closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    shown = page_of(signed_in(ann))

    assert f'href="/console/corrections/{closed.pk}/"' in shown
    for words in ("Talk completed", "Not recorded", "Saturday 12:00", "Fri 12:00 to 12:00"):
        assert words in shown
    assert '<th scope="col">Handler</th>' not in shown


def test_a_supervisors_list_names_the_handler(
    closed: Contact, supervisor: Account, signed_in: SignsIn
) -> None:
    assert "<td>ann</td>" in page_of(signed_in(supervisor))


def test_empty_lists_say_so(ann: Account, supervisor: Account, signed_in: SignsIn) -> None:
    assert "None of your contacts was closed in the last 24 hours." in page_of(signed_in(ann))
    assert "No contact was closed in the last 24 hours." in page_of(signed_in(supervisor))


def test_a_page_holds_no_word_of_the_talk(
    contact_talking: Contact, ann: Account, supervisor: Account, signed_in: SignsIn
) -> None:
    post_messages([post(contact_talking, "violet umbrellas"), post(contact_talking, "brass kettles", by=ann)])
    finishes(contact_talking)

    for client in (signed_in(ann), signed_in(supervisor)):
        shown = page_of(client) + page_of(client, contact_talking)
        assert "umbrellas" not in shown
        assert "kettles" not in shown


@pytest.mark.parametrize(("channel", "said"), [("phone", "Phone"), ("email", "E-mail"), ("web_chat", "")])
def test_a_recorded_contact_says_by_which_channel_it_came(
    channel: str, said: str, closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    Contact.objects.update(channel=channel)
    client = signed_in(ann)

    shown, listed = page_of(client, closed), page_of(client)

    assert (f"<p>{said}, recorded " in shown, f"<td>{said}, Fri" in listed) == (bool(said), bool(said))
    assert ("<p>Talked " in shown, "<td>Fri" in listed) == (not said, not said)


def test_the_form_corrects_what_was_changed_in_it_and_says_what(
    closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    client = signed_in(ann)
    shown = saves(
        client, closed, outcome="referred_on", caller_type="person_using_abuse", readiness_after="7",
        age_band="26_40", added=GIVEN,
    )  # fmt: skip

    assert f"Contact {str(closed.pk)[:8]} is corrected: how it ended, who it was, " in shown
    draft = DraftFact.objects.get()
    assert (draft.outcome, draft.caller_type, draft.readiness_after) == (
        "referred_on",
        "person_using_abuse",
        7,
    )
    assert (draft.age_band, draft.signposts, draft.level) == ("26_40", [GIVEN], None)

    assert "is corrected: who it was, what was given." in saves(client, closed, caller_type="", given=[])
    draft.refresh_from_db()
    assert (draft.caller_type, draft.signposts, draft.outcome) == (None, [], "referred_on")


def test_the_form_corrects_what_was_noted_and_the_markers(
    closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    client = signed_in(ann)
    shown = saves(
        client, closed, relationship="ex_partner", confidence="0", behaviours=["online", "threats"],
        marker_weapon_access="yes", area="Cardiff",
    )  # fmt: skip

    assert "is corrected: area, who the other person is to them, how sure they can change" in shown
    draft = DraftFact.objects.get()
    assert (draft.relationship, draft.confidence, draft.behaviours) == (
        "ex_partner",
        0,
        ["online", "threats"],
    )
    assert (draft.marker_weapon_access, draft.area, draft.nation) == ("yes", "Cardiff", "wales")

    saves(client, closed, relationship="", behaviours=["online"], marker_weapon_access="")
    draft.refresh_from_db()
    assert (draft.relationship, draft.behaviours, draft.marker_weapon_access) == (None, ["online"], None)
    assert draft.confidence == 0


def test_what_follows_from_a_correction_is_corrected_with_it(
    closed: Contact, ann: Account, supervisor: Account
) -> None:
    programme = DirectoryEntry.objects.filter(kind="programme", is_active=True).values_list(
        "slug", flat=True
    )[0]
    correct(contact=closed.pk, changes={"level": "standard", "area": "Leeds"}, by=ann, given=[GIVEN])
    draft = DraftFact.objects.get()
    assert (draft.level_by, draft.nation, draft.programme_given) == ("handler", "england", False)

    correct(contact=closed.pk, changes={"level": "elevated", "area": None}, by=supervisor, given=[programme])
    draft.refresh_from_db()
    assert (draft.level_by, draft.nation, draft.programme_given) == ("supervisor", None, True)
    for name, value in (("nation", "wales"), ("level_by", "handler"), ("programme_given", False)):
        with pytest.raises(RequestInvalid):
            correct(contact=closed.pk, changes={name: value}, by=ann)


def test_saving_it_as_it_stands_changes_nothing_and_says_so(
    closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    assert "stays as it was." in saves(signed_in(ann), closed)
    assert not AuditEvent.objects.filter(event="fact.corrected").exists()


def test_two_who_correct_at_once_undo_nothing_of_each_others(
    closed: Contact, ann: Account, supervisor: Account, signed_in: SignsIn
) -> None:
    mine, theirs = signed_in(ann), signed_in(supervisor)
    one, two, *_ = service_names()
    correct(contact=closed.pk, changes={}, by=ann, given=[one])
    shown = as_shown(mine, closed)
    saves(theirs, closed, level="urgent", given=[], added=two)

    saves(mine, closed, shown, outcome="plan_made")
    draft = DraftFact.objects.get()
    assert (draft.outcome, draft.level, draft.signposts) == ("plan_made", "urgent", [two])


def test_a_form_that_comes_too_late_says_that_it_is_counted(
    closed: Contact, ann: Account, signed_in: SignsIn, clock: time_machine.Traveller
) -> None:
    shown = as_shown(signed_in(ann), closed)
    clock.move_to(NOON + DAY)

    late = saves(signed_in(ann), closed, shown, level="urgent")
    assert "has been counted and can no longer be corrected" in late
    assert DraftFact.objects.get().level is None


def test_a_choice_that_is_none_is_said_where_it_stands(
    closed: Contact, ann: Account, signed_in: SignsIn
) -> None:
    shown = saves(signed_in(ann), closed, outcome="abandoned")

    assert "Nothing is saved yet" in shown
    assert '<a href="#id_outcome">How it ended: choose one of the list.</a>' in shown


def test_a_handler_is_told_why_an_ending_for_abuse_stays(
    contact_talking: Contact, ann: Account, supervisor: Account, signed_in: SignsIn
) -> None:
    end_for_abuse(contact=contact_talking.pk, kind=Kind.SEXUAL, by=ann)
    wrap_up(contact=contact_talking.pk, outcome=Outcome.COMPLETED, by=ann)

    assert "A supervisor can correct it." in page_of(signed_in(ann), contact_talking)
    assert "A supervisor can correct it." not in page_of(signed_in(supervisor), contact_talking)
    saves(signed_in(ann), contact_talking, outcome="completed", level="standard")
    draft = DraftFact.objects.get()
    assert (draft.outcome, draft.level) == ("ended_inappropriate", "standard")


def test_somebody_elses_and_what_never_was_look_alike(
    closed: Contact, ben: Account, signed_in: SignsIn
) -> None:
    client = signed_in(ben)

    for contact in (closed.pk, uuid4()):
        assert client.get(f"{PAGE}{contact}/").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_may_open_it_says_the_role(
    role: Role, closed: Contact, make_account: Callable[..., Account], signed_in: SignsIn
) -> None:
    client = signed_in(make_account(role, "zoe"))
    may = role_may(role, Permission.READ_OWN_CONTACTS)
    of_all = role_may(role, Permission.CORRECT_ANY)
    assert (may, of_all) == (role in (Role.HANDLER, Role.SUPERVISOR), role == Role.SUPERVISOR)

    assert client.get(PAGE).status_code == (200 if may else 403)
    assert client.get(f"{PAGE}{closed.pk}/").status_code == (200 if of_all else 404 if may else 403)


def test_it_stands_among_the_places_of_whoever_may(
    ann: Account, analyst: Account, signed_in: SignsIn
) -> None:
    link = '<a href="/console/corrections/">Corrections</a>'
    assert link in signed_in(ann).get("/console/").content.decode()
    assert link not in signed_in(analyst).get("/supervision/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_of_the_database_for_many(
    number: int, content: None, ann: Account, signed_in: SignsIn, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        finishes(takes(ann, starts().contact))
    client = signed_in(ann)

    # Session and account; the contacts, their drafts; two that say whether there is new feedback; how
    # the service is called.
    with django_assert_num_queries(6):
        shown = client.get(PAGE).content.decode()
    assert shown.count("/console/corrections/") == number + 1


def test_what_was_given_in_the_talk_stands_in_the_form(
    contact_talking: Contact, ann: Account, signed_in: SignsIn
) -> None:
    entry = DirectoryEntry.objects.get(slug=GIVEN)
    record_signpost(contact=contact_talking.pk, entry_id=entry.pk, by=ann)
    finishes(contact_talking)

    form = signed_in(ann).get(f"{PAGE}{contact_talking.pk}/").context["form"]
    assert form["given"].value() == [GIVEN]
