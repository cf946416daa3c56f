"""Every event that the code records has a sentence, and nothing that is recorded could hold words."""

import ast
import re
from pathlib import Path

import pytest

from chat.models import Transfer
from helpline.staff.audit_words import GROUPS, SENTENCES, group_of, sentence
from helpline.staff.sign_in_notices import WORDS
from triage.models import EntryChange, RiskDraft

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("helpline", "chat", "triage", "scripts")
RECORDS = re.compile(r"from helpline\.staff\.audit import .*\brecord\b")
# Every module, by its place.
ROOM_FILES = {
    str(path.relative_to(ROOT)): path.read_text() for room in ROOMS for path in ROOT.glob(f"{room}/**/*.py")
}
CODE = re.compile(r"[a-z_]+\.[a-z_]*[a-z]")
# In those modules, of the same shape, and no events.
OTHERS = {
    "helplines.json", "risk.yaml", "hours.nothing_to_restore", "scripts.nothing_new", "statistics.sealed",
    "staff.before", "staff.tell", "account.known", "account.unknown",
}  # fmt: skip
# Codes that are put together: by their beginning, with every end.
MADE = {
    "transfer.": {gone.value for gone in Transfer.Gone},
    "sign_in.": set(WORDS),
    "risk.": {f"{kind.value}_discarded" for kind in RiskDraft.Kind},
    "directory.change_": {EntryChange.State.SENT_BACK.value, EntryChange.State.TAKEN_BACK.value},
}


def codes_in(text: str) -> tuple[set[str], set[str]]:
    """Return the codes that a module names, and the beginnings of those that it puts together."""
    whole, begun = set(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr) and isinstance(first := node.values[0], ast.Constant):
            if re.fullmatch(r"[a-z_]+\.[a-z_]*", first.value):
                begun.add(first.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            whole.add(node.value)
    return whole, begun


def recorded() -> tuple[set[str], set[str]]:
    whole: set[str] = set()
    begun: set[str] = set()
    for text in ROOM_FILES.values():
        if RECORDS.search(text):
            more, parts = codes_in(text)
            whole, begun = whole | more, begun | parts
    return whole - OTHERS, begun


def test_every_event_that_is_recorded_has_a_sentence() -> None:
    whole, begun = recorded()
    made = {f"{beginning}{end}" for beginning, ends in MADE.items() for end in ends}

    assert begun <= set(MADE)
    assert (whole | made) - set(SENTENCES) == set()
    # And no sentence is of something that nothing records.
    assert set(SENTENCES) - whole - made == set()


def test_a_code_without_a_sentence_would_be_noticed() -> None:
    planted = 'record(event="contact.painted", by=by)\nrecord(event=f"colour.{name}", by=by)'

    assert codes_in(planted) == ({"contact.painted"}, {"colour."})


def test_every_group_has_a_name_and_every_name_a_group() -> None:
    assert {group_of(event) for event in SENTENCES} == set(GROUPS)


@pytest.mark.parametrize(("event", "said"), [("contact.taken", "took a contact"), ("new.thing", "new.thing")])
def test_an_event_that_nobody_knows_is_named_by_its_code(event: str, said: str) -> None:
    assert sentence(event) == said
