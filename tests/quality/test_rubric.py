"""The rubric: read and checked with every mistake, put into use, and never changed."""

from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.errors import RequestInvalid
from helpline.quality.models import RubricVersion
from helpline.quality.rubric import NoRubric, differing
from helpline.quality.rubric_file import SHIPPED, parse_rubric
from helpline.quality.rubrics import load_rubric, rubric_of, running_rubric, version_for_reviews
from helpline.staff.models import AuditEvent

TEXT = SHIPPED.read_text()
IDS = [
    "safety_first", "limits_explained", "balanced", "challenge", "impact", "plan", "signposting", "ending",
]  # fmt: skip


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def mistakes(text: str) -> list[str]:
    with pytest.raises(ContentErrors) as refusal:
        parse_rubric(text, source="rubric.yaml")
    return [str(error) for error in refusal.value.errors]


def test_ours_has_eight_criteria_with_three_steps_and_an_example_at_each() -> None:
    rubric = parse_rubric(TEXT, source="rubric.yaml")

    assert [each.id for each in rubric.criteria] == IDS
    assert {tuple(step.score for step in each.steps) for each in rubric.criteria} == {("0", "1", "2")}
    assert all(step.means and step.example for each in rubric.criteria for step in each.steps)


def test_some_criteria_always_apply() -> None:
    rubric = parse_rubric(TEXT, source="rubric.yaml")

    assert [each.id for each in rubric.criteria if "na" not in each.scores] == IDS[:3]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: 1", "version: 0", "rubric.yaml:5: file: version must be 1 or more"),
        ("version: 1\n", "", "file: version is missing"),
        ("    title: Safety first\n", "", "criterion safety_first: title is missing"),
        ("  - id: balanced", "  - id: safety_first", "is already used on line"),
        ("  - id: balanced", "  - id: Balanced!", "id must be small letters, digits and _"),
        ("    title: Impact", "    titel: Impact", "unknown key titel; did you mean title?"),
        ("    title: Impact", f"    title: {'x' * 41}", "title has 41 characters, 40 at most"),
        ("the partner and the children brought in?", "the partner", "end with a question mark"),
        (
            "      - means: Those who were hurt do not come up, or only as the cause.\n"
            "        example: The talk is about his stress from the first line to the last.\n",
            "",
            "criterion impact: steps must have 3 entries: for 0, 1, 2, in that order",
        ),
        ("        example: “Thanks for writing, take care.”\n", "", "step 2: example is missing"),
        ("criteria:\n", "criteria: &all\n", "references (* and &) are not used here"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_file_line_and_entry(old: str, new: str, said: str) -> None:
    found = mistakes(changed(old, new))

    assert any(said in each for each in found), found
    assert all(each.startswith("rubric.yaml:") for each in found)


def test_every_mistake_is_told_at_once() -> None:
    text = changed("    title: Impact", "    title: ''").replace("version: 1", "version: one")

    assert len(mistakes(text)) == 3


def test_a_file_without_criteria_or_with_too_many_is_refused() -> None:
    held = yaml.safe_load(TEXT)
    held["criteria"] = []
    assert "1 to 12 entries" in mistakes(yaml.safe_dump(held))[0]


def test_a_score_must_be_one_of_its_criterion() -> None:
    rubric = parse_rubric(TEXT, source="rubric.yaml")

    rubric.check({"safety_first": "2", "plan": "na"})
    with pytest.raises(RequestInvalid) as refusal:
        rubric.check({"safety_first": "na", "plan": "3", "charm": "2"})
    assert refusal.value.extra["fields"].keys() == {"safety_first", "plan", "charm"}


def test_what_is_left_and_what_differs_stands_in_the_rubrics_order() -> None:
    rubric = parse_rubric(TEXT, source="rubric.yaml")
    first = dict.fromkeys(IDS, "1")

    assert [each.id for each in rubric.left({"plan": "1", "ending": "0"})] == [
        id for id in IDS if id not in {"plan", "ending"}
    ]
    assert differing(first, first | {"ending": "2", "balanced": "0"}) == ["balanced", "ending"]


# -- versions -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_a_loaded_one_ours_is_in_use_and_is_stored_with_the_first_review() -> None:
    assert running_rubric().version == 1
    assert RubricVersion.objects.count() == 0
    assert rubric_of(1) == running_rubric()
    with pytest.raises(NoRubric):
        rubric_of(2)

    assert version_for_reviews() == 1
    assert rubric_of(1) == running_rubric()
    assert version_for_reviews() == 1
    assert RubricVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_new_version_is_in_use_and_the_old_one_stays_as_it_was(tmp_path: Path) -> None:
    load_rubric()
    file = tmp_path / "own.yaml"
    file.write_text(changed("version: 1", "version: 2").replace("title: Impact", "title: Effects"))

    assert load_rubric(file=file) == (2, True)
    assert load_rubric(file=file) == (2, False)
    assert load_rubric() == (2, False)
    assert [rubric_of(n).criteria[4].title for n in (1, 2)] == ["Impact", "Effects"]
    assert running_rubric().version == 2
    lines = AuditEvent.objects.filter(event="review.rubric_loaded")
    assert [line.detail for line in lines] == [{"version": 1}, {"version": 2}]


@pytest.mark.django_db
def test_other_words_under_a_number_that_is_stored_are_refused_with_their_line(tmp_path: Path) -> None:
    load_rubric()
    file = tmp_path / "own.yaml"
    file.write_text(changed("title: Impact", "title: Effects"))
    told = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("load_rubric", file=file, stderr=told)

    assert refusal.value.returncode == 2
    assert f"{file}:5: version 1 must be higher than 1" in told.getvalue()
    assert rubric_of(1).criteria[4].title == "Impact"


@pytest.mark.django_db
def test_checking_loads_nothing() -> None:
    told = StringIO()

    call_command("load_rubric", check=True, stdout=told)

    assert "No mistakes in helpline/quality/content/rubric.yaml." in told.getvalue()
    assert RubricVersion.objects.count() == 0
