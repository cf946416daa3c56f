"""Practice: a handler talks with a scripted caller on the same console, over the same sockets.

Nobody real is there. A practice contact stands in a queue of its own that nobody waits in, is
counted nowhere, and is deleted at its end with its words: no retention, no fact, no survey.
Its turns are due times (`PracticeRun.due_at`); whoever acts on one holds the contact's row, so
that of several processes one speaks. Order of locks: the presence, the contact, the run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import MINE, digest_of, locked, new_token
from chat.errors import ContactNotFound, PracticeBusy, PracticeOnly, PracticeUnknown
from chat.models import Aside, Contact, Message, Offer, PracticeRun, Presence
from chat.selectors import consent_text, events_after
from chat.services.appending import Draft, append
from chat.services.board import announce_board
from chat.services.guidance import heard, opening
from chat.services.presence import renew_presence
from chat.states import State
from helpline.kernel.keystore import create_key, destroy_keys
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.answers import kinds_of
from scripts.practice import Place, ScriptedCaller, begin, hear, next_turn, pause_seconds
from scripts.services import scripted_callers
from triage.services import forget

QUEUE = "practice"
LOOK_BACK_KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Due:
    """When the caller's next turn is, and whether it is a line; after the last one they go."""

    at: datetime
    speaks: bool


def start_practice(*, caller: str, client_id: UUID, by: Account) -> UUID:
    """Begin a practice talk with this scripted caller and return its contact.

    From now on the handler is training: not available, and given no real contact. The same client
    id again gives the same contact. Raises Forbidden, PracticeUnknown, or PracticeBusy while they
    have a real contact, a wrap-up, an offer, or another practice.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    if caller not in scripted_callers():
        raise PracticeUnknown
    renew_presence(by=by)
    contact_id = uuid4()
    # The key is made before the contact, as for everybody.
    create_key(contact=contact_id)
    try:
        found = _begin(contact_id, scripted_callers()[caller], client_id, by)
    except Exception:
        destroy_keys([contact_id])
        raise
    if found != contact_id:
        destroy_keys([contact_id])
    return found


@transaction.atomic
def _begin(contact_id: UUID, caller: ScriptedCaller, client_id: UUID, by: Account) -> UUID:
    # The lock that taking a contact holds as well: neither can happen beside the other.
    presence = Presence.objects.select_for_update(of=("self",)).get(handler=by)
    run = PracticeRun.objects.filter(handler=by).first()
    if run is not None and run.client_id == client_id:
        return run.contact
    if _is_busy(by, run):
        raise PracticeBusy
    presence.available, presence.training = False, True
    presence.save(update_fields=["available", "training"])
    now = timezone.now()
    _contact(contact_id, caller, by, now)
    PracticeRun.objects.filter(handler=by).delete()
    place = begin(caller)
    PracticeRun.objects.create(
        handler=by,
        contact=contact_id,
        client_id=client_id,
        caller=caller.id,
        node=place.node,
        path=[place.node],
        due_at=now + _pause(caller, place),
        started_at=now,
    )
    record(event="practice.started", by=by, subject=contact_id, detail={"caller": caller.id})
    announce_on_commit(events.handler_group(by.pk), events.own_hint())
    announce_board()
    return contact_id


def _is_busy(by: Account, run: PracticeRun | None) -> bool:
    going_on = run is not None and run.ended_at is None
    has_contacts = Contact.objects.filter(handler=by, state__in=MINE).exists()
    return going_on or has_contacts or Offer.objects.filter(handler=by).exists()


def _contact(contact_id: UUID, caller: ScriptedCaller, by: Account, now: datetime) -> None:
    text = consent_text("en")
    said, age_band = caller.answers, caller.answers.age_band or None
    version, node = opening(about=said.about, age_band=age_band)
    Contact.objects.create(
        pk=contact_id,
        queue=QUEUE,
        practice=True,
        state=State.TALKING,
        # Of a token that nobody was ever given: no caller's page opens it.
        token_digest=digest_of(new_token()),
        consent_version=text.version if text else 0,
        consented_at=now,
        joined_at=now,
        caller_seen_at=now,
        handler=by,
        first_taken_at=now,
        taken_at=now,
        about=said.about,
        age_band=said.age_band,
        gender=said.gender,
        safe_now=said.safe_now,
        private_now=said.private_now,
        rank=assignment.rank(level=None, safe_now=said.safe_now, age_band=age_band),
        script_version=version,
        script_node=node,
    )


def hear_handler(
    contact: Contact, *, bodies: Sequence[str] = (), kinds: Iterable[str] = (), now: datetime | None = None
) -> None:
    """Let the scripted caller of a locked practice contact hear an answer, and think about it."""
    run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact.pk).first()
    caller = _caller_of(run)
    if run is None or caller is None or run.ended_at is not None:
        return
    found = frozenset(kinds).union(*(kinds_of(body) for body in bodies))
    before = _place(run)
    place = hear(before, found)
    run.heard, run.kinds = sorted(place.heard), sorted({*run.kinds, *found})
    moment = caller.moments[run.node]
    # In the middle of what they say nothing changes the pace, and whoever is going goes.
    if run.said >= len(moment.says) and not moment.ends:
        run.due_at = (now or timezone.now()) + _pause(caller, place)
    run.save(update_fields=["heard", "kinds", "due_at"])


def take_turn(*, contact: UUID, now: datetime) -> Due | None:
    """Let the scripted caller speak, or go, if it is their turn; return the next turn, None once it is over.

    Safe to call at any time and from any process: before the time nothing happens.
    """
    try:
        with transaction.atomic():
            found = locked(contact)
            run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact).first()
            if not found.practice or run is None or run.due_at is None:
                return None
            caller = _caller_of(run)
            if run.due_at > now:
                return _due(run, caller)
            turn = next_turn(caller, _place(run)) if caller else None
            if caller is None or turn is None:
                finish(found, by=None, now=now)
                return None
            append(found, [Draft(sender=Message.Sender.CALLER, body=turn.line)], now=now)
            _move(run, turn.place, now + _pause(caller, turn.place))
            return _due(run, caller)
    except ContactNotFound:
        return None


def _move(run: PracticeRun, place: Place, due_at: datetime) -> None:
    if place.node != run.node:
        run.path = [*run.path, place.node]
    run.node, run.said, run.heard, run.due_at = place.node, place.said, sorted(place.heard), due_at
    run.save(update_fields=["node", "said", "heard", "path", "due_at"])


def take_turns(*, now: datetime) -> int:
    """Take every turn that is due, and forget what nobody looked back on for a day; return how many."""
    due = list(PracticeRun.objects.filter(due_at__lte=now).values_list("contact", flat=True))
    for contact in due:
        take_turn(contact=contact, now=now)
    PracticeRun.objects.filter(ended_at__lte=now - LOOK_BACK_KEPT).delete()
    return len(due)


def finish(contact: Contact, *, by: Account | None, now: datetime) -> None:
    """End the practice of a locked contact: its words and its row are gone at once.

    What stays for a look back are codes: cues, prompts and kinds of answer.
    """
    run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact.pk).first()
    if run is not None:
        run.cues, run.prompts = _cues(contact), _prompts(contact)
        run.ended_at, run.due_at = now, None
        run.save(update_fields=["cues", "prompts", "ended_at", "due_at"])
    handler = contact.handler_id
    # The key first: from here on no copy of a row can be read.
    destroy_keys([contact.pk])
    Message.objects.filter(contact=contact).delete()
    Aside.objects.filter(contact=contact).delete()
    forget([contact.pk])
    Contact.objects.filter(pk=contact.pk).delete()
    Presence.objects.filter(handler=handler).update(training=False)
    record(event="practice.ended", by=by, subject=contact.pk)
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    announce_board()
    if handler:
        announce_on_commit(events.handler_group(handler), events.own_hint())


def has_ended(contact: UUID, *, by: Account | None = None) -> bool:
    """Tell whether this was a practice (of this handler) that is over."""
    runs = PracticeRun.objects.filter(contact=contact, ended_at__isnull=False)
    return (runs if by is None else runs.filter(handler=by)).exists()


def check_real(contact: Contact) -> None:
    """Raise PracticeOnly for a practice contact: what follows is for real ones."""
    if contact.practice:
        raise PracticeOnly


def _cues(contact: Contact) -> list[str]:
    said = heard(contact, events_after(contact.pk, 0))
    cues = [cue["cue"] for event in said if event["type"] == "cues" for cue in event["cues"]]
    return list(dict.fromkeys(cues))


def _prompts(contact: Contact) -> list[str]:
    used = Message.objects.filter(contact=contact).exclude(prompt="").order_by("seq")
    return list(dict.fromkeys(used.values_list("prompt", flat=True)))


def _place(run: PracticeRun) -> Place:
    return Place(run.node, run.said, frozenset(run.heard))


def _caller_of(run: PracticeRun | None) -> ScriptedCaller | None:
    """Return the caller of a run; None when a new version no longer has them, or not at that node."""
    caller = scripted_callers().get(run.caller) if run else None
    return caller if run and caller and run.node in caller.moments else None


def _due(run: PracticeRun, caller: ScriptedCaller | None) -> Due | None:
    if run.due_at is None:
        return None
    return Due(run.due_at, speaks=caller is not None and next_turn(caller, _place(run)) is not None)


def _pause(caller: ScriptedCaller, place: Place) -> timedelta:
    """Return the pause before the next turn; only silence is never hurried by the setting."""
    waits = place.said >= len(caller.moments[place.node].says) and not place.heard
    silent = waits and not caller.moments[place.node].ends
    share = 1.0 if silent else settings.HELPLINE_PRACTICE_PACE_PERCENT / 100
    return timedelta(seconds=pause_seconds(caller, place) * share)
