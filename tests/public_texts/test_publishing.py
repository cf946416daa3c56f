"""Texts for callers are written by one, approved by another, and in force from a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from helpline.kernel.errors import Forbidden
from helpline.public_texts import drafts, publishing, versions
from helpline.public_texts.errors import (
    DateTaken,
    DraftMoved,
    NoDraft,
    NoText,
    SecondPersonNeeded,
    TextRefused,
)
from helpline.public_texts.in_force import easy_read, number_in_force, told, told_as
from helpline.public_texts.kinds import Kind
from helpline.public_texts.models import TextDraft, TextVersion
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.public_texts.acts import approves, at, plans, proposes, publishes, takes_back, writes

Make = Callable[..., Account]
pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TODAY = date(2026, 11, 28)
THIRD = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOON)


@pytest.fixture
def ada(make_account: Make) -> Account:
    return make_account(Role.ADMIN, "ada")


@pytest.fixture
def sue(make_account: Make) -> Account:
    return make_account(Role.SUPERVISOR, "sue")


def test_a_draft_is_begun_saved_left_and_taken_up_again(ada: Account, sue: Account) -> None:
    draft = writes(ada, decline="No")

    assert (draft.base, draft.revision, draft.words["en"]["decline"]) == (4, 2, "No")
    assert drafts.begin(kind=Kind.CONSENT, by=ada).words["en"]["decline"] == "No"
    # Whoever had the page open before is told, and nothing is lost of the other's.
    with pytest.raises(DraftMoved):
        drafts.save(kind=Kind.CONSENT, lang="en", values={}, revision=1, by=ada)
    assert drafts.get(Kind.CONSENT).words["en"]["decline"] == "No"
    assert told(Kind.CONSENT, "en").words["decline"] == "I do not agree"


def test_a_draft_may_be_unfinished_and_cannot_be_proposed_then(ada: Account) -> None:
    writes(ada, agree="", intro="")
    plans(ada, THIRD)

    with pytest.raises(TextRefused) as refusal:
        proposes(ada)
    assert "English: “First words” is empty." in refusal.value.message
    assert "English: “The button that agrees” is empty." in refusal.value.message
    assert drafts.get(Kind.CONSENT).proposed_at is None


def test_one_proposes_and_a_second_person_approves(ada: Account, sue: Account) -> None:
    writes(ada, decline="No")
    plans(ada, TODAY)
    proposes(ada)

    with pytest.raises(SecondPersonNeeded) as refusal:
        approves(ada)
    assert "somebody else approves it" in refusal.value.message
    made = approves(sue)

    assert (made.number, made.written_by, made.proposed_by, made.approved_by) == (101, ada, ada, sue)
    assert TextDraft.objects.count() == 0
    assert told(Kind.CONSENT, "en").words["decline"] == "No"
    assert [event.event for event in AuditEvent.objects.filter(event__startswith="text.").order_by("pk")] == [
        "text.draft_begun",
        "text.draft_edited",
        "text.proposed",
        "text.approved",
    ]


def test_whoever_wrote_last_does_not_approve_what_another_proposed(
    ada: Account, make_account: Make, sue: Account
) -> None:
    bea = make_account(Role.ADMIN, "bea")
    writes(ada, decline="No")
    plans(ada, THIRD)
    proposes(bea)

    for person in (ada, bea):
        with pytest.raises(SecondPersonNeeded):
            approves(person)
    assert approves(sue).number == 101


def test_writing_on_takes_a_proposal_back(ada: Account, sue: Account) -> None:
    writes(ada, decline="No")
    plans(ada, THIRD)
    proposes(ada)
    writes(ada, decline="Not now")

    assert drafts.get(Kind.CONSENT).proposed_at is None
    with pytest.raises(DraftMoved):
        approves(sue)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.ANALYST])
def test_others_do_nothing_of_it(role: Role, make_account: Make) -> None:
    who = make_account(role, "other")
    for act in (
        lambda: drafts.begin(kind=Kind.CONSENT, by=who),
        lambda: publishing.approve(kind=Kind.CONSENT, revision=1, by=who),
        lambda: publishing.take_back(kind=Kind.CONSENT, number=101, by=who),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_supervisor_approves_and_does_not_write(sue: Account) -> None:
    with pytest.raises(Forbidden):
        drafts.begin(kind=Kind.CONSENT, by=sue)


# -- Days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Choose the day"),
        (TODAY - timedelta(days=1), "27 November 2026 is over"),
        (TODAY + timedelta(days=367), "within a year"),
    ],
)
def test_a_day_that_will_not_do_is_refused_with_what_to_do(
    ada: Account, day: date | None, words: str
) -> None:
    writes(ada, decline="No")
    if day:
        plans(ada, day)

    with pytest.raises(TextRefused, match=words):
        proposes(ada)


def test_two_texts_for_one_day_are_refused_and_another_day_is_named(ada: Account, sue: Account) -> None:
    publishes(ada, sue, THIRD, decline="No")
    writes(ada, decline="Not now")
    plans(ada, THIRD)

    with pytest.raises(DateTaken) as refusal:
        proposes(ada)
    assert refusal.value.message == (
        "Consent and limits: version 101 is to begin on 3 December 2026, and one day has one text. Choose "
        "another day, such as 4 December 2026, or take version 101 back first."
    )
    # The other kinds have days of their own.
    assert publishes(ada, sue, THIRD, Kind.CLOSING, ended_heading="It is over").number == 101


def test_the_database_holds_one_text_a_day_whoever_asks(ada: Account, sue: Account) -> None:
    made = publishes(ada, sue, THIRD, decline="No")

    made.pk, made.number = None, 102
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_a_day_that_passed_while_it_waited_is_refused(
    ada: Account, sue: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes(ada, decline="No")
    plans(ada, TODAY)
    proposes(ada)
    at(monkeypatch, NOON + timedelta(days=1))

    with pytest.raises(TextRefused, match="28 November 2026 is over"):
        approves(sue)
    assert TextVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (THIRD, datetime(2026, 12, 3, 0, 0, tzinfo=UTC)),
        # In summer midnight in London is 23:00 of the day before.
        (date(2027, 6, 1), datetime(2027, 5, 31, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 0, 0, tzinfo=UTC)),
    ],
)
def test_it_begins_at_midnight_in_london_by_the_date_alone(
    ada: Account, sue: Account, day: date, midnight: datetime
) -> None:
    publishes(ada, sue, day, decline="No")

    assert number_in_force(Kind.CONSENT, at=midnight - timedelta(microseconds=1)) == 4
    assert number_in_force(Kind.CONSENT, at=midnight) == 101
    assert told_as(Kind.CONSENT, 101, "en") is None


def test_what_is_published_for_today_begins_when_it_is_approved(ada: Account, sue: Account) -> None:
    publishes(ada, sue, TODAY, decline="No")

    assert number_in_force(Kind.CONSENT, at=NOON - timedelta(seconds=1)) == 4
    assert number_in_force(Kind.CONSENT, at=NOON) == 101


def test_an_earlier_day_may_be_approved_later(ada: Account, sue: Account) -> None:
    publishes(ada, sue, date(2026, 12, 10), decline="Third")
    publishes(ada, sue, THIRD, decline="Second")

    began = [number_in_force(Kind.CONSENT, at=NOON + timedelta(days=days)) for days in (0, 5, 30)]
    assert began == [4, 102, 101]


# -- Taken back -----------------------------------------------------------------------------------


def test_what_is_to_come_is_taken_back_before_its_day_and_the_day_is_free(ada: Account, sue: Account) -> None:
    publishes(ada, sue, THIRD, decline="No")
    takes_back(ada, 101)

    assert number_in_force(Kind.CONSENT, at=NOON + timedelta(days=30)) == 4
    assert publishes(ada, sue, THIRD, decline="Not now").number == 102
    assert [(each.number, each.state) for each in versions.history(Kind.CONSENT)] == [
        (102, "to come"),
        (101, "taken back"),
        (4, "in force"),
    ]
    with pytest.raises(TextRefused, match="taken back already"):
        publishing.take_back(kind=Kind.CONSENT, number=101, by=ada)


@pytest.mark.parametrize("moment", [NOON + timedelta(days=30), datetime(2026, 12, 2, 23, 59, 55, tzinfo=UTC)])
def test_what_callers_have_read_is_not_taken_back(
    ada: Account, sue: Account, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishes(ada, sue, THIRD, decline="No")
    at(monkeypatch, moment)

    with pytest.raises(TextRefused, match="stays in the history"):
        publishing.take_back(kind=Kind.CONSENT, number=101, by=ada)


def test_a_draft_goes_on_from_the_newest_or_from_the_one_that_is_named(ada: Account, sue: Account) -> None:
    publishes(ada, sue, THIRD, decline="No")

    assert drafts.begin(kind=Kind.CONSENT, by=ada).base == 101
    drafts.discard(kind=Kind.CONSENT, revision=1, by=ada)
    assert drafts.begin(kind=Kind.CONSENT, by=ada, number=4).words["en"]["decline"] == "I do not agree"
    with pytest.raises(NoText):
        versions.words_of(Kind.CONSENT, 7)
    drafts.discard(kind=Kind.CONSENT, revision=1, by=ada)
    with pytest.raises(NoDraft):
        drafts.get(Kind.CONSENT)


# -- Languages ------------------------------------------------------------------------------------


def test_without_welsh_callers_get_english_and_it_is_marked_as_english(ada: Account, sue: Account) -> None:
    publishes(ada, sue, TODAY, in_welsh=False, decline="No")
    welsh = told(Kind.CONSENT, "cy")

    assert (welsh.lang, welsh.words["decline"]) == ("en", "No")


def test_unfinished_welsh_keeps_a_text_back_unless_english_alone_is_chosen(
    ada: Account, sue: Account
) -> None:
    writes(ada, lang="cy", agree="")
    plans(ada, THIRD)
    with pytest.raises(TextRefused, match="Welsh: “The button that agrees” is empty"):
        proposes(ada)
    plans(ada, THIRD, in_welsh=False)
    proposes(ada)

    assert set(approves(sue).words) == {"en"}


# -- Easy Read ------------------------------------------------------------------------------------


def test_easy_read_is_offered_only_for_the_limits_in_force(
    ada: Account, sue: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishes(ada, sue, THIRD, decline="No")
    on_the_third = NOON + timedelta(days=5)

    assert easy_read("en") is not None
    assert easy_read("en", at=on_the_third) is None
    publishes(ada, sue, THIRD, Kind.EASY, heading="Easy")
    easy = easy_read("en", at=on_the_third)
    assert easy is not None
    assert easy.words["heading"] == "Easy"
    # Until then the old one is read beside the old limits.
    now = easy_read("en")
    assert now is not None
    assert now.number == 4
