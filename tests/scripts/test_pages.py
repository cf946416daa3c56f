"""The supervisors' pages of the script: who may, what is shown, and what is not there."""

import pytest
from django.test import Client
from django.urls import reverse

from helpline.kernel.content_files import text_of
from scripts import drafts
from scripts.models import ScriptDraft
from scripts.services import CONTENT
from scripts.tree import with_values
from scripts.versions import publish_texts
from tests.scripts.conftest import SMALL
from tests.scripts.editor import HOME, tree

pytestmark = pytest.mark.django_db
PAGES = (
    "", "compare/", "draft/", "draft/discard/", "draft/add/", "draft/prompts/a1/", "draft/prompts/a1/remove/",
    "draft/ways-in/", "draft/drawing/", "draft/try/", "draft/sign-offs/", "draft/import/", "draft/export/",
    "draft/publish/", "versions/1/", "versions/1/drawing/", "versions/1/export/", "versions/1/roll-back/",
)  # fmt: skip
ACTS = (
    "begin/", "draft/propose/", "draft/withdraw/", "draft/approve/", "draft/follow/",
    "draft/sign-offs/record/",
    "draft/sign-offs/take-back/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 200), ("admin", 403), ("handler", 403), ("analyst", 403)]
)
def test_only_those_who_publish_scripts_see_the_pages(draft, role, status, request, signed_in):
    browser = signed_in(request.getfixturevalue(role))

    assert [browser.get(HOME + path).status_code for path in PAGES] == [status] * len(PAGES)


@pytest.mark.parametrize("role", ["admin", "handler", "analyst"])
def test_only_those_who_publish_scripts_act(draft, role, request, signed_in):
    browser = signed_in(request.getfixturevalue(role))

    assert {browser.post(HOME + path, {"revision": "1"}).status_code for path in (*PAGES, *ACTS)} <= {
        403,
        405,
    }
    assert ScriptDraft.objects.get().revision == 1


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(HOME).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("path", ACTS)
def test_a_link_alone_changes_nothing(browser, path):
    assert browser.get(HOME + path).status_code == 405


def test_forms_carry_a_token(supervisor, draft):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(supervisor)

    assert browser.post(HOME + "draft/propose/", {"revision": "1"}).status_code == 403


def test_the_script_is_among_a_supervisors_places(browser):
    assert 'href="/supervision/scripts/" aria-current="page">Script' in browser.get(HOME).content.decode()


def test_without_a_draft_its_pages_lead_to_the_overview(signed_in, supervisor):
    publish_texts((SMALL, text_of(CONTENT / "cues.yaml")), by=None)
    browser = signed_in(supervisor)

    answer = browser.get(HOME + "draft/drawing/", follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "There is no draft now" in answer.content.decode()

    browser.post(HOME + "begin/")
    assert browser.get(HOME + "draft/drawing/").status_code == 200


def test_an_installation_without_a_version_says_so(signed_in, supervisor):
    assert "No version is in use" in signed_in(supervisor).get(HOME).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "draft/prompts/a9/",
        "draft/prompts/a9/remove/",
        "versions/7/",
        "versions/7/drawing/",
        "compare/?from=7",
    ],
)
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(HOME + path).status_code == 404


def test_the_drawing_links_every_prompt_to_its_form(browser):
    page = browser.get(HOME + "draft/drawing/?at=a1").content.decode()
    svg = page[page.index('<svg class="graph"') : page.index("</svg>", page.index('<svg class="graph"'))]

    assert [f'href="{HOME}draft/prompts/{name}/"' in svg for name in ("a1", "a2", "d1", "s1")] == [True] * 4
    assert '<title id="graph-title">' in svg
    assert 'class="edge edge--here" data-from="a1" data-to="a2"' in svg
    assert " style=" not in page


def test_a_version_is_drawn_with_links_to_its_words(browser):
    page = browser.get(HOME + "versions/1/drawing/").content.decode()

    assert f'href="{HOME}versions/1/#box-a2"' in page
    assert 'id="box-a2"' in browser.get(HOME + "versions/1/").content.decode()


def test_comparing_marks_words(browser, supervisor):
    changed = with_values(tree(), "a2", {"prompt": "What happened then?"})
    drafts.save_draft(tree=changed, revision=1, node="a2", by=supervisor)

    page = browser.get(HOME + "compare/").content.decode()
    assert "What happened<ins> then</ins>?" in page
    assert "Prompts: 1 changed." in page
    assert "Nothing differs." in browser.get(HOME + "compare/?from=1&to=1").content.decode()


def test_what_staff_write_is_text_and_never_markup(browser, supervisor):
    planted = "<script>x</script><svg onload=x>"
    changed = with_values(tree(), "a2", {"prompt": planted, "next": [{"when": planted, "to": "END"}]})
    drafts.save_draft(tree=changed, revision=1, node="a2", by=supervisor)

    paths = [path for path in PAGES if "export" not in path] + [
        "draft/prompts/a2/",
        "draft/prompts/a2/remove/",
    ]
    for path in paths:
        page = browser.get(HOME + path).content.decode()
        assert "<script>x" not in page
        assert "<svg onload" not in page
    assert "&lt;script&gt;x" in browser.get(HOME + "draft/").content.decode()
