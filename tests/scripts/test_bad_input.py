"""A file that is wrong, or made to do harm, is refused with its line; the published version stays in use."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from helpline.kernel.reading import MOST_MISTAKES
from scripts.draft_check import check_draft
from scripts.library import ContentErrors, parse_cues, parse_script
from scripts.models import ScriptVersion
from scripts.services import CONTENT, running_script
from tests.scripts.conftest import SMALL

LAUGHS = "lol1: &a [x, x]\n" + "".join(
    f"lol{n}: &{chr(96 + n)} [{', '.join(['*' + chr(95 + n)] * 9)}]\n" for n in range(2, 12)
)
CIRCLE = SMALL.replace("    to: END\n- id: d1", "    to: a1\n- id: d1")

BAD = {
    "a loop without an exit": (CIRCLE, 15, "node a1: dead end, no way from here leads to END"),
    "two nodes of one id": (
        SMALL.replace("- id: a2\n", "- id: a1\n"),
        23,
        "node a1: the id a1 is already used on line 15",
    ),
    "an unknown cue": (
        SMALL.replace("  - minimisation", "  - minimizing"),
        29,
        "node a2: there is no cue minimizing",
    ),
    "10 MB": ("# " + "x" * 10_000_000, 1, "the file is longer than 1000000 characters"),
    "10 MB of nodes": (
        SMALL + "- {id: a1}\n" * 1_000_000,
        1,
        "the file is longer than 1000000 characters",
    ),
    "a tag that names code": (
        SMALL.replace("start: a1", "start: !!python/object/apply:os.system ['true']"),
        3,
        "tags are not used here: leave out !!python/object/apply:os.system",
    ),
    "a tag on a list": (
        SMALL.replace("stages: [", "stages: !!python/tuple ["),
        2,
        "tags are not used here: leave out !!python/tuple",
    ),
    "references that explode": (LAUGHS, 1, "references (* and &) are not used here: write it out"),
    "a reference to itself": ("a: &a [*a]\n", 1, "references (* and &) are not used here: write it out"),
    "merged keys": (
        "a: &a {b: 1}\nc: {<<: *a}\n",
        2,
        "references (* and &) are not used here: write it out",
    ),
    "lists in lists without end": ("[" * 200_000, 1, "nested deeper than 20 levels"),
    "two documents": (SMALL + "---\na: 1\n", 50, "not valid YAML: but found another document"),
    "mistakes without end": (
        SMALL + "- {id: a1}\n" * 20_000,
        89,
        f"{MOST_MISTAKES} mistakes so far: the rest of the file is not read",
    ),
    "more nodes than anybody reads": (
        SMALL
        + "".join(
            f"- {{id: n{n}, script: m, stage: welcome, prompt: P, intent: I, next: [{{when: e, to: END}}]}}\n"
            for n in range(1000)
        ),
        14,
        "file: 1004 nodes, 1000 at most",
    ),
}
bad = pytest.mark.parametrize(("text", "line", "problem"), BAD.values(), ids=BAD.keys())


@pytest.fixture
def folder(tmp_path):
    for name in ("script_motivational.yaml", "cues.yaml"):
        shutil.copy(CONTENT / name, tmp_path / name)
    return tmp_path


@bad
def test_it_is_refused_with_its_line(text, line, problem):
    with pytest.raises(ContentErrors) as caught:
        parse_script(text, source="x.yaml")

    assert f"x.yaml:{line}: {problem}" in [str(error) for error in caught.value.errors]


@bad
@pytest.mark.django_db
def test_the_published_version_stays(folder, capsys, text, line, problem):
    call_command("load_scripts", directory=folder)
    before = running_script()
    file = folder / "script_motivational.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was published") as failed:
        call_command("load_scripts", directory=folder)

    assert failed.value.returncode == 2
    assert f"{file}:{line}: {problem}" in capsys.readouterr().err.splitlines()
    assert running_script() == before
    assert ScriptVersion.objects.count() == 1


@bad
def test_a_draft_says_it_too(text, line, problem):
    """Deep nesting once ended the process here: the place of a mistake was looked up without the guards."""
    said = [(error.line, f"node {error.node}: {error.text}") for error in check_draft(text).errors]

    assert any(at == line and problem.endswith(words.split(": ", 1)[1]) for at, words in said)


@pytest.mark.parametrize("name", ["10 MB", "a tag on a list", "references that explode", "two documents"])
def test_a_cue_book_is_refused_for_the_same(name):
    text, line, problem = BAD[name]
    with pytest.raises(ContentErrors) as caught:
        parse_cues(text, source="x.yaml")

    assert str(caught.value.errors[0]).startswith(f"x.yaml:{line}: {problem}")


def test_a_file_that_is_too_long_is_not_even_read(folder, monkeypatch):
    file = folder / "script_motivational.yaml"
    file.write_text("x" * 4_000_001, encoding="utf-8")

    def refuse(*_args, **_more):
        raise AssertionError("it was read")

    monkeypatch.setattr("pathlib.Path.read_text", refuse)
    with pytest.raises(CommandError, match="1 mistake in the content"):
        call_command("check_scripts", str(file))


def test_nothing_of_a_refused_file_is_built_or_run(tmp_path):
    """A tag would name code to run: the file that it would make is not there."""
    made = tmp_path / "made"
    text = (
        f"start: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{made}']]\n"
    )
    with pytest.raises(ContentErrors):
        parse_script(text, source="x.yaml")

    assert not made.exists()
