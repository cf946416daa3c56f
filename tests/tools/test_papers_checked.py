"""The checks of the papers hold, and each would notice a mistake."""

from pathlib import Path

import pytest

from tools.papers import links, markdown, spelling


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose papers have no mistake."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "other.md").write_text('# The way out\n\n## Twice\n\n## Twice\n\n<a id="own"></a>\n')
    (tmp_path / "docs" / "picture.png").touch()
    (tmp_path / "docs" / "external-links.md").write_text(
        "| page | what | looked at |\n|---|---|---|\n| <https://known.org/a> | known | not yet |\n"
    )
    (tmp_path / "README.md").write_text(
        "# Here\n\n[a](docs/other.md#the-way-out), [b](docs/other.md#twice-1), [c](docs/other.md#own)\n"
        "[d](#here), [e](https://known.org/a), [f](mailto:a@known.org), ![A door](docs/picture.png)\n\n"
        "`[g](nowhere.md)`\n"
    )
    return tmp_path


def test_a_project_without_a_mistake_has_no_fault(project: Path) -> None:
    assert links.faults(project) == []
    assert spelling.faults(project) == []


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("[x](gone.md)", "gone.md leads nowhere"),
        ("[x](docs/../../elsewhere.md)", "docs/../../elsewhere.md leads nowhere"),
        ("[x](docs/other.md#the-way-in)", "docs/other.md#the-way-in names an anchor that is not there"),
        ("[x](#nowhere)", "#nowhere names an anchor that is not there"),
        ("[x](docs/picture.png#top)", "docs/picture.png#top names an anchor in what has none"),
        ("[x](/docs/other.md)", "/docs/other.md begins with a slash, which leads nowhere from a file"),
        ("[x](http://known.org/a)", "http://known.org/a is not https"),
        ("[x](https://new.org/)", "https://new.org/ is not in docs/external-links.md"),
        ("<https://new.org/>", "https://new.org/ is not in docs/external-links.md"),
        ("[x][y]\n\n[y]: gone.md", "gone.md leads nowhere"),
        ("![](docs/picture.png)", "docs/picture.png is a picture without words for whoever cannot see it"),
        ("![A door](docs/gone.png)", "docs/gone.png leads nowhere"),
        ("![A door](https://known.org/a)", "https://known.org/a is a picture from elsewhere"),
        ("| a |\n|---|\n| [x](gone.md) |", "gone.md leads nowhere"),
    ],
)
def test_a_planted_mistake_is_named_with_its_place(project: Path, planted: str, fault: str) -> None:
    (project / "SECURITY.md").write_text(f"# One\n\nTwo\n{planted}\n" if "|" not in planted else planted)
    line = 3 if "|" in planted else 4

    assert links.faults(project) == [f"SECURITY.md:{line}: {fault}"]


def test_a_row_of_the_list_that_nobody_links_to_is_named(project: Path) -> None:
    with (project / links.LIST).open("a") as file:
        file.write("| <https://old.org/> | gone | 2026-11-28, by hand |\n")

    assert links.faults(project) == ["docs/external-links.md: https://old.org/ is linked to nowhere"]


def test_a_row_without_a_date_is_no_row(project: Path) -> None:
    listed = project / links.LIST
    listed.write_text(listed.read_text().replace("not yet", "soon"))

    assert [fault.rpartition(" ")[0] for fault in links.faults(project)] == [
        "README.md:4: https://known.org/a is not in",
        "docs/external-links.md:3: https://known.org/a is not in",
    ]


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("The colors of the console", "SECURITY.md:3: colors ==> colours"),
        ("Whoever apologizes", "SECURITY.md:3: apologizes ==> apologises"),
        ("We recieve it", "SECURITY.md:3: recieve ==> receive"),
        ("Somebody who traveled", "SECURITY.md:3: traveled ==> travelled"),
        ("| a |\n|---|\n| the center |", "SECURITY.md:5: center ==> centre"),
        ("A [link in colors](docs/other.md)", "SECURITY.md:3: colors ==> colours"),
        ("![A picture of colors](docs/picture.png)", "SECURITY.md:3: colors ==> colours"),
        ("## How to organize", "SECURITY.md:3: organize ==> organise"),
    ],
)
def test_a_word_that_is_spelt_wrong_is_named_with_its_place(project: Path, planted: str, fault: str) -> None:
    (project / "SECURITY.md").write_text(f"# One\n\n{planted}\n")

    assert spelling.faults(project) == [fault]


@pytest.mark.parametrize(
    "right",
    [
        "`background-color`, and a program in which we practise what the practice of stories is",
        "```css\ncolor: recieve;\n```",
        "    color: recieve;",
        "[the colours](docs/other.md#colors)",
        "The noise of the ONS, at 0.5",
    ],
)
def test_code_addresses_and_what_is_right_here_too_are_let_through(project: Path, right: str) -> None:
    (project / "SECURITY.md").write_text(f"# One\n\n{right}\n")

    assert spelling.faults(project) == []


def test_english_texts_are_looked_through_and_their_names_are_not(project: Path) -> None:
    texts = project / "locale" / "caller" / "en"
    texts.mkdir(parents=True)
    (texts / "talk.json").write_text('{\n "color": "Colour",\n "other": "Your behavior"\n}\n')

    assert spelling.faults(project) == ["locale/caller/en/talk.json:3: behavior ==> behaviour"]


def test_the_papers_of_this_project_have_no_fault() -> None:
    """The two steps of `make check` say the same, with the line of each."""
    assert links.faults() == []
    assert spelling.faults() == []


def test_welsh_is_not_held_to_english(project: Path) -> None:
    (project / "docs" / "cy").mkdir()
    (project / "docs" / "cy" / "index.md").write_text("# Color\n")

    assert spelling.faults(project) == []


def test_prose_keeps_its_lines() -> None:
    assert markdown.prose("# A `b`\n\nc\nd [e](f)\n\n```\ng\n```\n")[:4] == [" A  ", "", " c", "d e"]
