"""The risk guidance is written by one and approved by another; contacts stay on their version."""

from uuid import uuid4

import pytest

from chat.views.console_data import instrument_data
from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from helpline.staff.roles import Role
from triage.drafting import DraftMoved, NoDraft, PartMoved, ProposalRefused, SecondReaderNeeded
from triage.instrument_parts import PARTS, compared, digest_of_part, with_words, wordings
from triage.models import RiskDraft, RiskInstrument
from triage.risk import MARKER_IDS, Level, Meaning
from triage.services import instrument_drafts as drafts
from triage.services import instrument_of, load_instrument, record_triage, running_instrument, triage_of
from triage.services.instruments import SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.once]

QUESTION = "Do you think about ending your life?"


@pytest.fixture
def second(make_account):
    return make_account(Role.SUPERVISOR, "supervisor2")


@pytest.fixture
def tree(supervisor):
    """The words of a draft that the first supervisor has begun."""
    return drafts.tree_of(drafts.begin_draft(by=supervisor))


def write(by, part="suicidal", was=None, **values):
    was = was or digest_of_part(drafts.tree_of(drafts.get()), part)
    return drafts.save_part(part=part, values=values, was=was, by=by)


def question_of(instrument):
    return next(marker.question for marker in instrument.markers if marker.id == "suicidal")


def test_a_question_goes_from_a_draft_into_use_by_two_and_contacts_stay(tree, handler, supervisor, second):
    before, after = uuid4(), uuid4()
    record_triage(contact=before, changes={"markers": {"suicidal": "no"}}, by=handler)

    draft = drafts.propose(revision=write(supervisor, question=QUESTION).revision, by=supervisor)
    assert question_of(running_instrument()) != QUESTION
    drafts.approve(revision=draft.revision, by=second)
    record_triage(contact=after, changes={"markers": {"suicidal": "no"}}, by=handler)

    asked = [question_of(instrument_of(triage_of(each)["instrument"])) for each in (before, after)]
    assert [question == QUESTION for question in asked] == [False, True]
    version = RiskInstrument.objects.get(number=2)
    assert (version.proposed_by, version.loaded_by) == (supervisor, second)
    assert running_instrument().version == 2
    assert not RiskDraft.objects.exists()
    assert list(AuditEvent.objects.order_by("pk").values_list("event", "actor")) == [
        ("risk.draft_begun", "supervisor1"), ("risk.draft_edited", "supervisor1"),
        ("risk.proposed", "supervisor1"), ("risk.published", "supervisor2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("edits", "proposes", "approves", "may"),
    [
        ("supervisor", "supervisor", "supervisor", False),
        ("supervisor", "supervisor", "second", True),
        ("supervisor", "supervisor", "admin", True),
        ("second", "supervisor", "second", False),
        ("second", "supervisor", "supervisor", False),
        ("second", "supervisor", "admin", True),
        ("admin", "admin", "admin", False),
        ("admin", "admin", "supervisor", True),
    ],
)
def test_neither_who_proposed_nor_who_wrote_last_approves(tree, request, edits, proposes, approves, may):
    edits, proposes, approves = map(request.getfixturevalue, (edits, proposes, approves))
    draft = drafts.propose(revision=write(edits, question=QUESTION).revision, by=proposes)

    if may:
        assert drafts.approve(revision=draft.revision, by=approves).number == 2
        return
    with pytest.raises(SecondReaderNeeded):
        drafts.approve(revision=draft.revision, by=approves)
    assert running_instrument().version == 1


@pytest.mark.parametrize("role", ["handler", "analyst"])
def test_others_may_do_nothing_of_it(tree, supervisor, role, request):
    draft = drafts.propose(revision=write(supervisor, question=QUESTION).revision, by=supervisor)
    by = request.getfixturevalue(role)

    for act in (
        lambda: drafts.begin_draft(by=by),
        lambda: write(by, question="What now?"),
        lambda: drafts.discard(revision=draft.revision, by=by),
        lambda: drafts.propose(revision=draft.revision, by=by),
        lambda: drafts.withdraw(revision=draft.revision, by=by),
        lambda: drafts.approve(revision=draft.revision, by=by),
        lambda: drafts.follow(revision=draft.revision, by=by),
        lambda: drafts.ask_way_back(number=1, by=by),
    ):
        with pytest.raises(Forbidden):
            act()
    assert drafts.get().proposed_by == supervisor


def test_what_is_approved_is_what_was_read(tree, supervisor, second):
    draft = drafts.propose(revision=write(supervisor, question=QUESTION).revision, by=supervisor)
    write(supervisor, part="stalking", question="Do you follow anybody?")

    for revision in (draft.revision, draft.revision + 1):
        # The first was overtaken, the second is not proposed: writing on takes a proposal back.
        with pytest.raises(DraftMoved):
            drafts.approve(revision=revision, by=second)
    assert running_instrument().version == 1


def test_two_who_write_different_parts_are_not_in_each_other_s_way(tree, supervisor, second):
    opened = {part: digest_of_part(tree, part) for part in ("suicidal", "stalking")}
    write(supervisor, was=opened["suicidal"], question=QUESTION)
    write(second, part="stalking", was=opened["stalking"], question="Do you follow anybody?")

    with pytest.raises(PartMoved):
        write(second, was=opened["suicidal"], question="Mine?")
    held = drafts.tree_of(drafts.get())
    assert [wordings(held, part)[1].value for part in opened] == [QUESTION, "Do you follow anybody?"]


@pytest.mark.parametrize(
    ("part", "values", "problem"),
    [
        ("suicidal", {"question": "Tell me."}, "question must end with a question mark"),
        ("suicidal", {"question": ""}, "question"),
        ("suicidal", {"guidance": []}, "guidance"),
        ("suicidal", {"guidance": ["x" * 161]}, "161 characters, 160 at most"),
        ("suicidal", {"label": "x" * 61}, "label is 61 characters, 60 at most"),
        ("reasons", {"known_under_18": "x" * 161}, "why is 161 characters, 160 at most"),
    ],
)
def test_a_mistake_is_never_in_the_draft(tree, supervisor, part, values, problem):
    with pytest.raises(ContentErrors, match=problem):
        write(supervisor, part=part, **values)

    assert drafts.tree_of(drafts.get()) == tree


def test_no_form_reaches_what_suggests_which_level(tree):
    everything = {each.name: "Changed?" for part in PARTS for each in wordings(tree, part)}
    everything |= {"level": "standard", "listened_for": False, "id": "x", "guidance": ["Changed."]}

    changed = tree
    for part in PARTS:
        changed = with_words(changed, part, everything)

    def rules(words):
        return [
            [(m["id"], m["level"], m["listened_for"]) for m in words["markers"]],
            [(pair["markers"], pair["level"]) for pair in words["together"]],
            [(known["id"], known["level"]) for known in words["known"]],
            [(reason["id"], reason.get("words")) for reason in words["lowering"]],
        ]

    assert rules(changed) == rules(tree)
    assert {change.part for change in compared(tree, changed)} == set(PARTS)
    assert set(PARTS) == {*MARKER_IDS, "reasons", "levels"}


def test_what_a_level_means_is_said_where_a_service_wrote_it_and_taken_away_again(tree, supervisor, second):
    assert running_instrument().meanings == ()
    draft = write(supervisor, part="levels", urgent="Today, with a supervisor.", standard="")
    draft = drafts.propose(revision=draft.revision, by=supervisor)
    drafts.approve(revision=draft.revision, by=second)
    assert running_instrument().meanings == (Meaning(Level.URGENT, "Today, with a supervisor."),)
    assert instrument_data(running_instrument())["levels"] == [
        {"id": "urgent", "means": "Today, with a supervisor."}
    ]

    drafts.begin_draft(by=supervisor)
    write(supervisor, part="levels", urgent="")
    assert "levels" not in drafts.tree_of(drafts.get())


def test_a_comparison_tells_words_and_also_the_levels_that_a_file_changed(tree):
    other = with_words(tree, "suicidal", {"question": QUESTION})
    other["markers"][4]["level"] = "urgent"
    other["together"].pop()

    found = {change.title: [each.name for each in change.changes] for change in compared(tree, other)}

    assert found == {
        "Separation": ["Suggests by itself"],
        "Thoughts of suicide": ["Question"],
        "Reasons for a suggestion, and for setting less": ["Getting worse + Drink or drugs: urgent"],
    }
    assert compared(tree, tree) == []


def test_nothing_new_is_not_proposed(tree, supervisor):
    with pytest.raises(ProposalRefused, match="Nothing differs"):
        drafts.propose(revision=1, by=supervisor)


def test_a_version_that_was_loaded_meanwhile_is_looked_at_first(tree, supervisor, second, tmp_path):
    draft = drafts.propose(revision=write(supervisor, question=QUESTION).revision, by=supervisor)
    file = tmp_path / "risk.yaml"
    file.write_text(
        SHIPPED.read_text().replace("version: 1", "version: 2").replace("Use the word.", "Say it.")
    )
    load_instrument(file=file, by=None)

    with pytest.raises(ProposalRefused, match="Version 2 was put into use"):
        drafts.approve(revision=draft.revision, by=second)
    draft = drafts.follow(revision=draft.revision, by=second)
    drafts.propose(revision=draft.revision, by=second)

    assert question_of(running_instrument()) != QUESTION
    with pytest.raises(SecondReaderNeeded):
        drafts.approve(revision=draft.revision, by=second)


def test_going_back_takes_two_and_leaves_a_draft_alone(tree, supervisor, second):
    draft = drafts.propose(revision=write(supervisor, question=QUESTION).revision, by=supervisor)
    drafts.approve(revision=draft.revision, by=second)
    drafts.begin_draft(by=second)
    for number in (2, 3):
        with pytest.raises((ProposalRefused, drafts.NoInstrument)):
            drafts.ask_way_back(number=number, by=supervisor)

    asked = drafts.ask_way_back(number=1, by=supervisor)
    with pytest.raises(ProposalRefused, match="already"):
        drafts.ask_way_back(number=1, by=second)
    with pytest.raises(SecondReaderNeeded):
        drafts.approve(kind=asked.kind, revision=asked.revision, by=supervisor)
    made = drafts.approve(kind=asked.kind, revision=asked.revision, by=second)

    assert (made.number, made.restores, question_of(running_instrument())) == (
        3,
        1,
        question_of(instrument_of(1)),
    )
    assert drafts.get().base == 2
    with pytest.raises(NoDraft):
        drafts.approve(kind=asked.kind, revision=asked.revision, by=second)


def test_a_file_that_was_loaded_before_is_no_mistake_after_a_version_of_the_pages(tree, supervisor, second):
    load_instrument(by=None)
    draft = drafts.propose(revision=write(supervisor, question=QUESTION).revision, by=supervisor)
    drafts.approve(revision=draft.revision, by=second)

    loaded = load_instrument(by=None)

    assert (loaded.number, loaded.is_new) == (2, False)
