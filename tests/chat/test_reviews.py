"""Reviews of a talk: drawn or chosen, saved, handed in, unseeing, settled; and what the handler gets."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from chat.access import contacts_to_review
from chat.errors import (
    ReviewChanged,
    ReviewFull,
    ReviewGone,
    ReviewHandedIn,
    ReviewNone,
    ReviewSeen,
    ReviewUnfinished,
)
from chat.models import Contact, Review, ReviewedTalk
from chat.services import feedback, reviews
from chat.services.confidence import propose_break
from chat.services.known import hand_over_known
from chat.services.retention import let_go, purge_expired
from chat.services.review_lists import listed, reviewed_this_month
from chat.services.review_words import open_review, save_review
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.quality.models import KeptFeedback, PairTally, ReviewerTally, ScoreTally
from helpline.quality.rubrics import running_rubric
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, finishes, is_there, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DUE = NOON + timedelta(hours=72)
WORDS = "I only pushed her, it was the drink"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def una(make_account: Any) -> Account:
    """A second supervisor."""
    return make_account(Role.SUPERVISOR, "una")


def talked(handler: Account, **answers: Any) -> Contact:
    """A talk of this handler that is over and wrapped up."""
    contact = takes(handler, starts(**answers).contact)
    says(contact, WORDS)
    says(contact, "What would somebody at the door have seen?", by=handler)
    finishes(contact)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def closed(content: None, ann: Account) -> Contact:
    return talked(ann)


def all_scores(score: str = "1", **others: str) -> dict[str, str]:
    return {criterion.id: others.get(criterion.id, score) for criterion in running_rubric().criteria}


def body(score: str = "1", *, comment: str = "", notes: Any = None, **others: str) -> dict[str, Any]:
    return {"scores": all_scores(score, **others), "comment": comment, "notes": notes or {}}


def scored(contact: Contact, by: Account, score: str = "1", **more: Any) -> Review:
    """Choose, fill in and hand in."""
    begun = reviews.choose(contact=contact.pk, by=by)
    return reviews.hand_in(contact=contact.pk, body=body(score, **more), revision=begun.revision, by=by)


# -- which talks --------------------------------------------------------------------------------


def test_drawn_is_among_all_that_fit_each_as_likely(
    closed: Contact, ann: Account, ben: Account, sue: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {talked(ben).pk, talked(ann).pk}
    asked: list[list[Any]] = []
    monkeypatch.setattr(
        reviews.secrets, "choice", lambda fitting: (asked.append(list(fitting)), fitting[1])[1]
    )

    drawn = [reviews.draw(by=sue, only={}).contact_id for _ in range(2)]

    assert set(asked[0]) == {closed.pk, *others}
    assert set(asked[1]) == {closed.pk, *others} - {drawn[0]}
    assert drawn == [asked[0][1], asked[1][1]]


def test_a_draw_may_be_narrowed_to_handler_level_and_language(
    closed: Contact, ann: Account, ben: Account, sue: Account
) -> None:
    welsh = talked(ben, language="cy")
    Contact.objects.filter(pk=closed.pk).update(level="urgent")

    def fitting(**only: Any) -> set[Any]:
        return set(reviews.drawable(sue, only).values_list("pk", flat=True))

    assert fitting(handler=ann.pk) == fitting(level="urgent") == {closed.pk}
    assert fitting(language="cy") == fitting(handler=ben.pk, level="") == {welsh.pk}
    assert fitting(handler=ann.pk, language="cy") == set()
    with pytest.raises(ReviewNone):
        reviews.draw(by=sue, only={"handler": ann.pk, "language": "cy"})
    # What is no filter narrows nothing, and asks no table for anything else.
    assert fitting(token_digest=closed.token_digest) == {closed.pk, welsh.pk}


def test_only_what_is_closed_was_talked_and_has_its_words_can_be_reviewed(
    closed: Contact, ann: Account, sue: Account
) -> None:
    takes(ann, starts().contact)
    finishes(starts().contact)
    practice, recorded, gone = talked(ann), talked(ann), talked(ann)
    Contact.objects.filter(pk=practice.pk).update(practice=True)
    Contact.objects.filter(pk=recorded.pk).update(channel="phone")
    Contact.objects.filter(pk=gone.pk).update(words_destroyed_at=NOON)

    assert [row.contact for row in listed(by=sue)] == [closed.pk]
    for refused in (practice, recorded, gone):
        with pytest.raises(ReviewGone):
            reviews.choose(contact=refused.pk, by=sue)


def test_nobody_reviews_what_they_had_a_part_in(
    closed: Contact, ann: Account, sue: Account, una: Account
) -> None:
    is_there(sue)
    own, wrote, knows = talked(sue), talked(ann), takes(sue, starts().contact)
    wrote.messages.filter(sender="handler").update(by=sue)
    hand_over_known(contact=knows.pk, by=sue)
    finishes(takes(ann, knows))

    assert [row.contact for row in listed(by=sue)] == [closed.pk]
    assert {row.contact for row in listed(by=una)} == {closed.pk, own.pk, wrote.pk, knows.pk}
    with pytest.raises(ReviewGone):
        reviews.choose(contact=own.pk, by=sue)


def test_handlers_admins_and_analysts_review_nothing(
    closed: Contact, ann: Account, admin: Account, analyst: Account
) -> None:
    for account in (ann, admin, analyst):
        with pytest.raises(Forbidden):
            contacts_to_review(account)
        with pytest.raises(Forbidden):
            reviewed_this_month(by=account)


# -- the review ---------------------------------------------------------------------------------


def test_what_is_written_is_sealed_and_comes_again(closed: Contact, sue: Account) -> None:
    reviews.choose(contact=closed.pk, by=sue)
    sent = body(comment=f"He says “{WORDS}”.", notes={"1": "Here was the excuse."})
    saved = save_review(contact=closed.pk, body=sent, revision=0, by=sue)

    assert saved.revision == 1
    assert WORDS.encode() not in bytes(saved.sealed)
    opened = open_review(contact=closed.pk, by=sue)
    assert (opened.written.comment, opened.written.notes) == (sent["comment"], {1: "Here was the excuse."})
    assert opened.own.scores == sent["scores"]
    assert opened.events[0]["body"] == WORDS


def test_each_reading_of_words_is_in_the_audit_and_nothing_else_of_it(closed: Contact, sue: Account) -> None:
    reviews.draw(by=sue, only={})
    open_review(contact=closed.pk, by=sue)
    open_review(contact=closed.pk, by=sue)

    lines = AuditEvent.objects.filter(event__startswith="review.").order_by("pk")
    assert [line.event for line in lines] == ["review.drawn", "review.words_read", "review.words_read"]
    assert {(line.actor, line.subject, str(line.detail)) for line in lines} == {("sue", str(closed.pk), "{}")}


def test_no_words_are_opened_before_a_review_is_begun(closed: Contact, sue: Account) -> None:
    with pytest.raises(ReviewGone):
        open_review(contact=closed.pk, by=sue)


def test_a_draft_saved_from_another_window_is_not_written_over(closed: Contact, sue: Account) -> None:
    reviews.choose(contact=closed.pk, by=sue)
    save_review(contact=closed.pk, body=body("2"), revision=0, by=sue)

    with pytest.raises(ReviewChanged):
        save_review(contact=closed.pk, body=body("0"), revision=0, by=sue)
    assert Review.objects.get().scores == all_scores("2")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"scores": {"safety_first": "na"}}, "safety_first"),
        ({"scores": {"charm": "2"}}, "charm"),
        ({"scores": []}, "scores"),
        ({"comment": "x" * 4_001}, "comment"),
        ({"comment": 7}, "comment"),
        ({"notes": {"1": "x" * 1_001}}, "note_1"),
        ({"notes": {"99": "there is no such message"}}, "notes"),
        ({"notes": {"0": "nor this"}}, "notes"),
        ({"notes": {"1e3": "nor that"}}, "notes"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(
    closed: Contact, sue: Account, sent: dict[str, Any], field: str
) -> None:
    reviews.choose(contact=closed.pk, by=sue)

    with pytest.raises(RequestInvalid) as refusal:
        save_review(contact=closed.pk, body=sent, revision=0, by=sue)
    assert field in refusal.value.extra["fields"]
    assert Review.objects.get().revision == 0


def test_it_is_handed_in_with_every_score_and_what_there_was_is_kept_without(
    closed: Contact, sue: Account
) -> None:
    reviews.choose(contact=closed.pk, by=sue)
    part = {"scores": {"plan": "2"}, "comment": "Almost.", "notes": {}}

    with pytest.raises(ReviewUnfinished) as refusal:
        reviews.hand_in(contact=closed.pk, body=part, revision=0, by=sue)
    assert "safety_first" in refusal.value.extra["fields"]
    assert "plan" not in refusal.value.extra["fields"]
    assert Review.objects.get().scores == {"plan": "2"}

    reviews.hand_in(contact=closed.pk, body=body(), revision=1, by=sue)
    assert Review.objects.get().handed_in_at == NOON


def test_handed_in_twice_is_handed_in_once(closed: Contact, sue: Account) -> None:
    scored(closed, sue, "2")

    again = reviews.hand_in(contact=closed.pk, body=body("0"), revision=0, by=sue)

    assert again.scores == all_scores("2")
    assert AuditEvent.objects.filter(event="review.handed_in").count() == 1
    with pytest.raises(ReviewHandedIn):
        save_review(contact=closed.pk, body=body("0"), revision=1, by=sue)
    with pytest.raises(ReviewHandedIn):
        reviews.put_back(contact=closed.pk, by=sue)


def test_put_back_it_can_be_drawn_again(closed: Contact, sue: Account, una: Account) -> None:
    reviews.draw(by=sue, only={})
    with pytest.raises(ReviewNone):
        reviews.draw(by=una, only={})
    reviews.put_back(contact=closed.pk, by=sue)

    assert reviews.draw(by=una, only={}).contact_id == closed.pk


# -- two reviewers ------------------------------------------------------------------------------


def test_a_second_may_be_chosen_and_no_third(
    closed: Contact, sue: Account, una: Account, make_account: Any
) -> None:
    first, second = (reviews.choose(contact=closed.pk, by=by) for by in (sue, una))

    assert (first.place, second.place) == (1, 2)
    assert reviews.choose(contact=closed.pk, by=una).pk == second.pk
    with pytest.raises(ReviewFull):
        reviews.choose(contact=closed.pk, by=make_account(Role.SUPERVISOR, "tom"))


def test_nobody_sees_the_others_scores_before_their_own_are_in(
    closed: Contact, ann: Account, sue: Account, una: Account
) -> None:
    scored(closed, sue, "0", comment="SECRET", notes={"1": "SECRET"})
    feedback.reply(contact=closed.pk, text="SECRET", by=ann)
    reviews.choose(contact=closed.pk, by=una)

    opened = open_review(contact=closed.pk, by=una)
    assert (opened.other, opened.reply) == (None, "")
    assert "SECRET" not in str(opened)
    (row,) = listed(by=una)
    assert {"scores", "sealed"} <= row.reviews[0].get_deferred_fields()

    reviews.hand_in(contact=closed.pk, body=body("1"), revision=0, by=una)
    for by, other in ((una, sue), (sue, una)):
        opened = open_review(contact=closed.pk, by=by)
        assert opened.other is not None
        assert opened.other.by == other
    assert open_review(contact=closed.pk, by=una).others_written.comment == "SECRET"
    assert open_review(contact=closed.pk, by=una).reply == "SECRET"


def test_both_may_settle_what_differs_and_what_is_alike_stays(
    closed: Contact, sue: Account, una: Account
) -> None:
    scored(closed, sue, "1", plan="0")
    with pytest.raises(ReviewGone):
        reviews.settle(contact=closed.pk, chosen={}, by=sue)
    scored(closed, una, "1", plan="2")

    with pytest.raises(RequestInvalid) as refusal:
        reviews.settle(contact=closed.pk, chosen={"ending": "0"}, by=una)
    assert set(refusal.value.extra["fields"]) == {"plan"}
    talk = reviews.settle(contact=closed.pk, chosen={"plan": "1", "ending": "0"}, by=una)

    assert talk.agreed == all_scores("1")
    assert talk.agreed_by == una


def test_a_third_supervisor_settles_nothing(
    closed: Contact, sue: Account, una: Account, make_account: Any
) -> None:
    scored(closed, sue)
    scored(closed, una)
    tom = make_account(Role.SUPERVISOR, "tom")

    for act in (partial(reviews.settle, chosen={}), open_review, reviews.take_back):
        with pytest.raises(ReviewGone):
            act(contact=closed.pk, by=tom)


def test_it_can_be_taken_back_until_somebody_goes_by_it(
    closed: Contact, ann: Account, sue: Account, una: Account
) -> None:
    scored(closed, sue)
    reviews.take_back(contact=closed.pk, by=sue)
    assert feedback.headings(by=ann) == []

    reviews.hand_in(contact=closed.pk, body=body("2"), revision=1, by=sue)
    feedback.mark_read(contact=closed.pk, by=ann)
    with pytest.raises(ReviewSeen):
        reviews.take_back(contact=closed.pk, by=sue)
    # The second is news for the handler.
    scored(closed, una)
    assert feedback.count_unread(by=ann) == 1
    with pytest.raises(ReviewSeen):
        reviews.take_back(contact=closed.pk, by=una)


def test_whatever_one_has_not_read_is_counted_in_one_question(
    closed: Contact,
    ann: Account,
    sue: Account,
    make_account: Any,
    django_assert_num_queries: Any,
) -> None:
    scored(closed, sue)
    scored(closed, make_account(Role.SUPERVISOR, "eve"))
    for read in (False, True, False):
        KeptFeedback.objects.create(
            handler=ann, month=date(2026, 10, 1), version=1, scores={}, reviewers=1, agreed=False, read=read
        )

    with django_assert_num_queries(1):
        # A talk that two reviewed is one.
        assert feedback.count_unread(by=ann) == 3


def test_supervisors_are_counted_by_name_and_not_by_number(
    closed: Contact, ann: Account, sue: Account, una: Account
) -> None:
    scored(closed, una)
    scored(talked(ann), una)
    scored(closed, sue)

    assert reviewed_this_month(by=sue) == [("sue", 1), ("una", 2)]
    purge_expired(now=DUE)
    assert reviewed_this_month(by=sue) == [("sue", 1), ("una", 2)]


# -- the handler --------------------------------------------------------------------------------


def test_the_handler_gets_scores_comments_and_only_the_messages_they_are_about(
    closed: Contact, ann: Account, ben: Account, sue: Account
) -> None:
    scored(closed, sue, "2", comment="Well held.", notes={"2": "This line."})

    got = feedback.open_feedback(contact=closed.pk, by=ann)

    assert [(review.by, written.comment) for review, written in got.reviews] == [(sue, "Well held.")]
    assert [event["body"] for event in got.about.values()] == ["What would somebody at the door have seen?"]
    assert AuditEvent.objects.filter(event="review.feedback_read", actor="ann").count() == 1
    for other in (ben, sue):
        with pytest.raises(ReviewGone):
            feedback.open_feedback(contact=closed.pk, by=other)


def test_before_it_is_handed_in_there_is_no_feedback(closed: Contact, ann: Account, sue: Account) -> None:
    reviews.choose(contact=closed.pk, by=sue)
    save_review(contact=closed.pk, body=body(), revision=0, by=sue)

    assert feedback.headings(by=ann) == []
    with pytest.raises(ReviewGone):
        feedback.reply(contact=closed.pk, text="?", by=ann)


def test_a_reply_is_short_sealed_and_can_be_taken_back(closed: Contact, ann: Account, sue: Account) -> None:
    scored(closed, sue)
    with pytest.raises(RequestInvalid):
        feedback.reply(contact=closed.pk, text="x" * 1_001, by=ann)

    feedback.reply(contact=closed.pk, text=f"He said “{WORDS}”", by=ann)
    assert WORDS.encode() not in bytes(ReviewedTalk.objects.get().sealed)
    assert open_review(contact=closed.pk, by=sue).reply == f"He said “{WORDS}”"
    feedback.reply(contact=closed.pk, text="  ", by=ann)
    assert open_review(contact=closed.pk, by=sue).reply == ""


# -- when the words go --------------------------------------------------------------------------


def test_the_scores_stay_and_everything_else_goes(
    closed: Contact, ann: Account, sue: Account, una: Account
) -> None:
    scored(closed, sue, "1", plan="0", comment="A", notes={"1": "B"})
    scored(closed, una, "1", plan="2")
    feedback.reply(contact=closed.pk, text="C", by=ann)
    assert purge_expired(now=DUE) == 1

    assert (Review.objects.count(), ReviewedTalk.objects.count()) == (0, 0)
    kept = KeptFeedback.objects.get()
    assert (kept.handler, str(kept.month), kept.reviewers, kept.agreed, kept.read) == (
        ann, "2026-11-01", 2, False, True,
    )  # fmt: skip
    # The first reviewer's, where nothing was settled.
    assert kept.scores == all_scores("1", plan="0")
    assert {(row.criterion, row.score, row.number) for row in ScoreTally.objects.all()} == {
        (id, score, 1) for id, score in all_scores("1", plan="0").items()
    }
    assert PairTally.objects.get(criterion="plan", first="0", second="2").number == 1
    assert sorted(ReviewerTally.objects.values_list("reviewer__username", "number")) == [
        ("sue", 1),
        ("una", 1),
    ]
    let_go(now=DUE)
    stayed = " ".join(str(row) for m in (KeptFeedback, ScoreTally, PairTally) for row in m.objects.values())
    assert str(closed.pk) not in stayed
    assert str(kept.pk) not in str(list(AuditEvent.objects.values()))


def test_settled_scores_are_what_a_talk_counts_with(closed: Contact, sue: Account, una: Account) -> None:
    scored(closed, sue, "1", plan="0")
    scored(closed, una, "1", plan="2")
    reviews.settle(contact=closed.pk, chosen={"plan": "1"}, by=sue)
    purge_expired(now=DUE)

    assert KeptFeedback.objects.get().scores == all_scores("1")
    assert KeptFeedback.objects.get().agreed is True
    assert ScoreTally.objects.get(criterion="plan").score == "1"


def test_a_draft_leaves_nothing_and_says_so_where_the_purge_was_first(
    closed: Contact, sue: Account, clock: Any
) -> None:
    reviews.choose(contact=closed.pk, by=sue)
    save_review(contact=closed.pk, body=body(comment="unfinished"), revision=0, by=sue)
    clock.move_to(DUE)
    assert purge_expired(now=DUE) == 1

    for act in (
        partial(save_review, body=body(), revision=1),
        partial(reviews.hand_in, body=body(), revision=1),
        open_review,
        reviews.choose,
        reviews.put_back,
    ):
        with pytest.raises(ReviewGone) as refusal:
            act(contact=closed.pk, by=sue)
        assert "destroyed" in refusal.value.message
    assert (Review.objects.count(), KeptFeedback.objects.count(), ScoreTally.objects.count()) == (0, 0, 0)


def test_a_review_keeps_no_word_longer_and_a_hold_opens_nothing_again(
    closed: Contact, ann: Account, sue: Account, clock: Any
) -> None:
    scored(closed, sue, comment="A")
    propose_break(contact=closed.pk, reason="harm", by=sue)  # type: ignore[arg-type]
    clock.move_to(DUE - timedelta(microseconds=1))
    assert open_review(contact=closed.pk, by=sue).written.comment == "A"

    clock.move_to(DUE)
    assert purge_expired(now=DUE) == 0
    with pytest.raises(ReviewGone):
        open_review(contact=closed.pk, by=sue)
    with pytest.raises(ReviewGone):
        feedback.open_feedback(contact=closed.pk, by=ann)
    assert listed(by=sue) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_many(
    number: int, content: None, ann: Account, sue: Account, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        scored(talked(ann), sue)

    with django_assert_num_queries(2):
        assert len(listed(by=sue)) == number
