"""A service with one of everything that a route may name, and somebody of every role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from chat.models import Alert, Block, ConfidenceBreak, Contact, SavedReply
from chat.services.confidence import propose_break
from chat.services.danger import raise_danger
from chat.services.handler_notices import post_notice
from chat.services.help import raise_help
from chat.services.reviews import choose, hand_in
from helpline.complaints.models import Complaint
from helpline.complaints.rules import Kind, Told
from helpline.complaints.services import receive
from helpline.face.services import keep_picture, save_face
from helpline.keeping.models import PurgeCount
from helpline.keeping.reports import report_days
from helpline.public_texts import drafts as text_drafts
from helpline.public_texts.in_force import number_in_force
from helpline.public_texts.kinds import Kind as TextKind
from helpline.quality.models import KeptFeedback
from helpline.quality.rubrics import running_rubric
from helpline.rota.calendars import renew_address
from helpline.rota.models import Shift
from helpline.rota.swaps import ask_swap
from helpline.service import before_opening
from helpline.service.sign_offs import sign_off
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.sessions import begin
from helpline.statistics.models import KeptReport, ReportTemplate
from helpline.statistics.reports.public import set_public
from scripts import drafts as script_drafts
from scripts.models import ScriptVersion
from tests.chat.acts import finishes, is_there, says, starts, takes
from tests.content import put_content_in
from tests.face.acts import HARBOUR
from tests.face.attacks import drawing
from triage.models import DirectoryEntry
from triage.services import approve_change, load_instrument, save_entry
from triage.services import instrument_drafts as risk_drafts
from triage.services.public_directory import public_rows

WORDS = "I shouted at her again and she cried"


@dataclass
class World:
    """The accounts by name, a cookie for each, and the ids that routes ask for."""

    accounts: dict[str, Account] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Return a client that nobody has used yet; without an account for `nobody`."""
        client = Client()
        if who in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[who]
        return client


def build() -> World:
    """Return a world in which Ann has a talk; Ben is another handler, Sue, Ian and Ada have the other roles.

    `gone_...` had each of the roles, and their accounts are closed, with a session that was open.
    """
    put_content_in()
    world = World()
    for name, role in (
        ("ann", Role.HANDLER), ("ben", Role.HANDLER), ("sue", Role.SUPERVISOR), ("ian", Role.ANALYST),
        ("ada", Role.ADMIN), *((f"gone_{role.value}", role) for role in Role),
    ):  # fmt: skip
        world.accounts[name] = Account.objects.create_account(username=name, password="x" * 12, role=role)
        client = Client()
        client.force_login(world.accounts[name])
        session = client.session
        begin(session)
        session.save()
        world.cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    Account.objects.filter(username__startswith="gone_").update(is_active=False)
    _fill(world)
    return world


def _fill(world: World) -> None:
    ann, ben, sue = (world.accounts[name] for name in ("ann", "ben", "sue"))
    for who in (ann, ben, sue):
        is_there(who, capacity=4)
    closed, talk = takes(ann, starts().contact), takes(ann, starts().contact)
    waiting = starts()
    for contact in (closed, talk):
        says(contact, WORDS)
    finishes(closed)
    alert = uuid4()
    raise_help(contact=talk.pk, client_id=alert, by=ann)
    danger = raise_danger(contact=talk.pk, by=ann)
    broken = propose_break(contact=talk.pk, reason=ConfidenceBreak.Reason.HARM, by=ann)
    now = timezone.now()
    kept = _reviewed(closed.pk, handler=ann, by=sue)
    block = Block.objects.create(
        contact=closed.pk, reason=Block.Reason.ABUSIVE, by=ann, at=now, until=now + timedelta(hours=1)
    )
    reply = SavedReply.objects.create(pk=uuid4(), owner=ann, title="mine", words="mine", changed_at=now)
    receive(told=Told(kind=Kind.SERVICE, text="late", answer_to=""), language="en", sent_id=uuid4())
    # A public one.
    entry = DirectoryEntry.objects.get(pk=public_rows()[0]["id"])
    done = save_entry(entry=entry, values={"phone": "0151 496 0999"}, checked=True, by=sue, seen=None).waiting
    assert done is not None
    approve_change(change=done.pk, revision=done.revision, by=world.accounts["ada"])
    entry.refresh_from_db()
    waiting_change = save_entry(
        entry=entry, values={"phone": "0151 496 0998"}, checked=False, by=sue, seen=None
    )
    assert waiting_change.waiting is not None
    load_instrument(by=None)
    day = timezone.localdate() - timedelta(days=1)
    PurgeCount.objects.create(day=day, kind="contacts", number=1)
    report_days(now=now)
    risk_drafts.begin_draft(by=sue)
    script_drafts.begin_draft(by=sue)
    text_drafts.begin(kind=TextKind.CONSENT, by=world.accounts["ada"])
    notice = post_notice(
        title="Full", text="Until Friday.", first_day=day, last_day=timezone.localdate(), by=sue
    )
    template = ReportTemplate.objects.create(
        name="t", blocks=["channel"], kind="month", language="en", owner=world.accounts["ada"], changed_at=now
    )
    report = KeptReport.objects.create(
        template=template,
        name="t",
        period="2026-01",
        language="en",
        made_at=now,
        page="p",
        csv=b"c",
        ods=b"o",
    )
    shift = Shift.objects.create(
        account=ben, day=timezone.localdate() + timedelta(days=9), start=time(9), end=time(10)
    )
    swap = ask_swap(shift=shift.pk, by=ben)
    secret = renew_address(by=ann, whole=False)
    set_public(on=True, by=world.accounts["ada"])
    signed_off = sign_off(
        kind=before_opening.Kind.DPIA, name="Ada", on=timezone.localdate(), where="", by=world.accounts["ada"]
    )
    picture = keep_picture(content=drawing(""), by=world.accounts["ada"])
    face = save_face(face=HARBOUR.with_logo(picture.name), by=world.accounts["ada"], replaces=0)
    world.ids = {
        "contact": talk.pk, "closed": closed.pk, "waiting": waiting.contact.pk, "alert": alert,
        "danger": danger.pk, "id": broken.pk, "block": block.pk, "reply": reply.pk, "entry": entry.pk,
        "entry_id": entry.pk, "service_id": entry.pk, "change": waiting_change.waiting.pk, "done": done.pk,
        "script": ScriptVersion.objects.get(is_running=True).number, "node_id": "m01_welcome",
        "part": "suicidal", "risk": 1, "pk": ben.pk, "complaint": Complaint.objects.get().pk,
        "reviewed": closed.pk, "kept": kept, "programme": entry.pk, "form": "csv", "day": day,
        "notice": notice.pk, "kind": "vetting", "item": "keys", "template": template.pk, "report": report.pk,
        "step": "line", "face": face.number, "logo": picture.name,
        "shift": shift.pk, "swap": swap.pk, "secret": secret,
        "sign_off": signed_off.pk,
        "lang": "en", "what": "draft", "scheme": "dark", "text": number_in_force(TextKind.CONSENT),
    }  # fmt: skip
    assert Alert.objects.filter(pk=alert).exists()
    assert Contact.objects.filter(pk=talk.pk, handler=ann).exists()


def _reviewed(contact: UUID, *, handler: Account, by: Account) -> UUID:
    """Review a closed talk, with a comment on its first message; return the id of scores that were kept."""
    scores = {each.id: "1" for each in running_rubric().criteria}
    begun = choose(contact=contact, by=by)
    body = {"scores": scores, "comment": "c", "notes": {"1": "n"}}
    hand_in(contact=contact, body=body, revision=begun.revision, by=by)
    month = timezone.localdate().replace(day=1)
    kept = KeptFeedback.objects.create(
        handler=handler, month=month, version=1, scores=scores, reviewers=1, agreed=False
    )
    return kept.pk


def names(route: str) -> Callable[[str, Any], Any]:
    """Return which of the world's ids a part of a route means."""

    def named(name: str, ids: dict[str, Any]) -> Any:
        if route.startswith("/face/"):
            return ids["face" if name == "number" else "logo"]
        if name == "number":
            if "/texts/" in route or "/agreed/" in route:
                return ids["text"]
            if "/programmes/" in route:
                return ids["done" if route.endswith("/back/") else "change"]
            return ids["risk" if "/risk/" in route else "script"]
        if name == "kind" and "/texts/" in route:
            return "consent"
        if name == "contact" and "/corrections/" in route:
            return ids["closed"]
        if name == "contact" and "/assign/" in route:
            return ids["waiting"]
        if route.startswith("/help/"):
            return {"part": "handler", "name": "danger"}[name]
        return ids[name]

    return named


def absent(value: Any) -> Any:
    """Return an id of the same kind that nothing has."""
    return uuid4() if isinstance(value, UUID) else value
