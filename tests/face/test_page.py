"""The page of the charity's own face: looking, saving, undoing, and every refusal; nothing is half-saved."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpline.face.models import FaceVersion, LogoPicture
from helpline.face.services import restore_face, save_face
from helpline.face.values import Face
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from tests.face.acts import HARBOUR, PAGE, form_of, saved
from tests.face.attacks import ATTACKS, drawing, picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignsIn = Callable[[Account], Client]


def words(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_saving_makes_a_version_with_who_and_what_and_the_audit_names_it(
    admin: Account, signed_in: SignsIn
) -> None:
    client = signed_in(admin)

    saved_at_first = client.post(PAGE, form_of())
    again = client.post(PAGE, form_of(replaces=1, name_en="Harbour"), follow=True)

    assert saved_at_first.status_code == 302
    assert [version.number for version in FaceVersion.objects.all()] == [2, 1]
    assert FaceVersion.objects.get(number=1).face.words == HARBOUR.words
    assert "Version 2, saved" in words(again)
    assert f"by {admin.username}" in words(again)
    told = [(line.event, line.detail) for line in AuditEvent.objects.filter(event__startswith="face.")]
    assert told[-1] == ("face.changed", {"version": 2, "changed": ["name"]})
    assert all("Harbour" not in str(detail) for _, detail in told)


def test_looking_saves_nothing_and_the_preview_shows_what_was_typed(
    admin: Account, signed_in: SignsIn
) -> None:
    client = signed_in(admin)

    looked = client.post(PAGE, form_of(act="look", screen="talk", lang="en"))
    shown = client.get(f"{PAGE}preview/?frame=1&screen=talk&lang=en&scheme=dark")
    styles = client.get(f"{PAGE}preview.css?scheme=dark").content.decode()

    assert looked.status_code == 200
    assert "Not saved yet" in words(looked)
    assert FaceVersion.objects.count() == 0
    assert "Harbour worker" in words(shown)
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert "color-scheme:dark;--accent:" in styles
    assert "prefers-color-scheme: dark" not in styles.split(".top__logo")[0]
    # Opened anew, the form says what is in force, and so do the pictures.
    client.get(PAGE)
    assert "Quiet Harbour" not in words(client.get(f"{PAGE}preview/"))


@pytest.mark.parametrize(
    ("screen", "said"), [("waiting", "Deng munud."), ("closed", "Tîm bach"), ("talk", "Gweithiwr")]
)
def test_the_preview_shows_each_screen_in_welsh(
    screen: str, said: str, admin: Account, signed_in: SignsIn
) -> None:
    client = signed_in(admin)
    saved(admin)

    shown = words(client.get(f"{PAGE}preview/?screen={screen}&lang=cy"))

    assert said in shown
    assert 'lang="cy"' in shown


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can_and_one_press_takes_it(
    admin: Account, signed_in: SignsIn
) -> None:
    client = signed_in(admin)
    wrong = form_of(main="#ffcc00")

    refused = client.post(PAGE, wrong)
    offer = re.search(r'name="take" value="(main=#[0-9a-f]{6})"', words(refused))
    assert offer is not None
    taken = client.post(PAGE, {**wrong, "act": "save", "take": offer[1]})

    assert refused.status_code == 400
    assert "#ffcc00 cannot be read on light screens: it reaches 1.3 to 1" in words(refused)
    # What else was typed still stands there, and nothing of it is in force.
    assert "Harbour worker" in words(refused)
    assert FaceVersion.objects.count() == 0
    assert taken.status_code == 200
    assert f'value="{offer[1].partition("=")[2]}"' in words(taken)
    assert "cannot be read" not in words(taken)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("main", "teal", "is no colour"),
        ("main_dark", "#0e4d56", "cannot be read on dark screens"),
        ("second", "#dddddd", "cannot be read on light screens"),
        ("exit_url_en", "https://www.womensaid.org.uk/", "would tell"),
        ("exit_url_cy", "http://www.bbc.co.uk/", "must begin with https://"),
        ("name_en", "x" * 61, "at most 60"),
    ],
)
def test_what_does_not_fit_is_refused_whole(
    field: str, value: str, said: str, admin: Account, signed_in: SignsIn
) -> None:
    refused = signed_in(admin).post(PAGE, form_of(**{field: value}))

    assert refused.status_code == 400
    assert said in words(refused)
    assert f'href="#id_{field}"' in words(refused)
    assert FaceVersion.objects.count() == 0


def test_an_address_that_is_suggested_is_taken_with_one_press(admin: Account, signed_in: SignsIn) -> None:
    taken = signed_in(admin).post(PAGE, form_of(take="exit_url_en=https://www.bbc.co.uk/food"))

    assert 'value="https://www.bbc.co.uk/food"' in words(taken)
    assert FaceVersion.objects.count() == 0


def test_two_who_save_at_once_do_not_undo_one_another(admin: Account, signed_in: SignsIn) -> None:
    saved(admin)

    late = signed_in(admin).post(PAGE, form_of(replaces=0, name_en="Another"))

    assert late.status_code == 409
    assert "Somebody else has changed this meanwhile" in words(late)
    assert 'value="Another"' in words(late)
    assert FaceVersion.objects.count() == 1


def test_undo_puts_the_version_before_back_and_can_be_undone(admin: Account, signed_in: SignsIn) -> None:
    client = signed_in(admin)
    first = saved(admin)
    saved(admin, words={**HARBOUR.words, "en": HARBOUR.words["cy"]})

    client.post(f"{PAGE}restore/", {"replaces": "2"})
    undone = FaceVersion.objects.get(number=3).face
    client.post(f"{PAGE}restore/", {"replaces": "3"})

    assert undone.words == first.words
    assert FaceVersion.objects.get(number=4).face.words["en"].name == "Harbwr Tawel"
    late = client.post(f"{PAGE}restore/", {"replaces": "1"}, follow=True)
    assert "Somebody else has changed this meanwhile" in words(late)
    assert FaceVersion.objects.count() == 4


def test_undo_of_the_first_gives_back_what_came_with_the_service(admin: Account) -> None:
    saved(admin)

    restore_face(by=admin, replaces=1)

    assert FaceVersion.objects.get(number=2).face.differs_in(Face()) == []


def test_only_who_manages_the_service_may(supervisor: Account) -> None:
    with pytest.raises(Forbidden):
        save_face(face=HARBOUR, by=supervisor, replaces=0)
    with pytest.raises(Forbidden):
        restore_face(by=supervisor, replaces=0)


def upload(client: Client, content: bytes, name: str = "logo.svg") -> HttpResponse:
    answer: Any = client.post(f"{PAGE}logo/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    return answer


def test_a_logo_is_looked_at_before_it_is_used_and_can_be_taken_away(
    admin: Account, signed_in: SignsIn
) -> None:
    client = signed_in(admin)

    looked = upload(client, drawing('<a href="https://charity.example/"><text>x</text></a>'))
    name = LogoPicture.objects.get().name
    assert "This is what would be used" in words(looked)
    assert "Links were taken out" in words(looked)
    assert FaceVersion.objects.count() == 0
    client.post(f"{PAGE}logo/use/", {"picture": name, "replaces": "0"})
    assert FaceVersion.objects.get(number=1).face.logo == name
    client.post(f"{PAGE}logo/use/", {"picture": "", "replaces": "1"})
    assert FaceVersion.objects.get(number=2).face.logo == ""
    told = [line.event for line in AuditEvent.objects.filter(event__startswith="face.").order_by("id")]
    assert told == ["face.logo_uploaded", "face.changed", "face.changed"]


@pytest.mark.parametrize(
    "content", [ATTACKS["script"], ATTACKS["@import"], picture("PNG")[:50], b"x" * 600_000]
)
def test_a_logo_that_is_refused_says_why_and_is_kept_nowhere(
    content: bytes, admin: Account, signed_in: SignsIn
) -> None:
    refused = upload(signed_in(admin), content)

    assert refused.status_code == 400
    assert "Nothing is saved yet" in words(refused)
    assert re.search(r"That (logo|file) ", words(refused))
    assert LogoPicture.objects.count() == 0


def test_a_form_without_a_file_says_so(admin: Account, signed_in: SignsIn) -> None:
    answer = signed_in(admin).post(f"{PAGE}logo/", {})

    assert answer.status_code == 400
    assert "Choose the file of your logo first" in words(answer)


def test_a_picture_that_is_gone_is_not_used(admin: Account, signed_in: SignsIn) -> None:
    answer = signed_in(admin).post(f"{PAGE}logo/use/", {"picture": "0.svg", "replaces": "0"}, follow=True)

    assert "is not here any more" in words(answer)
    assert FaceVersion.objects.count() == 0


def test_what_is_far_too_large_is_refused_before_a_byte_of_it_is_read(
    admin: Account, signed_in: SignsIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it has 200 MB; whoever reads it fails, and whoever writes it to a disk."""

    class NeverRead(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("a body that is refused was read")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", NeverRead.read)
    client = signed_in(admin)
    sent = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(200 * 1024 * 1024)}

    refused = client.generic("POST", f"{PAGE}logo/", **sent, **{"wsgi.input": NeverRead()})  # type: ignore[arg-type]

    assert refused.status_code == 413
    assert "at most" in words(refused)
    assert "make it smaller" in words(refused)


def test_pictures_that_nobody_used_are_forgotten(admin: Account, signed_in: SignsIn) -> None:
    client = signed_in(admin)
    upload(client, drawing(""))
    old = LogoPicture.objects.get()
    LogoPicture.objects.update(uploaded_at=old.uploaded_at.replace(year=2020))

    upload(client, picture("PNG"))

    assert [each.name.partition(".")[2] for each in LogoPicture.objects.all()] == ["png"]


def test_the_page_costs_the_same_however_many_versions(admin: Account, signed_in: SignsIn) -> None:
    client = signed_in(admin)
    costs = []
    for each in range(3):
        saved(admin, words={**HARBOUR.words, "cy": HARBOUR.words["en" if each % 2 else "cy"]})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        costs.append(len(asked))

    assert costs[1] == costs[2]
