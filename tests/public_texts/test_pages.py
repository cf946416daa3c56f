"""The pages on which texts for callers are written, compared, proposed, approved and taken back."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from helpline.public_texts import configuration_section, drafts
from helpline.public_texts.in_force import told
from helpline.public_texts.kinds import Kind
from helpline.public_texts.shape import boxes
from helpline.public_texts.standing import step
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.public_texts.acts import plans, publishes, writes

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = "/supervision/texts/"
SignIn = Callable[[Account], Client]


@pytest.fixture
def ada(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.ADMIN, "ada")


@pytest.fixture
def sue(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.SUPERVISOR, "sue")


def values(kind: Kind = Kind.CONSENT, lang: str = "en", **changed: str) -> dict[str, str]:
    held = {box.name: box.value for box in boxes(kind, drafts.get(kind).words[lang])}
    return held | changed


def body_of(client: Client, path: str) -> str:
    answer = client.get(HERE + path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_a_draft_to_a_text_in_force_on_the_pages_alone(
    ada: Account, sue: Account, signed_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    writer, approver = signed_in(ada), signed_in(sue)
    today = timezone.localdate()
    assert "nobody is writing one" in body_of(writer, "")
    writer.post(f"{HERE}consent/begin/")
    held = values(decline="No, not now", revision=str(drafts.get(Kind.CONSENT).revision))
    assert writer.post(f"{HERE}consent/draft/en/", held).headers["Location"] == f"{HERE}consent/draft/"
    revision = str(drafts.get(Kind.CONSENT).revision)
    day = {"from_date": today.isoformat(), "in_welsh": "yes", "revision": revision}
    writer.post(f"{HERE}consent/draft/plan/", day)
    shown = body_of(writer, "consent/draft/")
    assert "Changed: 4 words out, 3 words in" in shown
    assert "[in:] </span>No, not now" in shown

    act = {"revision": str(drafts.get(Kind.CONSENT).revision)}
    writer.post(f"{HERE}consent/draft/propose/", act)
    refused = writer.post(f"{HERE}consent/draft/approve/", act)
    assert refused.status_code == 409
    assert "somebody else approves it" in refused.content.decode()
    assert "Approve: in force from" not in body_of(writer, "consent/draft/")
    assert "Approve: in force from" in body_of(approver, "consent/draft/")
    with django_capture_on_commit_callbacks(execute=True):
        approver.post(f"{HERE}consent/draft/approve/", act)

    assert told(Kind.CONSENT, "en").words["decline"] == "No, not now"
    history = body_of(writer, "consent/")
    assert "Version 101" in history
    assert "sue, " in history


def test_two_texts_for_one_day_are_refused_on_the_page_with_another_day(
    ada: Account, sue: Account, signed_in: SignIn
) -> None:
    day = timezone.localdate() + timedelta(days=5)
    publishes(ada, sue, day, decline="No")
    writes(ada, decline="Not now")
    revision = plans(ada, day).revision
    answer = signed_in(ada).post(f"{HERE}consent/draft/propose/", {"revision": str(revision)})

    assert answer.status_code == 409
    assert "one day has one text. Choose another day" in answer.content.decode()
    assert drafts.get(Kind.CONSENT).proposed_at is None


def test_proposing_takes_the_day_and_the_languages_along(ada: Account, signed_in: SignIn) -> None:
    day = timezone.localdate() + timedelta(days=5)
    revision = writes(ada, decline="No, not now").revision
    client, path = signed_in(ada), f"{HERE}consent/draft/propose/"
    page = body_of(client, "consent/draft/")
    assert f'form="plan" formaction="{path}"' in page
    assert 'id="plan"' in page
    sent = {"from_date": day.isoformat(), "in_welsh": "no", "revision": str(revision)}
    assert client.post(path, sent).status_code == 302

    held = drafts.get(Kind.CONSENT)
    assert (held.from_date, held.in_welsh, held.proposed_by) == (day, False, ada)


def test_a_refusal_keeps_the_day_and_the_languages_as_typed(ada: Account, signed_in: SignIn) -> None:
    over, late = (timezone.localdate() + timedelta(days=many) for many in (-1, 5))
    revision = writes(ada, decline="No, not now").revision
    client, here = signed_in(ada), f"{HERE}consent/draft/"
    moved = {"from_date": late.isoformat(), "in_welsh": "no", "revision": str(revision + 7)}
    for path, sent, status in (
        (f"{here}propose/", {**moved, "from_date": over.isoformat(), "revision": str(revision)}, 409),
        (f"{here}propose/", moved, 409),
        (f"{here}plan/", moved, 409),
        (f"{here}propose/", {"from_date": late.isoformat(), "revision": str(revision)}, 422),
    ):
        answer = client.post(path, sent)
        page = answer.content.decode()
        assert answer.status_code == status
        assert f'value="{sent["from_date"]}"' in page
        assert bool(re.search(r'value="no"[^>]* checked', page)) == ("in_welsh" in sent)
    held = drafts.get(Kind.CONSENT)
    assert (held.revision, held.from_date, held.proposed_at) == (revision, None, None)


def test_what_is_written_is_saved_as_it_is_written(ada: Account, signed_in: SignIn) -> None:
    client = signed_in(ada)
    client.post(f"{HERE}closing/begin/")

    def saves(revision: int, **changed: str) -> Any:
        sent = {"values": values(Kind.CLOSING, **changed), "revision": revision}
        return client.post(
            "/console/api/texts/closing/en/", json.dumps(sent), content_type="application/json"
        )

    assert saves(1, ended_heading="Over").json() == {"revision": 2}
    assert "Over" in body_of(client, "closing/draft/en/")
    moved = saves(1, ended_heading="Other")
    assert (moved.status_code, moved.json()["error"]["code"]) == (409, "text.draft_moved")
    long = saves(2, ended_heading="x" * 200)
    assert long.json()["error"]["fields"] == {"ended_heading": "has 200 characters: 120 at most"}
    assert (
        client.post("/console/api/texts/closing/en/", "[", content_type="application/json").status_code == 400
    )
    assert drafts.get(Kind.CLOSING).words["en"]["ended_heading"] == "Over"


def test_a_form_with_too_much_in_a_box_keeps_what_was_written(ada: Account, signed_in: SignIn) -> None:
    client = signed_in(ada)
    client.post(f"{HERE}closing/begin/")
    sent = values(Kind.CLOSING, ended_heading="y" * 130, revision="1")
    answer = client.post(f"{HERE}closing/draft/en/", sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "y" * 130 in page
    assert 'href="#box-ended_heading"' in page
    assert "Nothing is saved yet" in page


def test_what_is_typed_as_html_stays_words_on_every_page(
    ada: Account, sue: Account, signed_in: SignIn
) -> None:
    evil = "<script>alert(1)</script>"
    markup = f"**Strong** and {evil} and [a link](javascript:alert(1)) and [good](https://ico.example)"
    publishes(ada, sue, timezone.localdate(), Kind.PRIVACY, more=markup, who=evil)
    client = signed_in(sue)
    pages = [
        body_of(client, f"privacy/{path}")
        for path in ("versions/101/", "seen/101/", "compare/?older=1&newer=101")
    ]
    pages.append(Client().get("/chat/privacy").content.decode())

    assert [page for page in pages if "<script>alert" in page] == []
    assert "<strong>Strong</strong>" in pages[-1]
    assert '<a href="https://ico.example">good</a>' in pages[-1]
    assert 'href="javascript:' not in pages[-1]


@pytest.mark.parametrize("kind", Kind)
def test_every_page_of_every_text_is_there_for_a_supervisor(
    kind: Kind, ada: Account, sue: Account, signed_in: SignIn
) -> None:
    writes(ada, kind)
    number = told(kind, "en").number
    client = signed_in(sue)
    for path in (
        "", "draft/", f"versions/{number}/", f"compare/?older={number}&newer={number}", "compare/",
        "preview/draft/?lang=cy", f"preview/{number}/",
    ):  # fmt: skip
        assert "Texts for callers" in body_of(client, f"{kind}/{path}") or path
    for lang in ("en", "cy"):
        assert body_of(client, f"{kind}/seen/draft/?lang={lang}&scheme=dark") != ""
    assert client.get(f"{HERE}{kind}/draft/en/").status_code == 403
    assert signed_in(ada).get(f"{HERE}{kind}/draft/cy/").status_code == 200


def test_a_preview_may_stand_in_our_own_page_alone_and_takes_one_scheme(
    ada: Account, sue: Account, signed_in: SignIn
) -> None:
    client = signed_in(sue)
    seen = client.get(f"{HERE}consent/seen/4/?scheme=dark")
    dark, light = (client.get(f"{HERE}seen-{scheme}.css").content.decode() for scheme in ("dark", "light"))

    assert "frame-ancestors 'self'" in seen["Content-Security-Policy"]
    assert "frame-src 'self'" in client.get(f"{HERE}consent/preview/4/")["Content-Security-Policy"]
    assert f"{HERE}seen-dark.css" in seen.content.decode()
    assert "prefers-color-scheme" not in dark + light
    assert ("@media all" in dark, "@media not all" in light) == (True, True)
    assert client.get(f"{HERE}seen-blue.css").status_code == 404


@pytest.mark.parametrize(
    "path", ["nothing/", "consent/versions/99/", "consent/seen/99/", "consent/draft/fr/"]
)
def test_what_is_not_there_is_not_found(path: str, ada: Account, signed_in: SignIn) -> None:
    writes(ada)

    assert signed_in(ada).get(HERE + path).status_code == 404


def test_without_a_draft_its_pages_lead_to_the_text(ada: Account, signed_in: SignIn) -> None:
    assert signed_in(ada).get(f"{HERE}consent/draft/").headers["Location"] == f"{HERE}consent/"


def test_the_checklist_is_told_what_is_left(ada: Account, sue: Account) -> None:
    assert step().sentence == (
        "As they came with the program: consent and limits, privacy notice, closing text."
    )
    for kind in (Kind.CONSENT, Kind.PRIVACY, Kind.CLOSING):
        publishes(ada, sue, timezone.localdate(), kind)

    assert step().done


def test_a_file_of_configuration_becomes_drafts_and_publishes_nothing(ada: Account, sue: Account) -> None:
    section = configuration_section.SECTION
    assert section.export() is None
    publishes(ada, sue, timezone.localdate(), decline="No")
    data = json.loads(json.dumps(section.export()))
    assert section.check(data) == []
    data["consent"]["en"]["decline"] = "Not now"
    section.apply(data, ada)

    assert told(Kind.CONSENT, "en").words["decline"] == "No"
    assert drafts.get(Kind.CONSENT).words["en"]["decline"] == "Not now"
    data["consent"]["en"]["agree"] = ""
    assert section.check(data) == ["Consent and limits. English: “The button that agrees” is empty."]
