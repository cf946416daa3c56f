"""Many pages that say hello at once are told the same as each alone, in a fixed number of questions."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from chat.caller_view import Look, caller_view, first_views
from chat.models import Contact
from chat.services.ending import end_by_caller
from chat.services.openings import Opened, open_pages
from helpline.staff.models import Account
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_each_token_opens_its_own_contact_and_a_wrong_one_nothing(content: None, ann: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        waits, talks, over = (starts() for _ in range(3))
        takes(ann, talks.contact)
        end_by_caller(contact=over.contact.pk)
        Contact.objects.filter(pk=talks.contact.pk).update(hidden_to_seq=4)
        clock.shift(10)
        found = open_pages([over.token, "another", talks.token, "", "café", waits.token])

    assert found == [
        Opened(over.contact.pk, over.contact.token_digest, None),
        None,
        Opened(talks.contact.pk, talks.contact.token_digest, 4),
        None,
        None,
        Opened(waits.contact.pk, waits.contact.token_digest, 0),
    ]
    seen = dict(Contact.objects.values_list("pk", "caller_seen_at"))
    gave = {
        started.contact.pk: (seen[started.contact.pk] - NOON).total_seconds() for started in (waits, talks)
    }
    assert set(gave.values()) == {10}
    assert seen[over.contact.pk] == NOON


def test_each_page_is_shown_what_it_would_be_shown_alone(content: None, ann: Account) -> None:
    waits, talks = starts(), starts(first_message="hello")
    takes(ann, talks.contact)
    digests = [each.contact.token_digest for each in (waits, talks)]
    looks = [
        Look(each.contact.pk, digest, 0, 0) for each, digest in zip((waits, talks), digests, strict=True)
    ]

    shown = first_views([*looks, Look(waits.contact.pk, "another", 0, 0)])

    alone = [caller_view(look.contact, after=0, words_after=0, token=look.token) for look in looks]
    assert shown == [*alone, None]
    assert [len(view.news) for view in alone if view] == [0, 1]


def test_ten_cost_as_many_questions_as_two(content: None, django_assert_num_queries: Any) -> None:
    tokens = [starts().token for _ in range(10)]

    # The read; then the rows in one order, and their signs of life, within one transaction.
    with django_assert_num_queries(5):
        open_pages(tokens[:2])
    with django_assert_num_queries(5):
        open_pages(tokens)
