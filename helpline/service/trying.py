"""The test contact of an admin, as its page and the checklist tell of it."""

from dataclasses import dataclass
from uuid import UUID

from chat.models import Contact
from chat.services.trial_contact import begin_test, has_answered, stop_test
from chat.states import OVER, State
from helpline.service.models import TestContact
from helpline.service.steps import Step
from helpline.staff.models import Account, AuditEvent


@dataclass(frozen=True)
class Went:
    """How far a test contact came."""

    waiting: bool
    handler: str
    answered: bool
    over: bool

    @property
    def sentence(self) -> str:
        if self.waiting:
            return "It waits in the queue. A handler who is available sees it now."
        if not self.handler:
            return "Nobody took it, and it is gone."
        arrived = f"It arrived: {self.handler} took it"
        if self.answered:
            return f"{arrived} and wrote back."
        return f"{arrived}." if self.over else f"{arrived} and has it open."

    def as_wire(self) -> dict[str, object]:
        """Return what the page's script asks for."""
        return {
            "waiting": self.waiting,
            "arrived": bool(self.handler),
            "answered": self.answered,
            "over": self.over,
            "sentence": self.sentence,
        }


def begin(*, by: Account) -> UUID:
    """Let a made-up caller wait. Raises Forbidden."""
    contact = begin_test(by=by)
    TestContact.objects.get_or_create(contact=contact, defaults={"by": by})
    return contact


def stop(*, by: Account) -> bool:
    """Let the newest go; tell whether it was still there. Raises Forbidden."""
    row = TestContact.objects.order_by("-begun_at", "-pk").first()
    return row is not None and stop_test(contact=row.contact, by=by)


def newest() -> Went | None:
    """Return how the newest went, and keep what is seen of it: its contact is soon gone."""
    row = TestContact.objects.order_by("-begun_at", "-pk").first()
    if row is None:
        return None
    contact = Contact.objects.filter(pk=row.contact).first()
    if not row.handler:
        # The audit outlives the contact, which is gone once it is wrapped up.
        taken = AuditEvent.objects.filter(
            at__gte=row.begun_at, event="contact.taken", subject=str(row.contact)
        ).first()
        if taken is not None:
            row.handler, row.arrived_at = taken.actor, taken.at
            row.save(update_fields=["handler", "arrived_at"])
    if not row.answered and contact is not None and has_answered(row.contact):
        row.answered = True
        row.save(update_fields=["answered"])
    over = contact is None or State(contact.state) in OVER
    waiting = contact is not None and contact.state == State.WAITING
    return Went(waiting=waiting, handler=row.handler, answered=row.answered, over=over)


def step() -> Step:
    """Done once any test arrived at a handler."""
    went = newest()
    if went is not None and went.handler:
        return Step(True, went.sentence)
    if TestContact.objects.exclude(handler="").exists():
        return Step(True, "An earlier one arrived.")
    return Step(False, went.sentence if went else "None was made yet.")
