"""Hostile words, put into every place where somebody can write, in a database of a test's own.

What our forms would refuse is written past them, straight into the rows: what is shown must be safe whatever
is there.
"""

from collections.abc import Callable
from itertools import cycle
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4

import yaml
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from chat.models import Alert, Contact, HandlerNotice, SavedReply
from chat.services import feedback, reviews
from chat.services.ending import end_by_caller, wrap_up
from chat.states import Outcome
from helpline.complaints import services as complaints
from helpline.complaints.rules import Kind, Told
from helpline.kernel.models import BrowserRefusal
from helpline.quality.rubrics import running_rubric
from helpline.staff.models import Account
from helpline.staff.roles import Role
from scripts.models import ScriptDraft, ScriptVersion
from tests.chat.acts import is_there, says, starts, takes
from tests.routes import address_of_route, routes
from triage.directory_entry import KINDS
from triage.models import DirectoryEntry

Pages = dict[str, tuple[dict[str, str], bytes]]
# Free text of a service in the directory: callers' words and staff's.
OF_A_SERVICE = (
    "name",
    "provider",
    "caller_text",
    "caller_text_cy",
    "what_happens",
    "what_happens_cy",
    "phone",
    "text_number",
    "email",
    "website",
    "address",
    "hours_text",
    "cost",
    "description",
    "partner_support_text",
    "source",
    "source_notes",
    "editor_notes",
)


SEEING = (Role.SUPERVISOR, Role.HANDLER, Role.ADMIN)


class Planted:
    """Plants one payload after another; `words(n)` gives the next ones as one text."""

    def __init__(self, payloads: list[str]) -> None:
        self.payloads = payloads
        # A database takes no NUL; a socket drops it: tests/chat/test_messages.py.
        self._next = cycle([payload.replace("\x00", "") for payload in payloads])

    def words(self, longest: int) -> str:
        text = next(self._next)[:longest]
        while len(text) + len(more := next(self._next)) + 1 <= longest:
            text += f"\n{more}"
        return text

    def everywhere(self, make_account: Callable[..., Account]) -> dict[str, str]:
        """Plant and return what stands for the parts of addresses: ids of what was planted."""
        names = {role: make_account(role, next(self._next)[:150]) for role in Role}
        handler = names[Role.HANDLER]
        contact = self._talk(handler)
        reviewed = self._reviewed(names[Role.HANDLER], names[Role.SUPERVISOR])
        entry = self._directory()
        self._staffs_words(handler)
        self._callers_words_outside_a_talk()
        return {
            "contact": str(contact.pk),
            "reviewed": str(reviewed.pk),
            "entry": str(entry),
            "entry_id": str(entry),
            "pk": str(handler.pk),
        }

    def _talk(self, handler: Account) -> Contact:
        started = starts(first_message=self.words(4_000))
        contact = takes(is_there(handler), started.contact)
        for _ in range(4):
            says(contact, self.words(3_900))
            says(contact, self.words(3_900), by=handler, agreed=True)
        return contact

    def _reviewed(self, handler: Account, by: Account) -> Contact:
        """A closed talk with a review of it, and the handler's reply."""
        contact = self._talk(handler)
        end_by_caller(contact=contact.pk)
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=handler, because=Alert.Because.JUDGED)
        reviews.choose(contact=contact.pk, by=by)
        notes = {str(seq): self.words(900) for seq in range(1, 5)}
        scores = {each.id: "1" for each in running_rubric().criteria}
        body = {"scores": scores, "comment": self.words(3_900), "notes": notes}
        reviews.hand_in(contact=contact.pk, body=body, revision=0, by=by)
        feedback.reply(contact=contact.pk, text=self.words(900), by=handler)
        return contact

    def _directory(self) -> str:
        fields = {field.name: field for field in DirectoryEntry._meta.fields}
        # Of both kinds, and as many as show what each field does; the others would only make pages long.
        DirectoryEntry.objects.exclude(pk__in=_a_few()).delete()
        for row in DirectoryEntry.objects.all():
            for name in OF_A_SERVICE:
                setattr(row, name, self.words(min(getattr(fields[name], "max_length", None) or 300, 300)))
            row.save()
        first = DirectoryEntry.objects.order_by("pk").first()
        assert first is not None
        return str(first.pk)

    def _staffs_words(self, by: Account) -> None:
        for owner in (by, None):
            SavedReply.objects.create(
                owner=owner, title=self.words(60), words=self.words(1_000), changed_at=timezone.now()
            )
        version = ScriptVersion.objects.get(is_running=True)
        text = self._in_a_file(version.source_text)
        ScriptVersion.objects.filter(pk=version.pk).update(source_text=text)
        ScriptDraft.objects.create(
            slug=version.slug,
            base=version,
            source_text=text,
            cues_text=version.cues_text,
            edited_by=by,
            edited_at=timezone.now(),
        )
        HandlerNotice.objects.create(
            title=self.words(80),
            # In each place that light markup has: headings, lists, addresses.
            text=f"{self.words(1_200)}\n\n## {self.words(200)}\n\n- {self.words(900)}\n"
            f"\n[x]({self.words(300)})",
            first_day=timezone.localdate(),
            last_day=timezone.localdate(),
            by=by,
            posted_at=timezone.now(),
        )
        BrowserRefusal.objects.create(
            day=timezone.localdate(), directive=self.words(40), page=self.words(200), kind=self.words(40)
        )

    def _in_a_file(self, source: str) -> str:
        """Put payloads in the place of a script's sentences, as a file that was loaded would have them."""
        read = yaml.safe_load(source)
        for node in read["nodes"]:
            node["intent"], node["do"], node["dont"] = self._line(), [self._line()], [self._line()]
            if not {"{", "["} & set(node["prompt"]):
                node["prompt"] = self._line(whole=False)
            for way in node.get("next", []):
                way["when"] = self._line()
        for script in read["scripts"]:
            script["title"] = self._line()
        return str(yaml.safe_dump(read, sort_keys=False, allow_unicode=True, width=10_000))

    def _line(self, *, whole: bool = True) -> str:
        """Return a payload that a file may hold; a prompt has no blanks in braces or brackets."""
        while True:
            text = next(self._next)
            if text.isprintable() and (whole or not set("{}[]|") & set(text)):
                return text

    def _callers_words_outside_a_talk(self) -> None:
        for kind in Kind:
            told = Told(kind=kind, text=self.words(2_000), answer_to=self.words(200))
            complaints.receive(told=told, language="en", sent_id=uuid4())


def collected(known: dict[str, str], signed_in: Callable[[Account], Client]) -> Pages:
    """Ask for every page as whoever may see it, and return what came, by an address of its own for each."""
    pages: Pages = {}
    clients = [Client(), *(signed_in(Account.objects.get(role=role)) for role in SEEING)]
    # Whoever sees most comes first; what somebody has seen is not asked for again by others.
    left = {address_of_route(route, known) for route, _ in routes(get_resolver()) if "logout" not in route}
    for client in clients:
        client.raise_request_exception = False
        for address in sorted(left):
            before = len(pages)
            _keep(pages, client.get(address), address)
            left -= {address} if len(pages) > before else set()
    return pages


def searched(payloads: list[str], signed_in: Callable[[Account], Client]) -> Pages:
    """Ask public pages and staff's lists with hostile words in addresses and in what is searched for."""
    pages: Pages = {}
    everybody = {account.role: signed_in(account) for account in Account.objects.all()}
    admin, supervisor = everybody[Role.ADMIN], everybody[Role.SUPERVISOR]
    for number, payload in enumerate(payloads):
        said = quote(payload)
        public = ("/chat/", "/", "/chat/services", "/chat/guide", "/accounts/login/")
        for path in (*public, f"/{said}", f"/chat/{said}"):
            _ask(pages, Client(), f"{path}?lang={said}&next={said}&frame={said}&q={said}", f"n{number}")
        for path in ("/supervision/programmes/", "/supervision/scripts/compare/", "/supervision/audit/"):
            asked = f"{path}?q={said}&from={said}&to={said}&search={said}&at={said}&event={said}"
            _ask(pages, supervisor if "audit" not in path else admin, asked, f"s{number}")
        forms = {
            "place": payload,
            "about": payload,
            "body": payload,
            "return_code": payload,
            "step": "return",
        }
        for path in ("/chat/services", "/chat/plain", "/chat/complaints"):
            _keep(pages, Client().post(path, forms), f"{path}?posted={number}")
        form = {"login": payload, "password": payload, "next": payload}
        _keep(pages, Client().post("/accounts/login/", form), f"/accounts/login/?posted={number}")
    return pages


def _a_few() -> list[UUID]:
    """Return the first services of each kind."""
    of_kind = [DirectoryEntry.objects.filter(kind=kind).order_by("slug")[:5] for kind in KINDS]
    return [row.pk for rows in of_kind for row in rows]


def _ask(pages: Pages, client: Client, address: str, who: str) -> None:
    joint = "&" if "?" in address else "?"
    _keep(pages, client.get(address), f"{address}{joint}as={who}")


def _keep(pages: Pages, answer: HttpResponse, address: str) -> None:
    """Keep a page that holds something hostile, under a plain address; what is none, no browser would run."""
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    known = {body for _, body in pages.values()}
    if is_page and b"tripwire" in answer.content and answer.content not in known:
        name = f"/page{len(pages)}/{urlsplit(address).path.split('<')[0][:40].strip('/')}"
        pages[quote(name)] = (dict(answer.headers), answer.content)
