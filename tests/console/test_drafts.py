"""The check of a draft in a browser finds what the service's own finds: one file of rules, read twice."""

import json
import random
from typing import Any

import pytest

from scripts.collusion import Checker
from scripts.script import CALLER_KINDS
from scripts.services import collusion
from tests.console.browser import Files, serving, told_by
from tests.scripts.drafts import FILES, drafts
from tests.scripts.test_collusion import HOSTILE

CHECK = Checker(collusion()).check


def cases() -> list[dict[str, Any]]:
    """Return every draft of the files as it stands, disarranged, and with signs of two units."""
    chance = random.Random(32)
    written = [draft for name in FILES for draft in drafts(name)]
    asked = [(draft.text, draft.said, draft.caller, ()) for draft in written]
    for _ in range(400):
        some = [chance.choice(written) for _ in range(3)]
        joined = chance.choice([" ", "\n", ", ", " 'and", " 😀 ", "…", ' "']).join(each.text for each in some)
        said = tuple(said for each in some for said in each.said)
        asked.append((joined, said, chance.choice(CALLER_KINDS), (some[1].text,)))
        words = joined.split()
        chance.shuffle(words)
        asked.append((" ".join(words), said, chance.choice(CALLER_KINDS), ()))
    asked += [(f"{text}. You had no choice.", (text,), "own_behaviour", ()) for text in HOSTILE.values()]
    return [case(*each) for each in asked]


def case(draft: str, said: tuple[str, ...], caller: str, given: tuple[str, ...]) -> dict[str, Any]:
    found = CHECK(draft, said=said, caller=caller, given=given)
    doubts = [[each.kind, each.rule, each.start, each.end, each.why, each.better] for each in found]
    return {"draft": draft, "said": said, "caller": caller, "given": given, "doubts": doubts}


@pytest.mark.journey
def test_the_browser_doubts_what_the_service_doubts(tmp_path) -> None:
    asked = cases()
    assert sum(bool(each["doubts"]) for each in asked) > 500

    class WithDrafts(Files):
        told = {"/drafts.json": json.dumps({"rules": collusion().as_json(), "cases": asked})}  # noqa: RUF012

    with serving(WithDrafts) as address:
        results = told_by(address, tmp_path, "drafts.mjs")

    assert {name: why for name, why in results.items() if why != "holds"} == {}
    assert len(results) == 4
