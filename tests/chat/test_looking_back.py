"""The look back on a practice: codes for the handler alone, without a mark."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat.models import PracticeRun
from chat.services import practice_ending
from chat.services.looking_back import look_back, put_away
from helpline.staff.models import Account
from scripts.services import scripted_callers
from tests.chat.acts import BOTH, is_there, says
from tests.chat.practising import SHOVE, ends, hears_all, practises

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_the_look_back_names_what_came_what_was_used_and_what_was_never_asked(
    clock: Any, ann: Account
) -> None:
    contact = practises(ann)
    assert look_back(ann) is None
    hears_all(contact, clock)
    says(contact, "Is everyone safe at this moment?", by=ann, prompt="m04_safe_now")
    hears_all(contact, clock)
    ends(contact, ann)

    back = look_back(ann)
    assert back is not None
    assert back["title"] == "It was only a shove"
    assert [cue["label"] for cue in back["cues"]] == ["Minimisation"]
    assert [(prompt["id"], prompt["stage"]) for prompt in back["prompts"]] == [
        ("m04_safe_now", "safety_check")
    ]
    assert (back["raised"], back["never"]) == (["safety"], ["confidentiality", "children"])
    (cue,) = back["cues"]
    assert [(prompt["id"], prompt["used"]) for prompt in cue["fitting"]] == [("m14_minimisation", False)]
    assert back["notes"][0] == "He makes it small before anybody has asked. Most people begin like this."
    assert len(back["notes"]) == 2


def test_a_fitting_prompt_that_was_used_is_named_as_used(clock: Any, ann: Account) -> None:
    contact = practises(ann)
    hears_all(contact, clock)
    says(contact, "If I had been in the doorway, what would I have seen?", by=ann, prompt="m14_minimisation")
    ends(contact, ann)

    back = look_back(ann)
    assert back is not None
    assert [(prompt["id"], prompt["used"]) for prompt in back["cues"][0]["fitting"]] == [
        ("m14_minimisation", True)
    ]


def test_for_every_cue_of_a_scripted_caller_there_is_a_prompt_that_fits(clock: Any, ann: Account) -> None:
    for caller in scripted_callers().values():
        ends(practises(ann, caller.id), ann)
        cues = sorted({cue for moment in caller.moments.values() for cue in moment.cues})
        PracticeRun.objects.update(cues=cues)

        back = look_back(ann)
        assert back is not None
        assert [cue["cue"] for cue in back["cues"] if cue["fitting"]] == cues


def test_the_look_back_goes_when_it_is_put_away_or_a_day_has_passed(clock: Any, ann: Account) -> None:
    for forget in (
        lambda: put_away(by=ann),
        lambda: practice_ending.forget_look_backs(now=timezone.now() + timedelta(hours=24)),
    ):
        ends(practises(ann), ann)
        practice_ending.forget_look_backs(now=timezone.now())
        assert look_back(ann) is not None
        forget()
        assert look_back(ann) is None
        assert PracticeRun.objects.count() == 0


def test_a_practice_that_goes_on_is_not_put_away(clock: Any, ann: Account) -> None:
    practises(ann)
    put_away(by=ann)

    assert PracticeRun.objects.count() == 1


def test_a_new_practice_replaces_the_look_back(clock: Any, ann: Account, ben: Account) -> None:
    ends(practises(ann), ann)
    practises(ann, "im_14")
    practises(is_there(ben))

    assert look_back(ann) is None
    assert sorted(PracticeRun.objects.values_list("caller", flat=True)) == ["im_14", SHOVE]
