"""Supervisors who press at the same moment: each is given a talk of their own, nothing is handed in twice."""

from functools import partial
from typing import Any

import pytest

from chat.errors import ReviewFull, ReviewGone, ReviewNone
from chat.models import Contact, Review
from chat.services import reviews
from chat.services.retention import purge_expired
from helpline.quality.models import KeptFeedback
from helpline.quality.rubrics import running_rubric
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, finishes, says, starts, takes
from tests.chat.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True, databases=BOTH), pytest.mark.usefixtures("on_disk")]


@pytest.fixture
def supervisors(make_account: Any) -> list[Account]:
    return [make_account(Role.SUPERVISOR, name) for name in ("sue", "una", "tom")]


def talked(ann: Account) -> Contact:
    contact = takes(ann, starts().contact)
    says(contact, "hello")
    finishes(contact)
    contact.refresh_from_db()
    return contact


def test_who_draws_at_once_is_given_different_talks(
    content: None, ann: Account, supervisors: list[Account]
) -> None:
    talks = {talked(ann).pk for _ in range(2)}

    drawn = at_once(*(partial(reviews.draw, by=by, only={}) for by in supervisors))

    given = [each.contact_id for each in drawn if isinstance(each, Review)]
    assert set(given) == talks
    assert [type(each) for each in drawn if not isinstance(each, Review)] == [ReviewNone]


def test_of_three_who_choose_the_same_two_get_a_place(
    content: None, ann: Account, supervisors: list[Account]
) -> None:
    contact = talked(ann)

    chosen = at_once(*(partial(reviews.choose, contact=contact.pk, by=by) for by in supervisors))

    assert sorted(each.place for each in chosen if isinstance(each, Review)) == [1, 2]
    assert [type(each) for each in chosen if not isinstance(each, Review)] == [ReviewFull]


def test_pressed_twice_it_is_begun_and_handed_in_once(
    content: None, ann: Account, supervisors: list[Account]
) -> None:
    contact, sue = talked(ann), supervisors[0]
    begun = at_once(*[partial(reviews.choose, contact=contact.pk, by=sue)] * 2)
    assert len({each.pk for each in begun if isinstance(each, Review)}) == 1
    sent = {"scores": {each.id: "2" for each in running_rubric().criteria}, "comment": "c", "notes": {}}

    at_once(*[partial(reviews.hand_in, contact=contact.pk, body=sent, revision=0, by=sue)] * 2)

    assert Review.objects.get().handed_in_at is not None
    assert AuditEvent.objects.filter(event="review.handed_in").count() == 1


def test_a_purge_at_the_moment_of_handing_in_leaves_the_score_or_nothing(
    content: None, ann: Account, supervisors: list[Account]
) -> None:
    contact, sue = talked(ann), supervisors[0]
    assert contact.purge_at is not None
    reviews.choose(contact=contact.pk, by=sue)
    sent = {"scores": {each.id: "2" for each in running_rubric().criteria}, "comment": "c", "notes": {}}

    handed, _ = at_once(
        partial(reviews.hand_in, contact=contact.pk, body=sent, revision=0, by=sue),
        partial(purge_expired, now=contact.purge_at),  # type: ignore[list-item]
    )

    assert Review.objects.count() == 0
    assert KeptFeedback.objects.count() == (0 if isinstance(handed, ReviewGone) else 1)
