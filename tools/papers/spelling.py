"""British spelling in the prose of every paper and in every English text: `python -m tools.papers.spelling`.

codespell finds common slips and, by its list of British words turned round, American spellings.
"""
# ruff: noqa: S603, T201

import re
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from tools.papers import ROOT, papers
from tools.papers.markdown import prose

HERE = Path(__file__).parent
# A folder of papers in Welsh, which codespell does not know.
WELSH = "cy"
# Words of ours that codespell takes for slips: one a line, small letters.
OURS = HERE / "our_words.txt"
# American spellings that codespell's list has not: american->british.
MORE_AMERICAN = HERE / "american_words.txt"
# What is right in Britain too, or means something else there: a computer's program, to license, the practice.
RIGHT_AS_WELL = HERE / "right_as_well.txt"


def american_words() -> dict[str, str]:
    """Return the British word for each American one."""
    pairs = files("codespell_lib").joinpath("data/dictionary_en-GB_to_en-US.txt").read_text().splitlines()
    turned = (line.rstrip(",").split("->") for line in pairs if "->" in line)
    found = {american.split(",")[0].strip(): british for british, american in turned}
    kept = set(RIGHT_AS_WELL.read_text().split())
    found |= dict(line.split("->") for line in MORE_AMERICAN.read_text().split())
    return {american: british for american, british in found.items() if american not in kept}


def words_of(path: Path) -> str:
    """Return what a person reads of a paper, or of a file of texts, each word on its line."""
    text = path.read_text()
    return (
        "\n".join(prose(text))
        if path.suffix == ".md"
        else re.sub(r'^\s*"[^"]+":', "", text, flags=re.MULTILINE)
    )


def english(root: Path) -> list[Path]:
    """Return the papers that are not in Welsh, which stands in folders of its own."""
    return [paper for paper in papers(root) if "cy" not in paper.relative_to(root).parts]


def faults(root: Path = ROOT) -> list[str]:
    """Return a line for every word that is spelt wrong: its paper, line, and how it is spelt."""
    with tempfile.TemporaryDirectory(prefix="helpline-spelling-") as folder:
        mirror = Path(folder) / "papers"
        for path in [*english(root), *root.glob("locale/**/en/*.json")]:
            if WELSH in path.relative_to(root).parts:
                continue
            copy = mirror / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(words_of(path))
        american = Path(folder) / "american.txt"
        american.write_text("".join(f"{us}->{gb}\n" for us, gb in american_words().items()))
        program = Path(sys.executable).with_name("codespell")
        asked: list[str | Path] = [
            program,
            "--builtin",
            "clear,rare",
            "-D",
            "-",
            "-D",
            american,
            "-I",
            OURS,
            ".",
        ]
        done = subprocess.run(asked, cwd=mirror, capture_output=True, text=True, check=False)
    # 65 says that there were finds; anything else but 0 is codespell's own trouble.
    if done.returncode not in (0, 65):
        raise SystemExit(done.stdout + done.stderr)
    return [line.removeprefix("./") for line in done.stdout.splitlines()]


if __name__ == "__main__":
    wrong = faults()
    print("\n".join(wrong) or "Every word is spelt as in Britain.")
    sys.exit(1 if wrong else 0)
