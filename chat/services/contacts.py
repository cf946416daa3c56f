"""A contact's beginning, and what a person decides about it while it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import contact_of_handler, digest_of, new_token
from chat.errors import CodeInUse, MessageEmpty, NetworkBlocked
from chat.models import Contact, Message
from chat.services.appending import Draft, append
from chat.services.badges import raise_badges
from chat.services.board import announce_board
from chat.services.consent import agreed_number
from chat.services.guidance import opening
from chat.services.intake import check_intake
from chat.services.lowering import keep_lowering, level_of
from chat.services.return_codes import come_back, digest_of_code, move_to
from chat.services.rounds import round_on_commit
from chat.starting import StartRequest
from chat.texts import INTERPRETER_LANGUAGES
from chat.words import clean_body
from helpline.kernel import clock
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.keystore import new_key_of
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.statistics.arrivals import count_arrival
from triage.areas import is_area
from triage.services import advice_cards

MOST_TRIES = 3


@dataclass(frozen=True)
class Started:
    """A new contact, the only copy of its token, and the lines that fit the answers.

    `resumed`: its return code led to a contact that goes on; that one was resumed instead.
    """

    contact: Contact
    token: str
    advice: list[dict[str, Any]]
    resumed: bool = False


def start_contact(*, request: StartRequest, queue: str = "main", blocked: bool = False) -> Started:
    """Begin a contact that waits; with a return code it continues what the code leads to.

    The same start again, because its answer was lost, resumes what the first one began.
    `blocked`: nothing new begins from this network; a talk that goes on is resumed all the same.
    Raises NetworkBlocked, HoursClosed, IntakeFull, RequestInvalid, MessageTooLong, or CodeUnknown.
    """
    digest = digest_of_code(request.return_code) if request.return_code else None
    for _ in range(MOST_TRIES):
        if digest and (back := come_back(digest=digest)):
            # Without the lines that fit the answers: they would tell what was answered before.
            return Started(contact=back.contact, token=back.token, advice=[], resumed=True)
        if blocked:
            raise NetworkBlocked
        try:
            return _begin(request, queue, digest)
        except CodeInUse:
            # Another page with the same code was faster by a moment: that one's contact is resumed.
            continue
    raise CodeInUse


def _begin(request: StartRequest, queue: str, digest: bytes | None) -> Started:
    check_intake(queue=queue)
    _check_answers(request)
    first = _first_words(request)
    advice = advice_cards(
        about=request.about,
        safe_now=request.safe_now,
        age_band=request.age_band,
        area=request.area,
        language=request.language,
    )
    contact_id, token = uuid4(), new_token()
    with new_key_of(contact_id):
        contact = _store(contact_id, token, request, queue, first, digest)
    return Started(contact=contact, token=token, advice=advice)


def _first_words(request: StartRequest) -> str | None:
    """Return what the caller already wrote; nothing visible is nothing."""
    try:
        return clean_body(request.first_message or "")
    except MessageEmpty:
        return None


def _check_answers(request: StartRequest) -> None:
    wrong = {}
    if request.area and not is_area(request.area):
        wrong["area"] = "must be one of the listed areas"
    # From the list alone: a free field would keep a name or a place in clear.
    if request.interpreter and request.interpreter not in INTERPRETER_LANGUAGES:
        wrong["interpreter"] = "must be one of the listed languages"
    if wrong:
        raise RequestInvalid(fields=wrong)


@transaction.atomic
def _store(
    contact_id: UUID,
    token: str,
    request: StartRequest,
    queue: str,
    first: str | None,
    digest: bytes | None,
) -> Contact:
    now = clock.now()
    agreed = agreed_number(claimed=request.consent_version, language=request.language)
    version, node = opening(about=request.about, age_band=request.age_band)
    contact = Contact.objects.create(
        pk=contact_id,
        queue=queue,
        token_digest=digest_of(token),
        consent_version=agreed,
        consented_at=now,
        joined_at=now,
        caller_seen_at=now,
        about=request.about,
        need=(request.need or "") if request.about == "work" else "",
        safe_now=request.safe_now,
        private_now=request.private_now,
        area=request.area or "",
        age_band=request.age_band or "",
        gender=request.gender or "",
        language=request.language,
        interpreter=request.interpreter or "",
        rank=assignment.rank(level=None, safe_now=request.safe_now, age_band=request.age_band),
        script_version=version,
        script_node=node,
        rang_programme=(request.rang_programme or "") if digest else "",
    )
    if digest:
        move_to(digest=digest, contact=contact)
    if first:
        append(contact, [Draft(sender=Message.Sender.CALLER, body=first)], now=now)
        raise_badges(contact, first)
    announce_on_commit(events.queue_group(queue), events.queue_hint())
    round_on_commit(queue)
    count_arrival(at=now)
    return contact


@transaction.atomic
def set_level(
    *, contact: UUID, level: str | None, by: Account, because: str | None = None, note: str = ""
) -> Mapping[str, Any]:
    """Set the level that a person decided, or take it back with None. Moves the place in the queue.

    Less than the answers suggest needs `because`, a code of the risk instrument; `note` is a sentence that
    stands among the notes beside the contact, and that some codes ask for. Where it is not less, both
    are left aside. Returns as `level_of`.
    Raises ContactNotFound, LevelReasonNeeded, or RequestInvalid with `fields`.
    """
    if level is not None and level not in assignment.LEVEL_RANKS:
        raise RequestInvalid(fields={"level": "must be one of " + ", ".join(assignment.LEVEL_RANKS)})
    found = contact_of_handler(by, contact, lock=True)
    keep_lowering(found, level, because=because, note=note, by=by)
    found.level, found.level_by, found.level_at = level or "", by.username, timezone.now()
    found.rank = assignment.rank(level=level, safe_now=found.safe_now, age_band=found.age_band or None)
    found.save(update_fields=["level", "level_by", "level_at", "rank"])
    announce_on_commit(events.staff_group(found.pk), events.beside_hint(found.pk))
    if not found.practice:
        announce_board(found.queue)
        # That, not which: the audit outlives the contact. See docs/confidentiality.md, point 5.
        record(event="level.set", by=by, subject=found.pk)
    return level_of(found)
