"""What became of each prompt in a talk, counted without words (see chat/services/guidance_use.py)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler
from chat.models import Contact, GuidanceUse, Message
from chat.services.guidance_use import count_uses, is_id
from helpline.staff.models import Account
from scripts.addressing import is_as_offered
from scripts.errors import NoScript
from scripts.script import Node
from scripts.services import script_of

Kind = GuidanceUse.Kind


@transaction.atomic
def show_prompts(*, contact: UUID, prompts: Iterable[str], by: Account) -> None:
    """Count that these prompts stood in the panel of one's own contact; a second time counts nothing.

    Raises ContactNotFound.
    """
    found = contact_of_handler(by, contact)
    count_uses(contact=found.pk, kind=Kind.PROMPT_SHOWN, names=_known(found, prompts))


@transaction.atomic
def take_prompt(*, contact: UUID, prompt: str | None, passed: Iterable[str], by: Account) -> UUID:
    """Count that a prompt was put into the composer, and that those in `passed` were offered beside it.

    Without a prompt the handler chose another step of the script.

    Raises ContactNotFound.
    """
    found = contact_of_handler(by, contact)
    count_uses(contact=found.pk, kind=Kind.PROMPT_TAKEN, names=_known(found, [prompt] if prompt else []))
    others = [each for each in _known(found, passed) if each != prompt]
    count_uses(contact=found.pk, kind=Kind.PROMPT_SKIPPED, names=others)
    return found.pk


def count_sent(contact: Contact, *, prompt: str, body: str) -> None:
    """Count that a message was sent that began as this prompt, and whether its words had been changed."""
    node = _nodes(contact).get(prompt)
    if node is None:
        return
    count_uses(contact=contact.pk, kind=Kind.PROMPT_SENT, names=[prompt])
    if not is_as_offered(body, [node.prompt, *node.alternatives]):
        count_uses(contact=contact.pk, kind=Kind.PROMPT_CHANGED, names=[prompt])


def count_answered(contact: Contact) -> None:
    """Count, when a contact closes, after which prompts the caller wrote again. It reads no words."""
    rows = Message.objects.filter(contact=contact).order_by("-seq").values_list("sender", "prompt")
    nodes, spoke, answered = _nodes(contact), False, set()
    for sender, prompt in rows:
        spoke = spoke or sender == Message.Sender.CALLER
        if spoke and prompt in nodes:
            answered.add(prompt)
    count_uses(contact=contact.pk, kind=Kind.PROMPT_ANSWERED, names=answered)


def _known(contact: Contact, prompts: Iterable[str]) -> list[str]:
    nodes = _nodes(contact)
    return [each for each in prompts if each in nodes]


def _nodes(contact: Contact) -> dict[str, Node]:
    """Return what of the script can be counted: a message is never refused for the name of a node."""
    try:
        nodes = script_of(contact.script_version or 0).nodes
    except NoScript:
        return {}
    return {name: node for name, node in nodes.items() if is_id(name)}
