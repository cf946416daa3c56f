"""What became of each prompt in a talk is counted without words."""

import pytest

from chat.errors import ContactNotFound
from chat.models import Contact, GuidanceUse
from chat.services.ending import end_by_caller, wrap_up
from chat.services.following import follow, join
from chat.services.messages import Posted, post_messages
from chat.services.prompt_use import show_prompts, take_prompt
from chat.states import Outcome
from helpline.staff.models import Account
from scripts.services import script_of
from tests.chat.acts import BOTH, post, says

pytestmark = pytest.mark.django_db(databases=BOTH)
BLAME, IMPACT, SCALE = "m15_partner_blame", "m23_impact_partner", "m26_importance"


def counted(*kinds: str) -> list[tuple[str, str, int]]:
    rows = GuidanceUse.objects.order_by("kind", "name").values_list("kind", "name", "count")
    return [row for row in rows if not kinds or row[0] in kinds]


def words_of(contact: Contact, node: str) -> str:
    assert contact.script_version
    return script_of(contact.script_version).nodes[node].prompt


def sends(contact: Contact, by: Account, node: str, body: str) -> None:
    (answer,) = post_messages([post(contact, body, by=by, prompt=node)])
    assert isinstance(answer, Posted)


def closes(contact: Contact, by: Account) -> None:
    end_by_caller(contact=contact.pk)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by)


def test_a_prompt_is_shown_once_however_often_the_page_is_loaded(
    contact_talking: Contact, ann: Account
) -> None:
    for _ in range(3):
        show_prompts(contact=contact_talking.pk, prompts=[BLAME, IMPACT, "no_such_node", BLAME], by=ann)

    assert counted() == [("prompt_shown", BLAME, 1), ("prompt_shown", IMPACT, 1)]


def test_taking_one_passes_over_the_others(contact_talking: Contact, ann: Account) -> None:
    for _ in range(2):
        take_prompt(contact=contact_talking.pk, prompt=BLAME, passed=[IMPACT, BLAME, "no_such_node"], by=ann)

    assert counted() == [("prompt_skipped", IMPACT, 1), ("prompt_taken", BLAME, 2)]


def test_choosing_another_step_passes_over_all_that_was_offered(
    contact_talking: Contact, ann: Account
) -> None:
    take_prompt(contact=contact_talking.pk, prompt=None, passed=[IMPACT, BLAME], by=ann)

    assert counted() == [("prompt_skipped", BLAME, 1), ("prompt_skipped", IMPACT, 1)]


def test_nobody_counts_in_somebody_elses_talk(contact_talking: Contact, ben: Account) -> None:
    with pytest.raises(ContactNotFound):
        show_prompts(contact=contact_talking.pk, prompts=[BLAME], by=ben)
    with pytest.raises(ContactNotFound):
        take_prompt(contact=contact_talking.pk, prompt=BLAME, passed=[], by=ben)

    assert counted() == []


def test_a_prompt_is_sent_as_it_was_or_with_words_changed(contact_talking: Contact, ann: Account) -> None:
    plain = words_of(contact_talking, SCALE)
    sends(contact_talking, ann, SCALE, f"  {plain}\n")
    filled = words_of(contact_talking, IMPACT)
    for token, word in {"{they}": "she", "{was|were}": "was", "{their}": "her"}.items():
        filled = filled.replace(token, word)
    sends(contact_talking, ann, IMPACT, filled)
    assert counted() == [("prompt_sent", IMPACT, 1), ("prompt_sent", SCALE, 1)]

    sends(contact_talking, ann, SCALE, f"Thanks. {plain}")
    sends(contact_talking, ann, "no_such_node", plain)
    says(contact_talking, plain, by=ann)

    assert counted("prompt_changed") == [("prompt_changed", SCALE, 1)]
    assert counted("prompt_sent") == [("prompt_sent", IMPACT, 1), ("prompt_sent", SCALE, 2)]


def test_a_message_that_is_sent_again_is_counted_once(contact_talking: Contact, ann: Account) -> None:
    again = post(contact_talking, words_of(contact_talking, SCALE), by=ann, prompt=SCALE)
    for _ in range(2):
        post_messages([again])

    assert counted() == [("prompt_sent", SCALE, 1)]


def test_after_which_prompts_the_caller_wrote_again_is_seen_at_the_end(
    contact_talking: Contact, ann: Account
) -> None:
    says(contact_talking, "hello")
    for node in (BLAME, BLAME, IMPACT):
        sends(contact_talking, ann, node, "what was your part?")
    says(contact_talking, "I shouted")
    sends(contact_talking, ann, SCALE, "0 to 10?")
    assert counted("prompt_answered") == []

    closes(contact_talking, ann)

    assert counted("prompt_answered") == [("prompt_answered", BLAME, 1), ("prompt_answered", IMPACT, 1)]


def test_a_prompt_of_a_supervisor_who_has_joined_is_not_counted(
    contact_talking: Contact, supervisor: Account
) -> None:
    follow(contact=contact_talking.pk, by=supervisor)
    join(contact=contact_talking.pk, by=supervisor)
    sends(contact_talking, supervisor, SCALE, "0 to 10?")

    assert counted() == []


def test_without_a_script_messages_go_as_ever(contact_talking: Contact, ann: Account) -> None:
    Contact.objects.update(script_version=None)
    sends(contact_talking, ann, SCALE, "0 to 10?")
    closes(contact_talking, ann)

    assert counted() == []
