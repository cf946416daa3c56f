from uuid import uuid4

import pytest

from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from triage.answers import TriageInvalid
from triage.models import LoweredLevel, MarkerAnswer, SignpostGiven, TriageRecord
from triage.noted import NOTED, SCALES
from triage.risk import MARKER_IDS, Level
from triage.services import (
    forget,
    lowering_reason,
    record_lowering,
    record_signpost,
    record_triage,
    triage_of,
)

pytestmark = pytest.mark.django_db


def test_before_anything_was_asked_every_marker_is_not_asked():
    assert triage_of(uuid4()) == {
        "caller_type": None,
        "readiness_before": None,
        "readiness_after": None,
        "confidentiality_given": False,
        **dict.fromkeys([*SCALES, *NOTED]),
        "behaviours": [],
        "markers": dict.fromkeys(MARKER_IDS, "not_asked"),
        "instrument": None,
        "updated_at": None,
    }


def test_changes_add_up(handler):
    contact = uuid4()

    record_triage(
        contact=contact, changes={"caller_type": "person_using_abuse", "readiness_before": 3}, by=handler
    )
    record_triage(contact=contact, changes={"markers": {"stalking": "yes", "pregnancy": "no"}}, by=handler)
    found = record_triage(
        contact=contact, changes={"markers": {"stalking": "no"}, "confidentiality_given": True}, by=handler
    )

    assert found == triage_of(contact)
    assert (found["caller_type"], found["readiness_before"]) == ("person_using_abuse", 3)
    assert found["confidentiality_given"] is True
    assert (found["markers"]["stalking"], found["markers"]["pregnancy"]) == ("no", "no")
    assert found["markers"]["suicidal"] == "not_asked"
    assert MarkerAnswer.objects.count() == 2


def test_an_answer_can_be_taken_back(handler):
    contact = uuid4()
    record_triage(contact=contact, changes={"readiness_before": 3, "caller_type": "out_of_scope"}, by=handler)

    found = record_triage(
        contact=contact, changes={"readiness_before": None, "caller_type": None}, by=handler
    )

    assert (found["readiness_before"], found["caller_type"]) == (None, None)


def test_one_wrong_field_stores_nothing(handler):
    contact = uuid4()

    with pytest.raises(TriageInvalid) as refusal:
        record_triage(
            contact=contact, changes={"caller_type": "victim_survivor", "readiness_after": 11}, by=handler
        )

    assert refusal.value.as_wire() == {
        "code": "request.invalid",
        "message": (
            "Some of what was sent does not fit, so nothing was saved. Change what is marked, then "
            "send it again."
        ),
        "fields": {"readiness_after": "must be a whole number from 0 to 10"},
    }
    assert not TriageRecord.objects.exists()


@pytest.mark.parametrize("role", ["analyst", "admin"])
def test_only_those_who_take_contacts_assess_them(role, request):
    with pytest.raises(Forbidden):
        record_triage(contact=uuid4(), changes={"readiness_before": 3}, by=request.getfixturevalue(role))


def test_what_was_judged_of_a_caller_is_not_in_the_audit_log(handler):
    record_triage(contact=uuid4(), changes={"markers": {"suicidal": "yes"}}, by=handler)

    assert not AuditEvent.objects.exists()


def test_forgetting_takes_everything_of_these_contacts_and_nothing_of_others(handler, make_entry):
    gone, kept = uuid4(), uuid4()
    entry = make_entry()
    for contact in (gone, kept):
        record_triage(
            contact=contact, changes={"readiness_before": 3, "markers": {"stalking": "yes"}}, by=handler
        )
        record_signpost(contact=contact, entry_id=entry.id, by=handler)
        because = lowering_reason(contact, "about_others")
        record_lowering(contact=contact, suggested=Level.URGENT, because=because, by=handler)

    assert forget([gone]) == 4

    for model in (TriageRecord, MarkerAnswer, LoweredLevel, SignpostGiven):
        assert list(model.objects.values_list("contact", flat=True)) == [kept]
    assert forget([gone]) == 0
