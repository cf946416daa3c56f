"""What reviewers and handlers wrote about a talk is nowhere at rest, and after the purge nowhere at all.

That the search finds what stands in the open is shown in test_words_at_rest.py.
"""

from pathlib import Path
from typing import Any

import pytest

from chat.models import Review, ReviewedTalk
from chat.services import feedback, reviews
from chat.services.retention import cut_logs, let_go, purge_expired
from chat.services.review_words import open_review, save_review
from helpline.quality.models import KeptFeedback, ScoreTally
from helpline.quality.rubrics import running_rubric
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, finishes, says, starts, takes
from tests.leaks.at_rest import SENTENCE, files_of, found

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)


def test_comments_notes_and_replies_are_nowhere_in_the_open_and_gone_with_the_words(
    content: None, ann: Account, make_account: Any, on_disk: dict[str, Path], log: Path
) -> None:
    sue, una = (make_account(Role.SUPERVISOR, name) for name in ("sue", "una"))
    contact = takes(ann, starts().contact)
    says(contact, "hello")
    finishes(contact)
    contact.refresh_from_db()
    body = {
        "scores": {each.id: "1" for each in running_rubric().criteria},
        "comment": f"He says: {SENTENCE}",
        "notes": {"1": SENTENCE},
    }
    for by in (sue, una):
        reviews.choose(contact=contact.pk, by=by)
        save_review(contact=contact.pk, body=body, revision=0, by=by)
    reviews.hand_in(contact=contact.pk, body=body, revision=1, by=sue)
    feedback.reply(contact=contact.pk, text=f"Yes: {SENTENCE}", by=ann)
    assert SENTENCE in open_review(contact=contact.pk, by=sue).written.comment
    assert SENTENCE in feedback.open_feedback(contact=contact.pk, by=ann).reply
    assert found(SENTENCE, [*files_of(on_disk), log]) == []
    sealed = [bytes(row.sealed) for row in (*Review.objects.all(), *ReviewedTalk.objects.all())]
    assert all(sealed)
    if on_disk:
        before = b"".join(path.read_bytes() for path in files_of(on_disk))
        assert all(value in before for value in sealed)

    assert purge_expired(now=contact.purge_at) == 1  # type: ignore[arg-type]
    let_go(now=contact.purge_at)  # type: ignore[arg-type]
    cut_logs()

    assert (Review.objects.count(), ReviewedTalk.objects.count()) == (0, 0)
    assert (KeptFeedback.objects.count(), ScoreTally.objects.count()) == (1, 8)
    assert found(SENTENCE, [*files_of(on_disk), log]) == []
    if on_disk:
        after = b"".join(path.read_bytes() for path in files_of(on_disk))
        assert [value for value in sealed if value in after] == []
