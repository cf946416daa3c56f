"""Saved replies: whose they are, how many, and what is kept of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.errors import ReplyNotFound, TooManyReplies
from chat.models import SavedReply
from chat.services.saved_replies import MOST_REPLIES, delete_reply, replies_of, save_reply
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)


def keeps(by: Account, title: str = "Time out", *, team: bool = False, **more: Any) -> UUID:
    """Save one reply and return its id."""
    id = more.pop("id", None) or uuid4()
    save_reply(reply=id, title=title, words=more.pop("words", "Step out for [minutes]."), team=team, by=by)
    return id


def titles(account: Account) -> list[str]:
    return [reply["title"] for reply in replies_of(account)]


def test_one_sees_ones_own_and_the_teams_by_title_and_nobody_elses(
    ann: Account, ben: Account, sue: Account
) -> None:
    keeps(ann, "zebra")
    keeps(ann, "Apple")
    keeps(ben, "Ben's")
    keeps(sue, "middle", team=True)

    assert titles(ann) == ["Apple", "middle", "zebra"]
    assert titles(ben) == ["Ben's", "middle"]
    assert titles(sue) == ["middle"]


def test_saving_under_the_same_id_again_changes_it_and_keeps_one(ann: Account) -> None:
    id = keeps(ann, "First")
    keeps(ann, "Second", id=id, words="Other [words].")

    assert replies_of(ann) == [{"id": str(id), "title": "Second", "words": "Other [words].", "team": False}]


def test_a_deleted_one_is_put_back_by_saving_it_again(ann: Account) -> None:
    id = keeps(ann)
    delete_reply(reply=id, by=ann)
    assert titles(ann) == []

    keeps(ann, id=id)
    assert titles(ann) == ["Time out"]


def test_what_is_stored_is_trimmed_composed_and_the_title_one_line(ann: Account) -> None:
    keeps(ann, "  Time\n out\x00 ", words="  Cafe\u0301?\nYes.\x07 ")

    (kept,) = replies_of(ann)
    assert (kept["title"], kept["words"]) == ("Time out", "Café?\nYes.")


@pytest.mark.parametrize(
    ("title", "words", "fields"),
    [
        ("", "words", {"title": "is empty"}),
        ("title", " \u200b\n", {"words": "is empty"}),
        ("t" * 61, "words", {"title": "must be at most 60 characters"}),
        ("title", "w" * 1_001, {"words": "must be at most 1000 characters"}),
        (" ", "w" * 1_001, {"title": "is empty", "words": "must be at most 1000 characters"}),
    ],
)
def test_an_empty_or_too_long_one_is_refused_by_field(
    ann: Account, title: str, words: str, fields: dict[str, str]
) -> None:
    with pytest.raises(RequestInvalid) as refused:
        keeps(ann, title, words=words)

    assert refused.value.extra["fields"] == fields
    assert titles(ann) == []


def test_the_longest_that_is_allowed_is_kept_whole(ann: Account) -> None:
    keeps(ann, "é" * 60, words="é" * 1_000)

    (kept,) = replies_of(ann)
    assert (len(kept["title"]), len(kept["words"])) == (60, 1_000)


@pytest.mark.parametrize("team", [False, True])
def test_the_hundred_and_first_is_refused_and_a_change_of_a_kept_one_is_not(sue: Account, team: bool) -> None:
    now = timezone.now()
    owner = None if team else sue
    SavedReply.objects.bulk_create(
        SavedReply(owner=owner, title=f"{n}", words="words", changed_at=now) for n in range(MOST_REPLIES - 1)
    )
    last = keeps(sue, "the 100th", team=team)

    with pytest.raises(TooManyReplies):
        keeps(sue, "the 101st", team=team)
    keeps(sue, "changed", id=last, team=team)
    # The other list has room.
    keeps(sue, "beside it", team=not team)
    assert "the 101st" not in titles(sue)


def test_somebody_elses_reply_looks_absent_to_change_and_to_delete(ann: Account, ben: Account) -> None:
    id = keeps(ann, "Ann's")

    with pytest.raises(ReplyNotFound):
        keeps(ben, "Taken over", id=id)
    with pytest.raises(ReplyNotFound):
        delete_reply(reply=id, by=ben)
    with pytest.raises(ReplyNotFound):
        delete_reply(reply=uuid4(), by=ben)
    assert titles(ann) == ["Ann's"]


def test_the_teams_are_a_supervisors_to_add_change_and_delete(ann: Account, sue: Account) -> None:
    with pytest.raises(Forbidden):
        keeps(ann, team=True)
    id = keeps(sue, "Team's", team=True)
    with pytest.raises(Forbidden):
        keeps(ann, "Changed", id=id, team=True)
    with pytest.raises(Forbidden):
        delete_reply(reply=id, by=ann)

    delete_reply(reply=id, by=sue)
    assert titles(ann) == []


def test_one_of_the_team_does_not_become_ones_own_nor_the_other_way_round(sue: Account) -> None:
    of_team, own = keeps(sue, "Team's", team=True), keeps(sue, "Own")

    with pytest.raises(ReplyNotFound):
        keeps(sue, "Mine now", id=of_team)
    with pytest.raises(ReplyNotFound):
        keeps(sue, "Everybody's now", id=own, team=True)


def test_the_audit_names_what_was_done_to_the_teams_and_holds_no_word(ann: Account, sue: Account) -> None:
    keeps(ann, "Own title", words="Own words.")
    id = keeps(sue, "Team title", words="Team words.", team=True)
    keeps(sue, "Team title", id=id, words="Team words again.", team=True)
    delete_reply(reply=id, by=sue)

    lines = AuditEvent.objects.filter(event__startswith="reply.")
    assert [(line.event, line.actor, line.subject, line.detail) for line in lines] == [
        (event, "sue", str(id), {}) for event in ("reply.added", "reply.changed", "reply.deleted")
    ]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMIN])
def test_who_takes_no_contacts_has_no_replies(make_account: Callable[..., Account], role: Role) -> None:
    account = make_account(role)

    for act in (lambda: replies_of(account), lambda: keeps(account), lambda: keeps(account, team=True)):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        delete_reply(reply=uuid4(), by=account)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_is_one_query_however_long(
    ann: Account, many: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for n in range(many):
        keeps(ann, f"reply {n}")

    with django_assert_num_queries(1):
        assert len(replies_of(ann)) == many
