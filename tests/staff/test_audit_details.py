"""Every detail that the code records has its part of a sentence, and reads as one."""

import ast
import re
from collections.abc import Iterator

import pytest

from chat.services.line_settings import SETTINGS
from helpline.complaints.rules import State
from helpline.staff.audit_details import NAMES, PARTS, WORDS, part, parts
from tests.staff.test_audit_words import RECORDS, ROOM_FILES
from triage.oruk.planning import Plan

# Details that are put together elsewhere: their names, by where they are recorded.
MADE = {
    "chat/services/line_settings.py": set(SETTINGS),
    "triage/services/exchange.py": set(Plan().counts()),
    "triage/services/directory.py": {"added", "changed", "unchanged", "kept"},
    "scripts/drafts.py": {"node"},
    "helpline/staff/services.py": {"talks_handed", "talks_back"},
}


def names_in(text: str) -> set[str]:
    """Return the names of details in a module: of what `record` is given, and of what it is made of."""
    tree = ast.parse(text)
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and _name(each.func) == "record"]
    given = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "detail"]
    made = {name for value in given for name in _made_of(value)} - {""}
    values = [*given, *_assigned(tree, made), *_returned(tree, made), *_passed(tree, made)]
    return {name for value in values for name in _keys(value)}


def _parts(value: ast.AST) -> Iterator[ast.AST]:
    """Yield a value, or what it is put together from: `a | b`, `a if x else b`, `{**a}`."""
    yield value
    within: list[ast.AST] = []
    if isinstance(value, ast.BinOp):
        within = [value.left, value.right]
    elif isinstance(value, ast.IfExp):
        within = [value.body, value.orelse]
    elif isinstance(value, ast.Dict):
        within = [held for key, held in zip(value.keys, value.values, strict=True) if key is None]
    for each in within:
        yield from _parts(each)


def _made_of(value: ast.AST) -> Iterator[str]:
    """Yield the names of variables and functions that a value is put together from."""
    for each in _parts(value):
        yield _name(each.func if isinstance(each, ast.Call) else each)


def _keys(value: ast.AST) -> Iterator[str]:
    for each in _parts(value):
        if isinstance(each, ast.Dict):
            yield from (str(key.value) for key in each.keys if isinstance(key, ast.Constant))


def _assigned(tree: ast.AST, made: set[str]) -> Iterator[ast.AST]:
    for each in ast.walk(tree):
        if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            for target in targets:
                if isinstance(target, ast.Subscript) and _name(target.value) in made:
                    yield ast.Dict(keys=[target.slice], values=[each.value])
                elif _name(target) in made:
                    yield each.value


def _returned(tree: ast.AST, made: set[str]) -> Iterator[ast.AST]:
    for each in ast.walk(tree):
        if isinstance(each, ast.FunctionDef) and each.name in made:
            yield from (node.value for node in ast.walk(each) if isinstance(node, ast.Return) and node.value)


def _passed(tree: ast.AST, made: set[str]) -> Iterator[ast.AST]:
    for each in ast.walk(tree):
        if isinstance(each, ast.keyword) and each.arg in made:
            yield each.value


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def recorded() -> dict[str, set[str]]:
    found = {
        path: names_in(text) | MADE.get(path, set())
        for path, text in ROOM_FILES.items()
        if RECORDS.search(text)
    }
    return {path: names for path, names in found.items() if names}


def known() -> set[str]:
    return {name.rpartition(" ")[2] for name in PARTS}


def test_every_detail_that_is_recorded_has_its_part() -> None:
    found = recorded()

    assert len(found) > 25
    assert {path: names - known() for path, names in found.items() if names - known()} == {}
    # And no part is of something that nothing records.
    assert known() - {name for names in found.values() for name in names} == set()


def test_a_detail_without_a_part_would_be_noticed() -> None:
    planted = """
def colours(): return {"green": 1}
detail: dict = {"blue": 1}
detail["red"] = 2
record(event="x.y", by=by, detail=detail | {"yellow": 3})
record(event="x.y", by=by, detail=colours())
"""
    assert names_in(planted) == {"green", "blue", "red", "yellow"}


@pytest.mark.parametrize("name", sorted(PARTS))
def test_no_part_is_a_raw_name_or_holds_a_code(name: str) -> None:
    event, _, detail = name.rpartition(" ")
    said = part(event or "x.y", detail, "some_code")

    assert not re.search(r"\w_\w", said.replace("some_code", "")), said
    assert said not in (f"{detail}: some code", f"{detail}: some_code")
    assert "some_code" in said if detail in NAMES else "some code" in said


@pytest.mark.parametrize("code", [*State, *(name.rpartition(" ")[2] for name in WORDS)])
def test_a_value_is_said_in_words(code: str) -> None:
    assert "_" not in part("x.y", "to", code)


def test_a_line_reads_as_one_goes_on_after_what_was_done() -> None:
    assert parts("staff.created", {"role": "handler", "demo": True}) == ["for the demo: yes", "as handler"]
    assert parts("staff.role_changed", {"from": "handler", "to": "admin"}) == [
        "until then handler",
        "now admin",
    ]
    assert parts("sign_in.begun", {"with": ["password", "totp"]}) == ["with a password, an authenticator app"]
    assert parts("directory.edited", {"slug": "one_stop", "fields": ["phone_alternatives"]}) == [
        "what was touched: phone alternatives",
        "called one_stop",
    ]
    assert parts("transfer.asked", {"to": ""}) == []
    assert parts("transfer.asked", {"to": "ben"}) == ["asked was ben"]
    assert parts("scripts.signed_off", {"words": "9f" * 32}) == ["its text has the digest 9f9f9f9f"]


def test_what_a_newer_version_recorded_is_named_as_it_is() -> None:
    assert parts("new.thing", {"paint_used": "sky_blue"}) == ["paint used: sky blue"]
