"""`rubric.yaml` read and checked: every mistake with its file, its line and its entry. Plain Python.

docs/quality.md says what each key means.
"""

import re
from pathlib import Path

from helpline.kernel.reading import Block, Keys, Notes, check_ids_once, read_file
from helpline.quality.rubric import STEPS, Criterion, Rubric, Step

SHIPPED = Path(__file__).resolve().parent / "content" / "rubric.yaml"
LONGEST_TITLE, LONGEST_LINE, LONGEST_EXAMPLE = 40, 160, 240
MOST_CRITERIA, MOST_NOTES = 12, 8
SLUG = re.compile(r"[a-z][a-z0-9_]{0,29}")

FILE_KEYS = Keys(required=("version", "notes", "criteria"))
CRITERION_KEYS = Keys(required=("id", "title", "asks", "steps"), optional=("not_applying",))
STEP_KEYS = Keys(required=("means", "example"))


def parse_rubric(text: str, *, source: str) -> Rubric:
    """Read a rubric; `source` names its file in messages.

    Raises ContentErrors with every mistake: each names the file, the line and the entry.
    """
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    version = file.integer("version")
    if "version" in file and version < 1:
        file.wrong("version", "version must be 1 or more")
    said = file.words("notes")
    if len(said) > MOST_NOTES:
        file.wrong("notes", f"notes has {len(said)} entries, {MOST_NOTES} at most")
    for line in said:
        if len(line.text) > LONGEST_EXAMPLE:
            notes.wrong(line.line, f"notes: {len(line.text)} characters, {LONGEST_EXAMPLE} at most")
    blocks = file.blocks("criteria", "criterion", CRITERION_KEYS)
    if "criteria" in file and not 1 <= len(blocks) <= MOST_CRITERIA:
        file.wrong("criteria", f"criteria must have 1 to {MOST_CRITERIA} entries")
    check_ids_once(blocks)
    rubric = Rubric(version, tuple(line.text for line in said), tuple(map(_criterion, blocks)))
    notes.check()
    return rubric


def _criterion(block: Block) -> Criterion:
    id = block.text("id")
    if id and SLUG.fullmatch(id) is None:
        block.wrong("id", "id must be small letters, digits and _, 30 at most, a letter first")
    asks = _line(block, "asks", LONGEST_LINE)
    if asks and not asks.endswith("?"):
        block.wrong("asks", "asks must end with a question mark")
    return Criterion(
        id=id,
        title=_line(block, "title", LONGEST_TITLE),
        asks=asks,
        steps=_steps(block),
        not_applying=_line(block, "not_applying", LONGEST_LINE),
    )


def _steps(block: Block) -> tuple[Step, ...]:
    """Read the steps: exactly three, for 0, 1 and 2, in that order."""
    blocks = block.blocks("steps", f"{block.what}: step", STEP_KEYS)
    if "steps" in block and len(blocks) != len(STEPS):
        block.wrong("steps", f"steps must have {len(STEPS)} entries: for {', '.join(STEPS)}, in that order")
    return tuple(
        Step(score, _line(each, "means", LONGEST_LINE), _line(each, "example", LONGEST_EXAMPLE))
        for score, each in zip(STEPS, blocks, strict=False)
    )


def _line(block: Block, key: str, most: int) -> str:
    """Return one line of text; longer than `most` is a mistake."""
    text = block.text(key)
    if len(text) > most:
        block.wrong(key, f"{key} has {len(text)} characters, {most} at most")
    return text
