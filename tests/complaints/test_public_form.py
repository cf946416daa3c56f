"""The form that anybody may send: without account, cookie or script, and without a talk."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chat import texts
from chat.consumers import limits
from helpline.complaints.models import Complaint
from helpline.complaints.rules import State
from helpline.hours.spoken import spoken_day
from helpline.kernel.keystore import DATABASE
from helpline.kernel.models import ContactKey
from helpline.staff.models import AuditEvent
from helpline.statistics.reports.public import is_public
from tests.chat.readability import grade
from tests.chat.test_pages import Elements

pytestmark = pytest.mark.django_db(databases=["default", DATABASE])
PAGE = "/chat/complaints"
FORM = "application/x-www-form-urlencoded"
WORDS = "Somebody there told my brother that I wrote"
T = texts.texts("en")


@pytest.fixture(autouse=True)
def _own_limits() -> Iterator[None]:
    limits.buckets.cache_clear()
    yield
    limits.buckets.cache_clear()


def sends(client: Client, path: str = PAGE, headers: dict[str, str] | None = None, **said: str) -> Any:
    from urllib.parse import urlencode

    body = urlencode({"kind": "data", "text": WORDS, "answer_to": "", "number": str(uuid4()), **said})
    return client.post(path, body, content_type=FORM, headers=headers or {})


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_form_needs_no_script_cookie_or_session(
    client: Client, lang: str, django_assert_num_queries: Any
) -> None:
    # Whether there are figures to link to is known for a minute; how the service is called, and its texts,
    # for a few seconds.
    assert not is_public()
    client.get(PAGE)
    with django_assert_num_queries(0):
        answer = client.get(f"{PAGE}?lang={lang}")
    html, t = answer.content.decode(), texts.texts(lang)
    found = Elements(html).found

    assert (answer.status_code, answer["Cache-Control"], answer["Content-Language"]) == (
        200,
        "no-store",
        lang,
    )
    assert "Set-Cookie" not in answer.headers
    assert f"<title>{t['page_title']}</title>" in html
    assert [tag for tag, a in found if tag in {"script", "iframe"} or a.get("type") == "file"] == []
    assert [
        a for tag, a in found if tag == "form" and (a.get("action") or a.get("autocomplete") != "off")
    ] == []
    assert t["complaint_answer_to_hint"].split(":")[0][:40] in html
    assert "0303 123 1113" in html


def test_what_is_sent_is_kept_sealed_and_said_to_be_kept(client: Client) -> None:
    answer = sends(client, answer_to="me@example.org")
    row = Complaint.objects.get()

    assert answer.status_code == 200
    assert T["complaint_sent_heading"] in answer.content.decode()
    assert (row.kind, row.language, row.state) == ("data", "en", State.RECEIVED)
    assert [word for word in (WORDS, "me@example.org") if word.encode() in bytes(row.words)] == []
    assert list(ContactKey.objects.values_list("pk", flat=True)) == [row.pk]
    # Nothing of it stands on the page that may be left open, and no time of it in the audit log.
    assert WORDS not in answer.content.decode()
    assert not AuditEvent.objects.exists()
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("said", "state", "expects"),
    [
        ({"answer_to": "x@example.org"}, State.RECEIVED, "within 30 days"),
        ({"answer_to": "x@example.org", "kind": "rights"}, State.RECEIVED, "We will answer you by"),
        ({}, State.ACKNOWLEDGED, "gave no way to answer"),
    ],
)
def test_the_answer_says_what_to_expect(
    client: Client, said: dict[str, str], state: State, expects: str
) -> None:
    html = sends(client, **said).content.decode()

    assert expects in html
    # The acknowledgement, with its day: for some it is all there can be.
    today = spoken_day("en", timezone.localdate())
    assert T["complaint_sent"].format(day=today) in html
    assert Complaint.objects.get().state == state


def test_it_is_answered_in_welsh_where_it_came_in_welsh(client: Client) -> None:
    answer = sends(client, f"{PAGE}?lang=cy")

    assert texts.texts("cy")["complaint_sent_heading"] in answer.content.decode()
    assert Complaint.objects.get().language == "cy"


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"text": ""}, 400, "complaint_text_missing"),
        ({"text": " \u200b "}, 400, "complaint_text_missing"),
        ({"text": "x" * 10_000}, 400, "complaint_text_too_long"),
        ({"kind": "nothing"}, 400, "complaint_kind_missing"),
        ({"answer_to": "y" * 500}, 400, "complaint_answer_to_too_long"),
    ],
)
def test_what_does_not_fit_is_said_and_not_kept(
    client: Client, said: dict[str, str], status: int, told: str
) -> None:
    answer = sends(client, **said)

    assert answer.status_code == status
    assert T[told].replace("'", "&#x27;") in answer.content.decode()
    assert not Complaint.objects.exists()
    assert not ContactKey.objects.exists()


def test_a_body_that_no_form_needs_is_refused_before_it_is_read(client: Client) -> None:
    assert sends(client, text="x" * 70_000).status_code == 413
    assert not Complaint.objects.exists()
    # The longest text that fits is sent whole in any letters: nine characters each in a form.
    assert sends(client, text="ශ" * 4_000).status_code == 200


def test_of_a_value_sent_twice_the_last_counts_and_is_checked(client: Client) -> None:
    said = "kind=data&text=first&text=second&kind="

    assert client.post(PAGE, f"{said}nonsense", content_type=FORM).status_code == 400
    assert client.post(PAGE, f"{said}rights", content_type=FORM).status_code == 200
    assert Complaint.objects.get().kind == "rights"


def test_what_was_written_is_not_lost_by_a_mistake_and_runs_nowhere(client: Client) -> None:
    html = sends(
        client, kind="", text="</textarea><script>alert(1)</script>", answer_to='"><img src=x>'
    ).content.decode()

    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&quot;&gt;&lt;img src=x&gt;" in html
    assert [tag for tag, _ in Elements(html).found if tag in {"script", "img"}] == []


def test_files_are_refused(client: Client) -> None:
    file = SimpleUploadedFile("picture.png", b"png")
    answer = client.post(PAGE, {"kind": "data", "text": WORDS, "file": file})

    assert answer.status_code == 415
    assert T["complaint_no_files"] in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_form_on_another_site_sends_nothing(client: Client) -> None:
    answer = sends(client, headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, Complaint.objects.count()) == (403, 0)
    assert T["complaint_elsewhere"] in answer.content.decode()


def test_one_form_sent_twice_is_kept_once(client: Client) -> None:
    number = str(uuid4())
    sends(client, number=number)

    assert sends(client, number=number).status_code == 200
    assert Complaint.objects.count() == ContactKey.objects.count() == 1
    # What is no number is no reason to lose what was written.
    assert sends(client, number="' OR 1=1 --").status_code == 200
    assert Complaint.objects.count() == 2


def test_a_network_and_all_together_have_a_limit(client: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "complaints_in_all_per_hour": 4}
    statuses = [sends(client).status_code for _ in range(4)]
    refused = sends(client, text="kept in the form")

    assert statuses == [200, 200, 200, 429]
    assert (refused.status_code, "kept in the form" in refused.content.decode()) == (429, True)
    elsewhere = [Client(REMOTE_ADDR=f"198.51.100.{n}") for n in (1, 2)]
    assert [sends(each).status_code for each in elsewhere] == [200, 429]
    assert Complaint.objects.count() == 4


def test_a_service_shows_and_keeps_no_unreviewed_welsh(client: Client, settings: Settings) -> None:
    settings.HELPLINE_MODE = "service"
    sends(client, f"{PAGE}?lang=cy")

    assert Complaint.objects.get().language == "en"


def test_the_form_is_for_a_reading_age_of_9_to_11() -> None:
    said = [text for key, text in texts.room_texts("en", "complaints").items() if "link" not in key]

    assert grade(said) <= 6
