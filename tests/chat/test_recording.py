"""A phone call or an e-mail is recorded: the same desk, no words, nobody else in it, and what comes of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from chat.access import talk_to_follow
from chat.board_view import board
from chat.boundaries import Kind
from chat.channels import Channel
from chat.danger_view import calls_for
from chat.errors import (
    ContactClosed,
    ContactNotFound,
    DangerOpen,
    LevelReasonNeeded,
    NotByChannel,
    OnThePhone,
    RecordingBusy,
    Training,
)
from chat.following_view import talks
from chat.handler_view import desk, presence_event, queue_event, why_gone
from chat.models import Contact, GuidanceUse, Message, Presence
from chat.recorded_answers import check_answers
from chat.selectors import answers_of
from chat.services import deadlines, leaving, retention
from chat.services.boundaries import end_for_abuse, warn
from chat.services.contacts import set_level
from chat.services.danger import raise_danger
from chat.services.ending import end_by_handler, note_outcome, wrap_up
from chat.services.free_handlers import handlers_there
from chat.services.guidance import guidance_for
from chat.services.help import raise_help
from chat.services.known import hand_over_known
from chat.services.line import line_now
from chat.services.load import loads_today
from chat.services.notes import add_note
from chat.services.presence import talks_of_callers
from chat.services.prompt_use import show_prompts
from chat.services.queue import put_back, release
from chat.services.rates import forget_rates, rates_of
from chat.services.recording import discard_recording, note_signpost, record_answers, start_recording
from chat.services.signposting import send_signpost
from chat.services.talk_cards import send_card
from chat.services.transfer import ask_transfer
from chat.services.triage import assess
from chat.states import Outcome
from chat.talk_cards import CardName
from helpline.kernel.errors import Forbidden, HelplineError, RequestInvalid
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from helpline.statistics.models import DraftFact, Fact
from tests.chat.acts import BOTH, is_there, says, starts, takes
from triage.matching import entry_id
from triage.services import confirm_entry, running_instrument, signposts_of

pytestmark = pytest.mark.django_db(databases=BOTH)
LINE = entry_id("samaritans")


def records(account: Account, channel: str = "phone", *, about: str = "own_behaviour") -> Contact:
    """Begin to record; returns the contact."""
    return Contact.objects.get(pk=start_recording(channel=Channel(channel), about=about, by=account))


def closes(contact: Contact, account: Account, outcome: Outcome = Outcome.COMPLETED) -> None:
    end_by_handler(contact=contact.pk, by=account)
    wrap_up(contact=contact.pk, outcome=outcome, by=account)


# -- it begins ------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["phone", "email"])
def test_it_is_its_handlers_at_once_with_a_script_and_without_a_key(
    clock: Any, ann: Account, channel: str
) -> None:
    contact = records(ann, channel)
    (shown,) = desk(ann, {})

    assert (contact.channel, contact.state, contact.handler, contact.queue) == (
        channel,
        "talking",
        ann,
        "main",
    )
    assert guidance_for(contact=contact.pk, by=ann)["current"]["id"] == contact.script_node != ""
    assert (shown.header["channel"], shown.header["caller"], shown.events) == (channel, "online", [])
    assert not ContactKey.objects.exists()
    # In the audit it begins as every talk does: the channel would point at one fact.
    assert list(AuditEvent.objects.filter(subject=contact.pk).values_list("event", "detail")) == [
        ("contact.taken", {})
    ]


def test_it_begins_also_while_away_and_with_every_place_taken(
    clock: Any, make_account: Callable[..., Account]
) -> None:
    ann = is_there(make_account(Role.HANDLER, "ann"), capacity=1)
    starts()
    takes(ann)
    records(ann)
    ben = make_account(Role.HANDLER, "ben")

    assert records(ben).handler == ben
    assert presence_event(ben)["available"] is False


def test_one_call_and_one_email_at_a_time_and_none_in_practice(
    clock: Any, ann: Account, make_account: Callable[..., Account]
) -> None:
    call = records(ann)
    records(ann, "email")
    for channel in ("phone", "email"):
        with pytest.raises(RecordingBusy):
            records(ann, channel)
    end_by_handler(contact=call.pk, by=ann)
    assert records(ann).pk != call.pk, "a wrap-up stops no phone from ringing"
    Presence.objects.filter(handler=ann).update(training=True)
    with pytest.raises(Training):
        records(ann)
    with pytest.raises(Forbidden):
        records(make_account(Role.ANALYST, "eve"))
    with pytest.raises(NotByChannel):
        records(ann, "web_chat")


# -- places ---------------------------------------------------------------------------------------


def test_a_call_takes_every_place_and_an_email_takes_one(
    clock: Any, ann: Account, make_account: Callable[..., Account]
) -> None:
    def free() -> tuple[int, int]:
        forget_rates()
        (there,), (held,) = handlers_there(now=timezone.now()), line_now(now=timezone.now()).desks
        assert (there.places == 0) is (not held.is_free(timezone.now()))
        return there.places, rates_of().free

    assert free() == (2, 2)
    mail = records(ann, "email")
    assert free() == (1, 1)
    starts()
    closes(mail, ann)
    call = records(ann)
    assert (free(), presence_event(ann)["on_phone"]) == ((0, 0), True)
    with pytest.raises(OnThePhone):
        takes(ann)
    end_by_handler(contact=call.pk, by=ann)
    assert presence_event(ann)["on_phone"] is False
    wrap_up(contact=call.pk, outcome=Outcome.COMPLETED, by=ann)
    assert takes(ann).handler == ann


def test_it_is_in_no_queue_and_no_estimate_and_would_be_noticed(clock: Any, ann: Account) -> None:
    def seen() -> tuple[Any, ...]:
        forget_rates()
        rates = rates_of()
        return len(queue_event("queue.snapshot", ann)["waiting"]), rates.talks, rates.recent_seconds

    before = seen()
    mail = records(ann, "email")
    clock.shift(timedelta(minutes=20))
    presence_event(ann)
    closes(mail, ann)
    assert seen() == before == (0, 0, 0.0)

    starts()
    clock.shift(timedelta(minutes=3))
    presence_event(ann)
    talk = takes(ann)
    end_by_handler(contact=talk.pk, by=ann)
    assert seen() == (0, 1, 180.0)


def test_the_board_and_the_load_say_who_is_on_the_phone(clock: Any, ann: Account, ben: Account) -> None:
    call = records(ann)
    starts()
    takes(ben)
    clock.shift(timedelta(minutes=5))
    for account in (ann, ben):
        presence_event(account)
    shown = board()

    assert sorted((talk["handler"], talk["channel"], talk["caller"]) for talk in shown["talks"]) == [
        ("ann", "phone", "online"), ("ben", "web_chat", "away"),
    ]  # fmt: skip
    assert [(row["handler"], row["on_phone"], row["talking"]) for row in shown["handlers"]] == [
        ("ann", True, 1), ("ben", False, 1),
    ]  # fmt: skip
    assert [(load.handler, load.contacts, load.talking) for load in loads_today(now=timezone.now())] == [
        ("ann", 1, timedelta(minutes=5)), ("ben", 1, timedelta(minutes=5)),
    ]  # fmt: skip
    assert raise_help(contact=call.pk, client_id=uuid4(), by=ann) == call.pk


def test_a_danger_on_the_phone_calls_supervisors_who_find_no_talk_to_follow_and_keeps_it_open(
    clock: Any, ann: Account, make_account: Callable[..., Account]
) -> None:
    call, sue = records(ann), make_account(Role.SUPERVISOR, "sue")
    raise_danger(contact=call.pk, by=ann)

    assert [(each["about"], each["contact"]) for each in calls_for(sue)] == [("ann", None)]
    with pytest.raises(DangerOpen):
        discard_recording(contact=call.pk, by=ann)
    still = left_alone(clock, call, minutes=20)
    assert still is not None
    assert still.state == "talking"


# -- no words -------------------------------------------------------------------------------------

Try = Callable[[Contact, Account], object]
NEEDS_WORDS: dict[str, Try] = {
    "note": lambda c, by: add_note(contact=c.pk, body="a name", client_id=uuid4(), by=by),
    "signpost": lambda c, by: send_signpost(contact=c.pk, programme=LINE, client_id=uuid4(), by=by),
    "card": lambda c, by: send_card(contact=c.pk, name=CardName.IMPORTANCE, client_id=uuid4(), by=by),
    "transfer": lambda c, by: ask_transfer(contact=c.pk, note="n", client_id=uuid4(), handler="ben", by=by),
    "release": lambda c, by: release(contact=c.pk, by=by),
    "known": lambda c, by: hand_over_known(contact=c.pk, by=by),
    "warn": lambda c, by: warn(contact=c.pk, by=by),
    "abuse": lambda c, by: end_for_abuse(contact=c.pk, kind=Kind.SEXUAL, by=by),
    "put back": lambda c, by: put_back(c, "returned"),
}


def test_nothing_can_be_written_or_passed_on_and_nobody_else_comes_in(
    clock: Any, ann: Account, ben: Account, make_account: Callable[..., Account]
) -> None:
    contact, sue = records(ann), make_account(Role.SUPERVISOR, "sue")
    starts()
    written = takes(ben)

    for name, act in NEEDS_WORDS.items():
        with pytest.raises(NotByChannel):
            assert act(contact, ann), name
    assert isinstance(says(contact, "a name", by=ann), NotByChannel)
    with pytest.raises(ContactNotFound):
        talk_to_follow(sue, contact.pk)
    assert [talk["contact"] for talk in talks(sue)] == [str(written.pk)]
    assert not Message.objects.filter(contact=contact).exists()


def test_a_level_below_what_is_suggested_has_a_reason_without_a_sentence(clock: Any, ann: Account) -> None:
    contact = records(ann)
    assess(contact=contact.pk, changes={"markers": {"strangulation": "yes"}}, by=ann)
    lower = {"contact": contact.pk, "level": "standard", "by": ann}
    with pytest.raises(LevelReasonNeeded):
        set_level(**lower)
    (words,) = [each.id for each in running_instrument().lowering if each.words]
    with pytest.raises(NotByChannel):
        set_level(**lower, because=words, note="a name")

    assert set_level(**lower, because=words)["lowered"]["because"] == words


def test_only_codes_and_listed_areas_are_recorded_of_a_caller(clock: Any, ann: Account) -> None:
    contact = records(ann, about="unsure")
    before = guidance_for(contact=contact.pk, by=ann)["kind"]
    said = {"about": "being_hurt", "age_band": "26_40", "gender": "woman", "area": "Leeds", "safe_now": False}

    recorded = record_answers(contact=contact.pk, changes=said, by=ann)

    assert {name: getattr(recorded, name) for name in said} == said
    assert (before, guidance_for(contact=contact.pk, by=ann)["kind"]) == ("unsure", "being_hurt")
    again = record_answers(contact=contact.pk, changes={"area": None, "safe_now": None}, by=ann)
    assert (again.area, again.safe_now, again.about) == ("", None, "being_hurt")


def test_what_a_worker_needs_is_recorded_of_a_worker_and_of_nobody_else(clock: Any, ann: Account) -> None:
    contact = records(ann, about="unsure")
    assert record_answers(contact=contact.pk, changes={"need": "programme"}, by=ann).need == ""

    recorded = record_answers(contact=contact.pk, changes={"about": "work", "need": "programme"}, by=ann)
    assert answers_of(recorded)["need"] == "programme"
    assert record_answers(contact=contact.pk, changes={"area": "Leeds"}, by=ann).need == "programme"
    assert record_answers(contact=contact.pk, changes={"need": None}, by=ann).need == ""

    record_answers(contact=contact.pk, changes={"need": "resources"}, by=ann)
    assert record_answers(contact=contact.pk, changes={"about": "someone_else"}, by=ann).need == ""


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"need": "advice"},
        {"about": None},
        {"about": "Dave"},
        {"area": "12 Acacia Avenue"},
        {"area": 7},
        {"safe_now": "no"},
        {"age_band": "38"},
        {"gender": ["man"]},
        {"language": None},
        {"interpreter": "Polish"},
        {"handler": 1},
    ],
)
def test_what_is_no_answer_is_refused_by_its_name(changes: dict[str, Any]) -> None:
    with pytest.raises(RequestInvalid) as refused:
        check_answers(changes)

    assert set(refused.value.extra["fields"]) == (set(changes) or {"body"})


def test_answers_are_for_ones_own_recordings_alone(clock: Any, ann: Account, ben: Account) -> None:
    contact = records(ann)
    starts()
    written = takes(ben)
    with pytest.raises(ContactNotFound):
        record_answers(contact=contact.pk, changes={"gender": "man"}, by=ben)
    for act in (
        lambda: record_answers(contact=written.pk, changes={"gender": "man"}, by=ben),
        lambda: note_signpost(contact=written.pk, programme=LINE, by=ben),
        lambda: discard_recording(contact=written.pk, by=ben),
    ):
        with pytest.raises(NotByChannel):
            act()

    client = Client()
    client.force_login(ann)
    address = f"/console/api/contacts/{contact.pk}/answers/"
    told = client.post(address, {"gender": "man", "safe_now": False}, content_type="application/json")
    refused = client.post(address, {"gender": "Dave"}, content_type="application/json")
    assert (told.json()["answers"]["gender"], refused.status_code) == ("man", 400)
    assert told.json()["triage"]["suggestion"]["level"] == "immediate"


# -- services named, and prompts ------------------------------------------------------------------


def test_a_service_is_noted_once_as_named_and_the_refusals_are_those_of_a_card(
    clock: Any, ann: Account
) -> None:
    contact = records(ann)
    confirm_entry(entry_id=LINE, by=ann)
    for _ in range(2):
        assert note_signpost(contact=contact.pk, programme=LINE, by=ann) == contact.pk
    with pytest.raises(HelplineError, match="not in the directory") as unknown:
        note_signpost(contact=contact.pk, programme=UUID(int=7), by=ann)
    end_by_handler(contact=contact.pk, by=ann)
    with pytest.raises(ContactClosed):
        note_signpost(contact=contact.pk, programme=entry_id("respect-phoneline"), by=ann)

    assert [given["slug"] for given in signposts_of(contact.pk)] == ["samaritans"]
    assert unknown.value.code == "signpost.not_found"
    assert not Message.objects.exists()


def test_prompts_of_a_call_are_not_counted_since_nobody_knows_what_was_said(clock: Any, ann: Account) -> None:
    starts()
    for contact, counted in ((takes(ann), 1), (records(ann), 0)):
        show_prompts(contact=contact.pk, prompts=[contact.script_node], by=ann)
        assert GuidanceUse.objects.filter(contact=contact).count() == counted


# -- the end, and what stays ----------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["phone", "email"])
def test_it_leaves_one_fact_with_its_channel_and_its_row_goes_with_it(
    clock: Any, ann: Account, channel: str
) -> None:
    contact = records(ann, channel)
    assess(contact=contact.pk, changes={"caller_type": "person_using_abuse", "readiness_before": 4}, by=ann)
    record_answers(contact=contact.pk, changes={"area": "Leeds"}, by=ann)
    clock.shift(timedelta(minutes=20))
    closes(contact, ann, Outcome.PLAN_MADE)

    draft = DraftFact.objects.get(contact=contact.pk)
    assert (draft.channel, draft.outcome, draft.area, draft.readiness_before, draft.ended_by) == (
        channel, "plan_made", "Leeds", 4, "handler",
    )  # fmt: skip
    assert (draft.answered, draft.wait_band, draft.talk_band) == (True, "under_1", "15_to_30")
    later = timezone.now() + timedelta(hours=24)
    retention.purge_expired(now=later)
    retention.let_go(now=later)
    assert (Fact.objects.get().channel, Contact.objects.exists()) == (channel, False)


def test_what_was_begun_by_mistake_is_thrown_away_but_no_danger_is(clock: Any, ann: Account) -> None:
    contact = records(ann)
    set_level(contact=contact.pk, level="urgent", by=ann)
    with pytest.raises(DangerOpen):
        discard_recording(contact=contact.pk, by=ann)
    set_level(contact=contact.pk, level="standard", by=ann)

    discard_recording(contact=contact.pk, by=ann)

    assert [Contact.objects.count(), DraftFact.objects.count(), len(signposts_of(contact.pk))] == [0, 0, 0]
    assert why_gone(contact.pk, ann) == "discarded"
    assert AuditEvent.objects.filter(event="contact.discarded", actor="ann", subject=contact.pk).exists()


def left_alone(clock: Any, contact: Contact, *, minutes: int) -> Contact | None:
    """Run the timers after so many minutes without a sign of the handler; returns what is left of it."""
    clock.shift(timedelta(minutes=minutes))
    now = timezone.now()
    for job in (
        deadlines.return_dropped,
        deadlines.end_left,
        deadlines.end_left_open,
        deadlines.close_unwrapped,
    ):
        job(now=now)
    return Contact.objects.filter(pk=contact.pk).first()


def test_a_recording_whose_handler_is_gone_ends_after_a_quarter_of_an_hour(clock: Any, ann: Account) -> None:
    contact = records(ann)
    assess(contact=contact.pk, changes={"caller_type": "person_using_abuse"}, by=ann)

    still = left_alone(clock, contact, minutes=14)
    assert still is not None
    assert (still.state, still.handler) == ("talking", ann)
    ended = left_alone(clock, contact, minutes=2)
    assert ended is not None
    assert (ended.state, ended.end_reason) == ("ended", "left_open")
    closed = left_alone(clock, contact, minutes=11)
    assert closed is not None
    assert closed.state == "closed"
    draft = DraftFact.objects.get()
    assert (draft.channel, draft.outcome, draft.ended_by) == ("phone", "completed", "system")


def test_one_in_which_nothing_was_recorded_is_counted_nowhere(clock: Any, ann: Account) -> None:
    contact = records(ann)

    ended = left_alone(clock, contact, minutes=16)
    assert ended is not None
    assert left_alone(clock, contact, minutes=11) is None
    assert not DraftFact.objects.exists()


def test_one_that_a_person_ended_is_counted_also_when_nothing_was_recorded(clock: Any, ann: Account) -> None:
    contact = records(ann)
    end_by_handler(contact=contact.pk, by=ann)

    closed = left_alone(clock, contact, minutes=11)

    assert closed is not None
    assert (closed.state, DraftFact.objects.count()) == ("closed", 1)


def test_nobody_talks_for_four_hours(clock: Any, ann: Account) -> None:
    contact = records(ann, "email")
    for _ in range(24):
        clock.shift(timedelta(minutes=10))
        presence_event(ann)

    assert deadlines.end_left_open(now=timezone.now()) == 1
    contact.refresh_from_db()
    assert contact.end_reason == "left_open"


def test_whoever_signs_out_gives_back_talks_and_no_call(clock: Any, ann: Account) -> None:
    starts()
    talk, call = takes(ann), records(ann)
    assert talks_of_callers(ann) == 1

    assert leaving.hand_over(account=ann) == 1

    for contact in (talk, call):
        contact.refresh_from_db()
    assert (talk.state, call.state, call.handler) == ("waiting", "talking", ann)
    ended = left_alone(clock, call, minutes=16)
    assert ended is not None
    note_outcome(contact=call.pk, outcome=Outcome.SIGNPOSTED, by=ann)
    closed = left_alone(clock, call, minutes=11)
    assert closed is not None
    assert closed.outcome == "signposted"


def test_the_deadlines_are_a_quarter_of_an_hour_and_four_hours(settings: Any) -> None:
    wanted = {"recording_gone_seconds": 15 * 60, "recording_most_seconds": 4 * 60 * 60}

    assert {name: settings.HELPLINE_DEADLINES[name] for name in wanted} == wanted
