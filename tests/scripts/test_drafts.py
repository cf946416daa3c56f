"""The draft and its way into use: changed by one, approved by another, signed by two kinds of reviewer."""

import pytest

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.content_files import text_of
from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from helpline.staff.roles import Role
from scripts import drafts, publishing, sign_offs
from scripts.cuebook import parse_cues
from scripts.errors import DraftMoved, NoDraft, PromptsUnsigned, PublishingRefused, SecondPersonNeeded
from scripts.models import PromptSignOff, ScriptDraft, ScriptVersion
from scripts.services import CONTENT, load_content, script_of
from scripts.tree import node_of, nodes_of, with_values
from scripts.versions import publish_texts
from tests.scripts.conftest import SMALL

pytestmark = pytest.mark.django_db
PRACTITIONER, SURVIVOR = PromptSignOff.Kind.PRACTITIONER, PromptSignOff.Kind.SURVIVOR


@pytest.fixture
def second(make_account):
    return make_account(Role.SUPERVISOR, "supervisor2")


@pytest.fixture
def first_version():
    return publish_texts((SMALL, text_of(CONTENT / "cues.yaml")), by=None)


@pytest.fixture
def draft(first_version, supervisor):
    return drafts.begin_draft(by=supervisor)


@pytest.fixture
def service(settings):
    settings.HELPLINE_MODE = "service"


def changed(draft, by, prompt="What happened then?", node="a2"):
    tree = with_values(drafts.tree_of(draft), node, {"prompt": prompt})
    return drafts.save_draft(tree=tree, revision=draft.revision, node=node, by=by)


def proposed(draft, by):
    return publishing.propose(revision=changed(draft, by).revision, by=by)


def signed(kind, by, tree=None, nodes=None):
    tree = tree or drafts.tree_of(drafts.get_draft())
    held = sign_offs.signed_nodes(tree)
    digests = [held[node].digest for node in (nodes or held)]
    return sign_offs.sign(tree=tree, digests=digests, kind=kind, by=by)


def running():
    return ScriptVersion.objects.get(is_running=True)


def test_a_draft_begins_with_the_version_in_use_and_is_begun_once(first_version, supervisor, second):
    draft = drafts.begin_draft(by=supervisor)

    assert (draft.base, draft.cues_text, draft.revision) == (first_version, first_version.cues_text, 1)
    assert drafts.begin_draft(by=second) == draft
    assert ScriptDraft.objects.count() == 1


def test_before_the_first_version_a_draft_begins_with_the_shipped_files(supervisor):
    draft = drafts.begin_draft(by=supervisor)

    assert draft.base is None
    assert node_of(drafts.tree_of(draft), "m01_welcome")["stage"] == "welcome"


def test_a_change_grows_the_revision_and_is_in_the_audit(draft, supervisor):
    after = changed(draft, supervisor)

    assert (after.revision, after.edited_by) == (2, supervisor)
    assert node_of(drafts.tree_of(after), "a2")["prompt"] == "What happened then?"
    assert AuditEvent.objects.get(event="scripts.draft_edited").detail == {"node": "a2", "revision": 2}


def test_whoever_saves_an_older_revision_is_refused_and_nothing_is_lost(draft, supervisor, second):
    changed(draft, supervisor)

    with pytest.raises(DraftMoved):
        changed(draft, second, prompt="Mine.")

    assert node_of(drafts.tree_of(drafts.get_draft()), "a2")["prompt"] == "What happened then?"


def test_a_draft_may_hold_mistakes_and_is_then_not_proposed(draft, supervisor):
    broken = with_values(drafts.tree_of(draft), "a1", {"next": [{"when": "goes on", "to": "nowhere"}]})
    saved = drafts.save_draft(tree=broken, revision=1, node="a1", by=supervisor)

    with pytest.raises(ContentErrors, match="goes to 'nowhere'"):
        publishing.propose(revision=saved.revision, by=supervisor)
    assert drafts.get_draft().proposed_at is None


def test_what_differs_in_nothing_is_not_proposed(draft, supervisor):
    # The first version was not written by the editor: only its form differs.
    drafts.save_draft(tree=drafts.tree_of(draft), revision=1, node="a1", by=supervisor)
    ScriptVersion.objects.update(sha256=publishing.digest_of(draft.source_text, draft.cues_text))

    with pytest.raises(PublishingRefused, match="Nothing differs"):
        publishing.propose(revision=2, by=supervisor)


def test_a_second_person_publishes_and_talks_keep_their_version(draft, first_version, supervisor, second):
    before = script_of(first_version.pk).nodes["a2"].prompt
    version = publishing.approve(revision=proposed(draft, supervisor).revision, by=second)

    assert (version.number, version.proposed_by, version.published_by) == (2, supervisor, second)
    assert running() == version
    assert script_of(version.pk).nodes["a2"].prompt == "What happened then?"
    assert script_of(first_version.pk).nodes["a2"].prompt == before
    assert not ScriptDraft.objects.exists()
    line = AuditEvent.objects.filter(event="scripts.published").latest("pk")
    assert (line.actor, line.detail["proposed_by"], line.detail["unsigned"]) == (
        "supervisor2",
        "supervisor1",
        4,
    )


def test_whoever_proposed_does_not_approve(draft, first_version, supervisor, second):
    asked = publishing.propose(revision=changed(draft, second).revision, by=supervisor)

    with pytest.raises(SecondPersonNeeded):
        publishing.approve(revision=asked.revision, by=supervisor)
    assert running() == first_version


def test_whoever_changed_it_last_does_not_approve(draft, first_version, supervisor, second):
    asked = publishing.propose(revision=changed(draft, second).revision, by=supervisor)

    with pytest.raises(SecondPersonNeeded):
        publishing.approve(revision=asked.revision, by=second)
    assert running() == first_version


def test_a_change_takes_the_proposal_back(draft, first_version, supervisor, second):
    asked = proposed(draft, supervisor)
    after = changed(asked, supervisor, prompt="And then?")

    for revision in (asked.revision, after.revision):
        with pytest.raises(DraftMoved):
            publishing.approve(revision=revision, by=second)
    assert running() == first_version


def test_nobody_approves_what_was_withdrawn(draft, supervisor, second):
    asked = proposed(draft, supervisor)
    publishing.withdraw(revision=asked.revision, by=second)

    with pytest.raises(DraftMoved):
        publishing.approve(revision=asked.revision, by=second)


def test_a_draft_behind_the_version_in_use_goes_on_from_it_first(draft, supervisor, second):
    saved = changed(draft, supervisor)
    newer = publish_texts((SMALL.replace("How can I help?", "Hello."), draft.cues_text + "\n"), by=None)

    with pytest.raises(PublishingRefused, match="Version 2 was published since"):
        publishing.propose(revision=saved.revision, by=supervisor)

    after = drafts.follow_running(revision=saved.revision, by=supervisor)
    assert (after.base, after.cues_text) == (newer, newer.cues_text)
    asked = publishing.propose(revision=after.revision, by=supervisor)
    assert publishing.approve(revision=asked.revision, by=second).number == 3


def test_a_service_publishes_no_prompt_that_is_not_signed(
    service, draft, first_version, supervisor, second, make_account
):
    asked = proposed(draft, supervisor)

    with pytest.raises(PromptsUnsigned) as refused:
        publishing.approve(revision=asked.revision, by=second)
    assert refused.value.nodes == ("a1", "a2", "d1", "s1")
    assert running() == first_version

    assert signed(PRACTITIONER, supervisor) == 4
    assert signed(SURVIVOR, second, nodes=["a1", "a2", "d1"]) == 3
    with pytest.raises(PromptsUnsigned) as refused:
        publishing.approve(revision=asked.revision, by=second)
    assert refused.value.nodes == ("s1",)

    signed(SURVIVOR, second, nodes=["s1"])
    assert publishing.approve(revision=asked.revision, by=second).number == 2


def test_one_person_never_gives_both_sign_offs_for_the_same_words(draft, supervisor, second):
    signed(PRACTITIONER, supervisor, nodes=["a1"])

    with pytest.raises(SecondPersonNeeded, match="a1"):
        signed(SURVIVOR, supervisor, nodes=["a2", "a1"])
    assert PromptSignOff.objects.count() == 1
    assert signed(SURVIVOR, second, nodes=["a2", "a1"]) == 2


@pytest.mark.parametrize(
    ("values", "is_lost"),
    [
        ({"prompt": "What happened then?"}, True),
        ({"alternatives": ["And then?"]}, True),
        ({"intent": "Another."}, False),
        ({"next": [{"when": "goes", "to": "END"}]}, False),
        ({"alternatives": []}, False),
    ],
)
def test_a_sign_off_is_lost_with_the_words_and_with_nothing_else(draft, supervisor, values, is_lost):
    signed(PRACTITIONER, supervisor)
    tree = with_values(drafts.tree_of(draft), "a2", values)

    assert (sign_offs.signed_nodes(tree)["a2"].missing == ["Practitioner", "Survivor reviewer"]) is is_lost


def test_words_that_come_back_are_still_signed(draft, supervisor):
    signed(PRACTITIONER, supervisor)
    before = drafts.tree_of(draft)
    after = with_values(with_values(before, "a2", {"prompt": "No."}), "a2", {"prompt": "What happened?"})

    assert sign_offs.signed_nodes(after)["a2"].missing == ["Survivor reviewer"]


def test_only_words_that_the_draft_has_are_signed(draft, supervisor):
    tree = drafts.tree_of(draft)
    digest = sign_offs.signed_nodes(tree)["a2"].digest
    after = drafts.tree_of(changed(draft, supervisor))

    with pytest.raises(DraftMoved):
        sign_offs.sign(tree=after, digests=[digest], kind=PRACTITIONER, by=supervisor)


def test_a_sign_off_is_taken_back(draft, supervisor, second):
    signed(PRACTITIONER, supervisor)
    digest = sign_offs.signed_nodes(drafts.tree_of(draft))["a1"].digest

    assert sign_offs.take_back(digests=[digest], kind=PRACTITIONER, by=second) == 1
    assert PromptSignOff.objects.count() == 3
    assert AuditEvent.objects.get(event="scripts.sign_off_taken_back").subject == "a1"


def test_rolling_back_publishes_the_older_words_as_the_next_version(draft, first_version, supervisor, second):
    publishing.approve(revision=proposed(draft, supervisor).revision, by=second)
    later = drafts.begin_draft(by=supervisor)

    publishing.ask_roll_back(number=1, by=second)
    with pytest.raises(SecondPersonNeeded):
        publishing.roll_back(number=1, by=second)
    assert running().number == 2
    version = publishing.roll_back(number=1, by=supervisor)

    assert (version.number, version.restores, version.sha256) == (3, 1, first_version.sha256)
    assert running() == version
    assert publishing.asked_roll_back() is None
    assert drafts.get_draft() == later


def test_newer_rules_about_words_do_not_hold_up_whoever_goes_back(first_version, supervisor, second):
    cues = first_version.cues_text
    publish_texts((SMALL.replace("What happened?", "What happened in {"), cues), by=None)
    publish_texts((SMALL, cues + "\n"), by=None)
    publishing.ask_roll_back(number=2, by=supervisor)

    assert publishing.roll_back(number=2, by=second).restores == 2


def test_nobody_rolls_back_without_being_asked_or_to_another_version(draft, supervisor, second):
    publishing.approve(revision=proposed(draft, supervisor).revision, by=second)

    with pytest.raises(DraftMoved):
        publishing.roll_back(number=1, by=second)
    publishing.ask_roll_back(number=1, by=second)
    with pytest.raises(DraftMoved):
        publishing.roll_back(number=2, by=supervisor)
    with pytest.raises(PublishingRefused, match="in use"):
        publishing.ask_roll_back(number=2, by=supervisor)
    assert running().number == 2


def test_a_service_rolls_back_to_no_prompt_that_is_not_signed(service, first_version, supervisor, second):
    publish_texts((SMALL.replace("What happened?", "Tell me."), first_version.cues_text), by=None)
    publishing.ask_roll_back(number=1, by=supervisor)

    with pytest.raises(PromptsUnsigned):
        publishing.roll_back(number=1, by=second)
    assert running().number == 2


@pytest.mark.parametrize(
    "text",
    [
        "nodes: [",
        SMALL.replace("id: a2", "id: a1"),
        SMALL.replace("minimisation", "grumpiness"),
        "a: &x\nb: *x\n",
    ],
)
def test_a_file_with_a_mistake_is_not_imported(draft, supervisor, text):
    with pytest.raises(ContentErrors):
        drafts.import_draft(text=text, revision=1, by=supervisor)

    assert drafts.get_draft().source_text == draft.source_text


def test_a_file_takes_the_place_of_the_draft(draft, supervisor):
    drafts.import_draft(text="# mine\n" + SMALL.replace("How can", "What can"), revision=1, by=supervisor)

    after = drafts.get_draft()
    assert node_of(drafts.tree_of(after), "a1")["prompt"] == "Hello. What can I help?"
    assert (after.revision, after.cues_text) == (2, draft.cues_text)


def test_a_draft_is_thrown_away_only_as_it_was_seen(draft, supervisor):
    changed(draft, supervisor)

    with pytest.raises(DraftMoved):
        drafts.discard_draft(revision=1, by=supervisor)
    drafts.discard_draft(revision=2, by=supervisor)
    with pytest.raises(NoDraft):
        drafts.get_draft()


@pytest.mark.parametrize("role", [Role.HANDLER, Role.ANALYST, Role.ADMIN])
def test_whoever_may_not_publish_scripts_does_none_of_it(draft, make_account, role):
    other, tree = make_account(role), drafts.tree_of(draft)
    acts = [
        lambda: drafts.begin_draft(by=other),
        lambda: drafts.save_draft(tree=tree, revision=1, node="a1", by=other),
        lambda: drafts.import_draft(text=SMALL, revision=1, by=other),
        lambda: drafts.discard_draft(revision=1, by=other),
        lambda: drafts.follow_running(revision=1, by=other),
        lambda: publishing.propose(revision=1, by=other),
        lambda: publishing.withdraw(revision=1, by=other),
        lambda: publishing.approve(revision=1, by=other),
        lambda: publishing.ask_roll_back(number=1, by=other),
        lambda: publishing.roll_back(number=1, by=other),
        lambda: publishing.withdraw_roll_back(by=other),
        lambda: sign_offs.sign(tree=tree, digests=[], kind=PRACTITIONER, by=other),
        lambda: sign_offs.take_back(digests=[], kind=PRACTITIONER, by=other),
    ]

    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert drafts.get_draft().revision == 1


def test_a_service_loads_no_unsigned_files_but_the_first_when_told_to(service, supervisor, second, tmp_path):
    script = text_of(CONTENT / "script_motivational.yaml")
    cues = text_of(CONTENT / "cues.yaml")

    with pytest.raises(PromptsUnsigned):
        load_content(directory=CONTENT, by=None)
    assert not ScriptVersion.objects.exists()

    first = load_content(directory=CONTENT, by=None, unsigned_first=True)
    assert (first.number, first.unsigned) == (1, len(script_of(first.version_id).nodes))
    assert AuditEvent.objects.get(event="scripts.published").detail["unsigned"] == first.unsigned

    (tmp_path / "script_motivational.yaml").write_text("# anew\n" + script, encoding="utf-8")
    (tmp_path / "cues.yaml").write_text(cues, encoding="utf-8")
    with pytest.raises(PromptsUnsigned):
        load_content(directory=tmp_path, by=None, unsigned_first=True)

    tree = drafts.tree_of(drafts.begin_draft(by=supervisor))
    signed(PRACTITIONER, supervisor, tree)
    signed(SURVIVOR, second, tree)
    assert load_content(directory=tmp_path, by=None).number == 2


def test_the_cues_of_a_draft_are_those_of_the_version_in_use(draft):
    assert parse_cues(draft.cues_text, source="x").cues
    assert len(nodes_of(drafts.tree_of(draft))) == 4
