"""The script as a file: what is taken in, what is refused, and what is handed out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpline.kernel.content_files import text_of
from scripts import drafts
from scripts.services import CONTENT
from tests.scripts.conftest import SMALL
from tests.scripts.editor import HOME

pytestmark = pytest.mark.django_db


def upload(browser, data, **more):
    file = SimpleUploadedFile("script.yaml", data if isinstance(data, bytes) else data.encode())
    return browser.post(HOME + "draft/import/", {"file": file, "revision": "1", **more})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a: &x [1]\nb: *x\n", "Line 2: references"),
        ("a: !!python/name:os.system\n", "Line 1: tags"),
        (SMALL.replace("id: a2", "id: a1"), "the id a1 is already used on line 1"),
        (SMALL.replace("- minimisation", "- grumpiness"), "there is no cue grumpiness"),
        (SMALL.replace("    to: a2", "    to: a9"), "goes to &#x27;a9&#x27;, which does not exist"),
        (b"x" * 1_040_000, "The file is 1.0 MB: 1 MB at most"),
        (b"\xff\xfe\x00", "The file is not UTF-8 text"),
        (b"", "The file is empty"),
        ("[" * 500, "nested deeper than 20"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_the_draft_stays(browser, data, said):
    response = upload(browser, data)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert drafts.get_draft().revision == 1


@pytest.mark.parametrize(("role", "status"), [("supervisor", 200), ("handler", 403)])
def test_the_shape_of_a_file_is_handed_out(role, status, request, signed_in):
    answer = signed_in(request.getfixturevalue(role)).get(HOME + "schema.json")

    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Type"] == "application/schema+json"
        assert answer.json() == json.loads(text_of(CONTENT / "script.schema.json"))


def test_the_page_for_files_leads_to_their_shape(browser):
    assert f'href="{HOME}schema.json"' in browser.get(HOME + "draft/import/").content.decode()


def test_what_is_exported_can_be_imported(browser):
    file = browser.get(HOME + "draft/export/")
    assert file["Content-Disposition"] == 'attachment; filename="script_motivational-draft-1.yaml"'

    assert upload(browser, file.content).url == HOME + "draft/"
    assert drafts.get_draft().revision == 2
    assert browser.get(HOME + "draft/export/").content == file.content
    assert browser.get(HOME + "versions/1/export/").content.decode() == SMALL


def test_a_file_for_an_older_draft_is_refused(browser):
    assert "Somebody has changed the draft" in upload(browser, SMALL, revision="7").content.decode()
