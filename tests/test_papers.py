"""What the papers and the code say of each other exists. Links: tests/tools/test_papers_checked.py."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMING_TESTS = [
    ROOT / "docs" / name
    for name in ("asvs.md", "threat-model.md", "confidentiality.md", "data-protection/dpia.md")
]
CODE = sorted(
    path for room in ("helpline", "chat", "triage", "scripts") for path in ROOT.glob(f"{room}/**/*.py")
)


def papers_named(text: str) -> set[str]:
    """Return the papers that a text of code names, such as docs/protocol.md."""
    return set(re.findall(r"\bdocs/[\w/.-]+\.(?:md|yaml)\b", text))


def files_named(text: str) -> set[str]:
    """Return the files of code and tests that a paper names in backticks, such as `tests/test_house.py`."""
    return set(
        re.findall(r"`((?:tests|helpline|chat|triage|scripts|static|templates|tools)/[\w/.-]+\.\w+)`", text)
    )


def test_names_are_noticed() -> None:
    assert files_named("`tests/a/test_b.py`, `chat/access.py: x`, `tests`") == {"tests/a/test_b.py"}
    assert papers_named("# See docs/adr/0004-a-key.md, and docs/protocol.md.") == {
        "docs/adr/0004-a-key.md",
        "docs/protocol.md",
    }


@pytest.mark.parametrize("paper", NAMING_TESTS, ids=lambda path: path.name)
def test_every_file_that_proves_something_exists(paper: Path) -> None:
    named = files_named(paper.read_text())

    assert len(named) > 4
    assert sorted(file for file in named if not (ROOT / file).exists()) == []


def test_every_paper_that_code_names_exists() -> None:
    named = [(path.name, paper) for path in CODE for paper in sorted(papers_named(path.read_text()))]

    assert named != []
    assert [(path, paper) for path, paper in named if not (ROOT / paper).exists()] == []


def test_every_decision_says_context_decision_and_consequences() -> None:
    for paper in sorted(ROOT.glob("docs/adr/0*.md")):
        number = int(paper.name[:4])
        text = paper.read_text()
        assert text.startswith(f"# {number}. "), paper.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], (
            paper.name
        )
