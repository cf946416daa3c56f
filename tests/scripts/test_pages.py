"""The supervisors' pages of the script: who may, what is shown, what is refused and what stays."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from helpline.staff.roles import Role
from scripts import drafts, publishing
from scripts.models import PromptSignOff, RollBack, ScriptDraft, ScriptVersion
from scripts.services import CONTENT, load_content, text_of
from scripts.sign_offs import signed_nodes
from scripts.tree import node_of, nodes_of, with_values
from scripts.versions import publish_texts
from tests.scripts.conftest import SMALL

pytestmark = pytest.mark.django_db
HOME = "/supervision/scripts/"
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


@pytest.fixture
def second(make_account):
    return make_account(Role.SUPERVISOR, "supervisor2")


@pytest.fixture
def draft(supervisor):
    publish_texts((SMALL, text_of(CONTENT / "cues.yaml")), by=None)
    return drafts.begin_draft(by=supervisor)


@pytest.fixture
def browser(signed_in, supervisor, draft):
    return signed_in(supervisor)


@pytest.fixture
def other_browser(signed_in, second, draft):
    return signed_in(second)


def tree():
    return drafts.tree_of(drafts.get_draft())


def written(browser, node="a2", **changes):
    """Return what a browser would post of a node's form, with some fields changed."""
    context = browser.get(f"{HOME}draft/prompts/{node}/").context
    form = context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    for name in ("do", "dont", "log", "technique"):
        posted[name] = "\n".join(node_of(tree(), node).get(name) or [])
    posted |= {
        **{name: node_of(tree(), node).get(name) or [] for name in ("enter_on_cues", "does", "for")},
        "seen": context["seen"],
        "alternative": [row["text"] for row in form.alternative_rows()],
        "when": [row["when"] for row in form.way_rows()],
        "to": [row["to"] for row in form.way_rows()],
    }
    return {name: value for name, value in (posted | changes).items() if value is not False}


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


def test_saving_an_unchanged_form_changes_no_word(browser):
    before = tree()

    for node in nodes_of(before):
        assert (
            browser.post(f"{HOME}draft/prompts/{node['id']}/", written(browser, node["id"])).status_code
            == 302
        )

    assert tree() == before


def test_saving_every_unchanged_form_of_the_shipped_script_changes_no_word(signed_in, supervisor):
    load_content(directory=CONTENT, by=None)
    drafts.begin_draft(by=supervisor)
    browser, before = signed_in(supervisor), tree()

    # One of each kind: plain, with blanks, an example, one of a cue's second turn, with many ways.
    chosen = (
        "m01_welcome",
        "m05_who",
        "m10_reflect",
        "m15b_partner_blame_again",
        "m34_details",
        "d01_immediate",
    )
    for node in chosen:
        browser.post(f"{HOME}draft/prompts/{node}/", written(browser, node))

    assert drafts.get_draft().revision == 1 + len(chosen)
    assert tree() == before


def test_a_prompt_is_edited_without_yaml(browser):
    posted = written(
        browser,
        prompt="What happened then?\r\nTake your time.",
        alternative=["And then?", ""],
        when=["says more", "", "leaves"],
        to=["a2", "", "END"],
        do="wait\nlisten",
        enter_on_cues=["minimisation", "denial"],
    )

    browser.post(HOME + "draft/prompts/a2/", posted)

    node = node_of(tree(), "a2")
    assert node["prompt"] == "What happened then?\nTake your time."
    assert node["alternatives"] == ["And then?"]
    assert node["next"] == [{"when": "says more", "to": "a2"}, {"when": "leaves", "to": "END"}]
    assert node["do"] == ["wait", "listen"]
    assert sorted(node["enter_on_cues"]) == ["denial", "minimisation"]


def test_keys_that_no_form_knows_survive_a_form(browser, supervisor):
    before = tree()
    before["nodes"][0]["cy"] = {"prompt": "Helo."}
    before["nodes"][0]["next"][0]["if"] = "calm"
    drafts.save_draft(tree=before, revision=1, node="a1", by=supervisor)

    page = browser.get(HOME + "draft/prompts/a1/").content.decode()
    browser.post(HOME + "draft/prompts/a1/", written(browser, "a1", prompt="Hello."))

    assert "changed in the file alone: cy." in page
    node = node_of(tree(), "a1")
    assert (node["cy"], node["next"][0]["if"]) == ({"prompt": "Helo."}, "calm")


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"prompt": " "}, "id_prompt", "Write what the handler may say"),
        ({"prompt": "x" * 4001}, "id_prompt", "at most 4000 characters"),
        ({"intent": ""}, "id_intent", "Write what the prompt is for"),
        ({"when": ["", ""], "to": ["END", "a1"]}, "id_when_0", "Write in which case this way is taken"),
        ({"when": ["x", "y"], "to": ["END", ""]}, "id_to_1", "Choose where this way leads"),
        ({"when": ["x"], "to": ["a9"]}, "id_to_0", "There is no prompt a9 any more"),
        ({"alternative": ["x" * 4001]}, "id_alternative_0", "at most 4000 characters"),
    ],
)
def test_a_mistake_in_a_form_is_explained_and_nothing_is_saved(browser, changes, field, text):
    response = browser.post(HOME + "draft/prompts/a2/", written(browser, **changes))

    page = response.content.decode()
    assert response.status_code == 422
    assert next(where for where, said in response.context["summary"] if text in said) == field
    assert f'href="#{field}"' in page
    assert f'id="{field}"' in page
    assert drafts.get_draft().revision == 1


def test_a_mistake_of_the_whole_is_shown_beside_its_node_and_stops_the_proposal(browser):
    browser.post(HOME + "draft/prompts/a1/", written(browser, "a1", when=["ends"], to=["END"]))
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts__1__to="d1"))

    # Its cue still leads there: with it gone, nothing does.
    browser.post(HOME + "draft/prompts/a2/", written(browser, enter_on_cues=[]))

    page = browser.get(HOME + "draft/prompts/a2/").content.decode()
    assert "Nothing leads here" in page
    assert (
        '<a href="/supervision/scripts/draft/prompts/a2/">a2</a>: nothing leads here'
        in browser.get(HOME + "draft/").content.decode()
    )
    answer = browser.post(HOME + "draft/propose/", {"revision": drafts.get_draft().revision}, follow=True)
    assert "Nothing was done: the script has 1 mistake" in answer.content.decode()
    assert drafts.get_draft().proposed_at is None


def ways_in(browser, **changes):
    context = browser.get(HOME + "draft/ways-in/").context
    form = context["form"]
    posted = {name: form[name].value() for name in form.fields}
    return posted | {"revision": context["opened"].draft.revision} | changes


def test_ways_in_are_chosen_and_a_stale_page_is_refused(browser):
    stale = ways_in(browser, start="a2")
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts_by_caller_type__work__danger="d1"))
    assert tree()["interrupts_by_caller_type"]["work"] == {"danger": "d1"}

    answer = browser.post(HOME + "draft/ways-in/", stale)
    assert "Somebody has changed the draft" in answer.content.decode()
    assert tree()["start"] == "a1"


def test_two_who_change_different_prompts_do_not_get_in_each_others_way(browser, other_browser):
    mine = written(browser, "a1", prompt="Mine.")
    other_browser.post(HOME + "draft/prompts/a2/", written(other_browser, prompt="Theirs."))

    browser.post(HOME + "draft/prompts/a1/", mine)

    assert [node_of(tree(), name)["prompt"] for name in ("a1", "a2")] == ["Mine.", "Theirs."]


def test_two_who_change_the_same_prompt_see_each_others_words(browser, other_browser):
    mine = written(browser, prompt="Mine.")
    other_browser.post(HOME + "draft/prompts/a2/", written(other_browser, prompt="Theirs."))

    answer = browser.post(HOME + "draft/prompts/a2/", mine)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Somebody has changed the draft" in page
    assert "Theirs." in page
    assert "Mine." in page
    assert node_of(tree(), "a2")["prompt"] == "Theirs."
    browser.post(HOME + "draft/prompts/a2/", mine | {"seen": answer.context["seen"]})
    assert node_of(tree(), "a2")["prompt"] == "Mine."


def test_a_prompt_is_added_with_a_way_to_it(browser):
    new = {
        "id": "a3", "script": "main", "stage": "challenge", "prompt": "And now?", "intent": "Go on.",
        "after": "a1", "when": "asks",
    }  # fmt: skip

    assert browser.post(HOME + "draft/add/", new).url == HOME + "draft/prompts/a3/"

    assert node_of(tree(), "a1")["next"][-1] == {"when": "asks", "to": "a3"}
    assert node_of(tree(), "a3")["next"] == [{"when": "the talk ends", "to": "END"}]
    again = browser.post(HOME + "draft/add/", new | {"when": ""})
    assert [text for _, text in again.context["summary"]] == [
        "There is already a prompt of this name",
        "Write in which case that prompt leads here",
    ]


@pytest.mark.parametrize("name", ["A3", "3a", "a b", "a/b", "ä", ""])
def test_a_name_that_is_no_name_is_refused(browser, name):
    new = {"id": name, "script": "main", "stage": "challenge", "prompt": "And now?", "intent": "Go on."}

    assert browser.post(HOME + "draft/add/", new).status_code == 422


def test_a_prompt_is_removed_once_nothing_leads_to_it(browser):
    asked = browser.get(HOME + "draft/prompts/a2/remove/")
    assert "a2 cannot go yet" in asked.content.decode()
    browser.post(HOME + "draft/prompts/a2/remove/", {"seen": asked.context["seen"]})
    assert node_of(tree(), "a2")

    browser.post(HOME + "draft/prompts/a1/", written(browser, "a1", when=["ends"], to=["END"]))
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts__1__to="d1"))
    browser.post(HOME + "draft/prompts/a2/remove/", {"seen": asked.context["seen"]})
    assert [node["id"] for node in nodes_of(tree())] == ["a1", "d1", "s1"]


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
        (b"x" * 10_000_000, "The file is 10.0 MB: 1 MB at most"),
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


def propose(browser):
    browser.post(HOME + "draft/prompts/a2/", written(browser, prompt="What happened then?"))
    browser.post(HOME + "draft/propose/", {"revision": drafts.get_draft().revision})
    return drafts.get_draft().revision


def test_one_proposes_and_another_approves(browser, other_browser):
    revision = propose(browser)
    own = browser.get(HOME + "draft/publish/").content.decode()
    assert "Approve and publish" not in own
    assert "somebody else approves it" in own

    refused = browser.post(HOME + "draft/approve/", {"revision": revision}, follow=True)
    assert "somebody else approves it" in refused.content.decode()
    assert ScriptVersion.objects.count() == 1

    assert "What happened<ins> then</ins>?" in other_browser.get(HOME + "draft/publish/").content.decode()
    done = other_browser.post(HOME + "draft/approve/", {"revision": revision}, follow=True)
    assert "Version 2 is in use" in done.content.decode()
    assert ScriptVersion.objects.get(is_running=True).number == 2


def test_a_service_names_what_is_not_signed_and_publishes_nothing(browser, other_browser, settings):
    settings.HELPLINE_MODE = "service"
    revision = propose(browser)

    page = other_browser.get(HOME + "draft/publish/").content.decode()
    assert "4 prompts not signed off" in page
    assert all(
        f'<a href="{HOME}draft/prompts/{name}/">{name}</a>' in page for name in ("a1", "a2", "d1", "s1")
    )
    refused = other_browser.post(HOME + "draft/approve/", {"revision": revision}, follow=True)
    assert "4 prompts are not signed off by both kinds of reviewer" in refused.content.decode()
    assert ScriptVersion.objects.count() == 1


@pytest.mark.parametrize("revision", ["", "x", "0", "99", "1" * 30, "²"])
def test_a_revision_that_never_was_proposes_nothing(browser, revision):
    browser.post(HOME + "draft/prompts/a2/", written(browser, prompt="What happened then?"))

    answer = browser.post(HOME + "draft/propose/", {"revision": revision}, follow=True)

    assert "Somebody has changed the draft" in answer.content.decode()
    assert drafts.get_draft().proposed_at is None


def test_prompts_are_signed_by_two_people(browser, other_browser):
    digests = [signed.digest for signed in signed_nodes(tree()).values()]

    browser.post(HOME + "draft/sign-offs/record/", {"kind": "practitioner", "words": digests})
    refused = browser.post(
        HOME + "draft/sign-offs/record/", {"kind": "survivor_reviewer", "words": digests}, follow=True
    )
    assert "somebody else records this one" in refused.content.decode()
    assert PromptSignOff.objects.count() == 4

    other_browser.post(HOME + "draft/sign-offs/record/", {"kind": "survivor_reviewer", "words": digests})
    assert (
        "all 4 signed off" in browser.get(HOME + "draft/sign-offs/?kind=survivor_reviewer").content.decode()
    )
    assert "Every prompt is signed off" in browser.get(HOME + "draft/publish/").content.decode()

    then = HOME + "draft/prompts/a1/"
    back = browser.post(
        HOME + "draft/sign-offs/take-back/", {"kind": "practitioner", "words": digests[0], "then": then}
    )
    assert back.url == then
    assert PromptSignOff.objects.count() == 7


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example/supervision/scripts/", "/console/"]
)
def test_a_form_leads_back_to_our_own_pages_only(browser, then):
    answer = browser.post(HOME + "draft/sign-offs/record/", {"kind": "practitioner", "then": then})

    assert answer.url == HOME + "draft/sign-offs/?kind=practitioner"


def test_rolling_back_takes_two(browser, other_browser):
    other_browser.post(HOME + "draft/approve/", {"revision": propose(browser)})

    browser.post(HOME + "versions/1/roll-back/", {"act": "ask"})
    assert "asks to go back to version 1" in other_browser.get(HOME).content.decode()
    own = browser.post(HOME + "versions/1/roll-back/", {"act": "approve"}, follow=True)
    assert "somebody else approves it" in own.content.decode()
    assert ScriptVersion.objects.get(is_running=True).number == 2

    done = other_browser.post(HOME + "versions/1/roll-back/", {"act": "approve"}, follow=True)
    assert "Version 3 is in use: the words of version 1." in done.content.decode()
    assert ScriptVersion.objects.get(is_running=True).source_text == SMALL


def test_asking_to_roll_back_can_be_taken_back(browser, other_browser):
    other_browser.post(HOME + "draft/approve/", {"revision": propose(browser)})
    browser.post(HOME + "versions/1/roll-back/", {"act": "ask"})

    other_browser.post(HOME + "versions/1/roll-back/", {"act": "withdraw"})

    assert not RollBack.objects.exists()
    assert publishing.asked_roll_back() is None


def test_throwing_a_draft_away_asks_first(browser):
    asked = browser.get(HOME + "draft/discard/").content.decode()
    assert "Throw the draft away?" in asked
    assert ScriptDraft.objects.exists()

    browser.post(HOME + "draft/discard/", {"revision": "1"})
    assert not ScriptDraft.objects.exists()


def try_out(browser, **fields):
    return browser.post(HOME + "draft/try/", {"caller": "only_a_shove", **fields})


def test_a_draft_is_tried_out_and_nothing_is_kept(browser, django_assert_num_queries):
    assert "Talk with an invented caller" in browser.get(HOME + "draft/try/").content.decode()
    first = try_out(browser)
    assert first.context["offers"]["current"]["id"] == "a1"

    said = {
        "act": "prompt",
        "node": "a1",
        "text": "Hello. How can I help?",
        "answers": first.context["answers"],
    }
    # session, account, draft: nothing is written.
    with django_assert_num_queries(3):
        second = try_out(browser, **said)
    assert second.context["offers"]["current"]["id"] == "a1"
    assert json.loads(second.context["answers"]) == [["Hello. How can I help?", "a1"]]
    assert second.context["tried"].lines[-1].who == "caller"
    assert "<mark>" in second.content.decode()

    back = try_out(browser, act="back", answers=second.context["answers"])
    assert back.context["tried"].lines == first.context["tried"].lines


@pytest.mark.parametrize(
    "answers",
    [
        "x",
        "{}",
        "[1]",
        '[["a"]]',
        '[["a", 1]]',
        "[" * 50_000,
        '[[["a"], "b"]]',
        "null",
        json.dumps([["x", ""]] * 500),
    ],
)
def test_a_made_up_talk_does_no_harm(browser, answers):
    answer = try_out(browser, answers=answers, act="say", text="x" * 5_000)

    assert answer.status_code == 200
    assert len(json.loads(answer.context["answers"])) <= 40


def test_a_draft_with_mistakes_is_not_tried_out(browser):
    browser.post(HOME + "draft/ways-in/", ways_in(browser, interrupts_by_caller_type__child__danger="d1"))

    assert "mend them first" in try_out(browser).content.decode()
