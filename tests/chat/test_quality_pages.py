"""Pages of reviews: what they show before one is opened, what they keep, what they say when it is gone."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chat.models import Contact, Review
from chat.services import reviews
from chat.services.retention import purge_expired
from helpline.quality.kept import Done, forget_feedback, keep
from helpline.quality.models import KeptFeedback, ReviewerTally, ScoreTally
from helpline.quality.rubrics import running_rubric
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, finishes, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
ACTS = ("save", "choose", "put-back", "take-back", "settle")
WORDS = "I only pushed her, it was the drink"


@pytest.fixture
def closed(content: None, ann: Account) -> Contact:
    contact = takes(ann, starts().contact)
    says(contact, WORDS)
    finishes(contact)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def una(make_account: Any) -> Account:
    return make_account(Role.SUPERVISOR, "una")


@pytest.fixture
def page(signed_in: Callable[[Account], Client], sue: Account) -> Client:
    return signed_in(sue)


def all_scores(score: str = "1", **others: str) -> dict[str, str]:
    return {each.id: others.get(each.id, score) for each in running_rubric().criteria}


def fields(scores: dict[str, str], **more: str) -> dict[str, str]:
    return {f"score_{id}": score for id, score in scores.items()} | more


def at(contact: Contact, end: str = "") -> str:
    return f"/supervision/quality/{contact.pk}/{end}"


def said(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_it_is_drawn_opened_saved_handed_in_and_taken_back_without_script(
    closed: Contact, page: Client
) -> None:
    drawn = page.post("/supervision/quality/draw/", {"handler": "", "level": "", "language": ""}, follow=True)
    assert drawn.redirect_chain[-1][0] == at(closed)
    assert WORDS not in said(drawn)
    assert not AuditEvent.objects.filter(event="review.words_read").exists()

    assert WORDS in said(page.get(at(closed, "words/")))
    sent = fields({"plan": "2"}, comment="Almost.", note_1="Here.", revision="0", act="hand_in")
    refused = page.post(at(closed, "save/"), sent, follow=True)
    assert "Something has no score yet. What you have is saved." in said(refused)
    assert "Without a score: Safety first," in said(refused)
    assert "Almost." in said(refused)

    sent = fields(all_scores(), comment="Good.", revision="1", act="hand_in")
    assert "The handler sees it now." in said(page.post(at(closed, "save/"), sent, follow=True))
    done = page.get(at(closed, "words/"))
    assert "Good." in said(done)
    assert b"<textarea" not in done.content
    assert "It is a draft again" in said(page.post(at(closed, "take-back/"), follow=True))


def test_the_list_tells_neither_words_nor_scores_and_how_long_is_left(
    closed: Contact, page: Client, una: Account
) -> None:
    reviews.choose(contact=closed.pk, by=una)
    sent = {"scores": all_scores("0"), "comment": "SECRET", "notes": {}}
    reviews.hand_in(contact=closed.pk, body=sent, revision=0, by=una)
    Contact.objects.update(purge_at=timezone.now() + timedelta(hours=3, minutes=5))

    shown = said(page.get("/supervision/quality/")) + said(page.get(at(closed)))

    assert "una (handed in)" in shown
    assert "in 3 hours" in shown
    assert "You would be the second reviewer." in shown
    assert [word for word in (WORDS, "SECRET") if word in shown] == []
    page.post(at(closed, "choose/"))
    assert "SECRET" not in said(page.get(at(closed, "words/")))


def test_saving_as_one_writes_gives_the_next_revision_or_says_what_is_wrong(
    closed: Contact, page: Client
) -> None:
    page.post(at(closed, "choose/"))
    path = f"/console/api/reviews/{closed.pk}/"

    def saves(**body: Any) -> Any:
        return page.post(path, json.dumps(body), content_type="application/json")

    assert saves(scores={"plan": "2"}, comment="c", notes={"1": "n"}, revision=0).json() == {"revision": 1}
    assert saves(scores={}, comment="", notes={}, revision=0).json()["error"]["code"] == "review.changed"
    wrong = saves(scores={"plan": "9"}, revision=1)
    assert (wrong.status_code, wrong.json()["error"]["fields"]["plan"]) == (400, "must be one of 0, 1, 2, na")
    assert saves(scores={}, revision="1").status_code == 400
    assert Review.objects.get().scores == {"plan": "2"}

    purge_expired(now=closed.purge_at)  # type: ignore[arg-type]
    gone = saves(scores={}, comment="", notes={}, revision=1)
    assert (gone.status_code, gone.json()["error"]["code"]) == (410, "review.gone")


def test_whoever_comes_after_the_purge_is_told_in_words(closed: Contact, page: Client) -> None:
    page.post(at(closed, "choose/"))
    purge_expired(now=closed.purge_at)  # type: ignore[arg-type]

    sent = fields(all_scores(), revision="0")
    asked = [
        *(page.get(at(closed, end), follow=True) for end in ("", "words/")),
        *(page.post(at(closed, f"{act}/"), sent, follow=True) for act in ACTS),
    ]

    for answer in asked:
        assert answer.redirect_chain[-1][0] == "/supervision/quality/"
        assert "what was not handed in is destroyed with them" in said(answer)


def test_both_see_where_they_differ_and_settle_it_for_the_handler(
    closed: Contact, page: Client, ann: Account, una: Account, signed_in: Callable[[Account], Client]
) -> None:
    other = signed_in(una)
    for client, plan in ((page, "0"), (other, "2")):
        client.post(at(closed, "choose/"))
        sent = fields(all_scores("1", plan=plan), comment="", revision="0", act="hand_in")
        client.post(at(closed, "save/"), sent)

    shown = page.get(at(closed, "words/")).content.decode()
    assert re.findall(r'<select id="settle-(\w+)"', shown) == ["plan"]
    settled = page.post(at(closed, "settle/"), fields({"plan": "1"}), follow=True)

    assert "The settled scores are kept" in said(settled)
    of_handler = said(signed_in(ann).get(f"/console/feedback/{closed.pk}/"))
    assert "Scores that both settled" in of_handler
    assert WORDS not in of_handler


def test_the_handler_reads_answers_and_keeps_the_scores(
    closed: Contact, page: Client, ann: Account, signed_in: Callable[[Account], Client]
) -> None:
    mine = signed_in(ann)
    assert "new)" not in said(mine.get("/console/corrections/"))
    page.post(at(closed, "choose/"))
    sent = fields(all_scores("2"), comment="Well held.", note_1="Here.", revision="0", act="hand_in")
    page.post(at(closed, "save/"), sent)

    assert "Feedback (1 new)" in said(mine.get("/console/corrections/"))
    shown = said(mine.get(f"/console/feedback/{closed.pk}/"))
    assert [each for each in ("Well held.", "Here.", WORDS, "From sue") if each not in shown] == []
    mine.post(f"/console/feedback/{closed.pk}/reply/", {"reply": "Thank you."})
    assert "Feedback (" not in said(mine.get("/console/corrections/"))
    assert "Thank you." in said(page.get(at(closed, "words/")))

    purge_expired(now=closed.purge_at)  # type: ignore[arg-type]
    after = said(mine.get("/console/feedback/"))
    assert "Scores that stayed" in after
    assert mine.get(f"/console/feedback/{closed.pk}/").status_code == 404
    assert [each for each in ("Well held.", "Thank you.", "sue") if each in after] == []


def test_a_zero_hour_service_says_that_there_is_nothing_to_draw(page: Client) -> None:
    assert "Nothing is there to draw" in said(page.get("/supervision/quality/"))
    answer = page.post("/supervision/quality/draw/", {"handler": "x" * 40}, follow=True)
    assert "No talk that fits is there to be drawn. Choose fewer conditions, or look again tomorrow." in said(
        answer
    )


# -- figures ------------------------------------------------------------------------------------


def tallied(ann: Account, sue: Account, *, month: date, low: int, high: int) -> None:
    """So many talks with a 0 and with a 2 on everything, each scored alike by two."""
    both = [(all_scores("0"),) * 2] * low + [(all_scores("2"),) * 2] * high
    keep(
        Done(
            handler=ann.pk,
            month=month,
            version=1,
            scores=scores,
            agreed=None,
            reviewers=((month, sue.pk),),
            read=True,
        )
        for scores in both
    )


def test_a_month_shows_sums_in_the_rubrics_order_and_hides_what_is_small(
    content: None, page: Client, ann: Account, sue: Account
) -> None:
    last = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    tallied(ann, sue, month=last, low=5, high=9)
    tallied(ann, sue, month=timezone.localdate().replace(day=1), low=9, high=9)

    answer = page.get("/supervision/quality/figures/")
    shown = said(answer)

    assert "14 talks." in shown
    titles = [each.title for each in running_rubric().criteria]
    assert [shown.index(title) for title in titles] == sorted(shown.index(title) for title in titles)
    assert "Safety first not shown not shown 9 –" in shown
    assert "Challenge not shown not shown 9 not shown" in shown
    assert "100 % 1.00" in shown
    main = answer.content.decode().partition("<main")[2]
    assert [name for name in ("ann", "sue") if f">{name}<" in main] == []
    # The running month is not there yet, also where it is asked for.
    assert "18 talks." not in said(
        page.get(f"/supervision/quality/figures/?month={timezone.localdate():%Y-%m}")
    )


def test_of_fewer_than_five_nothing_is_shown(content: None, page: Client, ann: Account, sue: Account) -> None:
    last = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    tallied(ann, sue, month=last, low=1, high=3)

    shown = said(page.get("/supervision/quality/figures/"))

    assert "Fewer than 5 talks were reviewed." in shown
    assert "fewer than 5" in shown
    assert "%" not in shown


def test_what_is_kept_for_a_person_is_deleted_after_its_days_and_sums_stay(
    content: None, ann: Account, sue: Account, settings: Any
) -> None:
    settings.HELPLINE_FEEDBACK_DAYS = 180
    tallied(ann, sue, month=date(2026, 3, 1), low=0, high=2)
    over = timezone.now().replace(year=2026, month=9, day=27)

    # The 180th day after the 31st of March, and the day after it.
    assert forget_feedback(now=over) == 0
    assert forget_feedback(now=over + timedelta(days=1)) == 3
    assert (KeptFeedback.objects.count(), ReviewerTally.objects.count()) == (0, 0)
    assert ScoreTally.objects.filter(criterion="plan").get().number == 2
