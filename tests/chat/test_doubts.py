"""What became of drafts that were asked about is counted by kind, without words and without a name."""

from typing import Any

import pytest

from chat.errors import ContactNotFound
from chat.models import Contact, GuidanceUse, PracticeRun
from chat.services.doubts import labels, note_doubts
from chat.services.looking_back import look_back
from helpline.staff.models import Account
from scripts.collusion_file import KINDS
from tests.chat.acts import BOTH
from tests.chat.practising import ends, practises

pytestmark = pytest.mark.django_db(databases=BOTH)
NOTHING: dict[str, Any] = {"shown": [], "sent_anyway": [], "mended": []}


def counted() -> list[tuple[str, str, int]]:
    return sorted(GuidanceUse.objects.values_list("kind", "name", "count"))


def test_each_kind_is_counted_as_what_became_of_it(contact_talking: Contact, ann: Account) -> None:
    contact = contact_talking.pk
    note_doubts(contact=contact, by=ann, **NOTHING | {"shown": ["arguing", "legal_advice", "arguing"]})
    note_doubts(contact=contact, by=ann, **NOTHING | {"sent_anyway": ["arguing"], "mended": ["legal_advice"]})
    note_doubts(contact=contact, by=ann, **NOTHING | {"shown": ["arguing"]})

    assert counted() == [
        ("doubt_mended", "legal_advice", 1),
        ("doubt_sent_anyway", "arguing", 1),
        ("doubt_shown", "arguing", 2),
        ("doubt_shown", "legal_advice", 1),
    ]
    names = {field.name for field in GuidanceUse._meta.get_fields()}
    assert not names & {"handler", "by", "account"}, "a count belongs to nobody"


def test_what_is_no_kind_counts_nothing(contact_talking: Contact, ann: Account) -> None:
    note_doubts(contact=contact_talking.pk, by=ann, **NOTHING | {"shown": ["she_left_me", "Arguing", ""]})

    assert counted() == []


def test_nobody_counts_in_somebody_elses_talk(contact_talking: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        note_doubts(contact=contact_talking.pk, by=ben, **NOTHING | {"shown": ["arguing"]})

    assert counted() == []


def test_a_practice_counts_nothing_and_its_look_back_says_what_was_asked_about(ann: Account) -> None:
    contact = practises(ann)
    note_doubts(contact=contact.pk, by=ann, **NOTHING | {"shown": ["minimising_with_them", "unknown"]})
    note_doubts(contact=contact.pk, by=ann, **NOTHING | {"shown": ["arguing", "minimising_with_them"]})
    note_doubts(contact=contact.pk, by=ann, **NOTHING | {"mended": ["arguing"]})

    assert counted() == []
    assert PracticeRun.objects.get(contact=contact.pk).doubts == ["minimising_with_them", "arguing"]
    ends(contact, ann)
    shown = look_back(ann)
    assert shown is not None
    assert shown["doubts"] == ["Making it smaller", "Arguing"]


def test_every_kind_that_is_counted_has_a_name_as_people_say_it() -> None:
    assert list(labels()) == list(KINDS)
    assert all(labels().values())
