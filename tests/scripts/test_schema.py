"""The published shape of a script file and the reader keep in step: both take ours, both refuse the same."""

import json
from copy import deepcopy

import jsonschema
import pytest
import yaml

from scripts.done import TOPICS
from scripts.library import (
    CALLER_KINDS,
    CUES,
    FILE_KEYS,
    INTERRUPT_KEYS,
    NODE_KEYS,
    PART_KEYS,
    SAFETY_CUES,
    ContentErrors,
    parse_script,
)
from scripts.nodes_file import STEP_KEYS, WORDING_KEYS
from scripts.prompt_checks import LONGEST_PROMPT
from scripts.script import DANGER, LANGUAGES
from scripts.services import CONTENT
from tests.scripts.conftest import SMALL

SCHEMA = json.loads((CONTENT / "script.schema.json").read_text(encoding="utf-8"))
SHIPPED = (CONTENT / "script_motivational.yaml").read_text(encoding="utf-8")
DEFS = SCHEMA["$defs"]
FILE = SCHEMA["properties"]


def refused_by_schema(content):
    return list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(content))


def refused_by_reader(content):
    try:
        parse_script(yaml.safe_dump(content, allow_unicode=True), source="x.yaml")
    except ContentErrors as errors:
        return list(errors.errors)
    return []


def small():
    content = yaml.safe_load(SMALL)
    content["scripts"] = [
        {"id": name, "title": name, "start": "a1"} for name in ("main", "danger", "survivor")
    ]
    content["interrupts"][2] |= {"unless": "asked", "unless_done": ["children"], "instead": "a2"}
    return content


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("content", [yaml.safe_load(SHIPPED), small()], ids=["shipped", "small"])
def test_both_take_what_is_right(content):
    assert refused_by_schema(content) == []
    assert refused_by_reader(content) == []


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        (SCHEMA, FILE_KEYS),
        (FILE["nodes"]["items"], NODE_KEYS),
        (FILE["nodes"]["items"]["properties"]["next"]["items"], STEP_KEYS),
        (FILE["nodes"]["items"]["properties"]["cy"], WORDING_KEYS),
        (FILE["interrupts"]["items"], INTERRUPT_KEYS),
        (FILE["scripts"]["items"], PART_KEYS),
    ],
    ids=["file", "node", "step", "wording", "interrupt", "script"],
)
def test_both_know_the_same_keys(place, keys):
    assert set(place["properties"]) == {*keys.required, *keys.optional}
    assert set(place["required"]) == set(keys.required)
    assert place["additionalProperties"] is False


def test_both_know_the_same_words():
    assert DEFS["cue"]["enum"] == list(CUES)
    assert DEFS["kind"]["enum"] == list(CALLER_KINDS)
    assert DEFS["topics"]["items"]["enum"] == list(TOPICS)
    assert DEFS["wording"]["maxLength"] == LONGEST_PROMPT
    assert FILE["languages"]["items"]["enum"] == list(LANGUAGES)
    danger = FILE["interrupts_by_caller_type"]["additionalProperties"]["properties"]
    assert set(danger) == {DANGER, *SAFETY_CUES}


def without(content, *path):
    *way, last = path
    for step in way:
        content = content[step]
    del content[last]


def put(value, *path):
    def change(content):
        *way, last = path
        for step in way:
            content = content[step]
        content[last] = value

    return change


def drop(*path):
    return lambda content: without(content, *path)


WRONG = {
    "no start": drop("start"),
    "an unknown key": put("red", "colour"),
    "a version in words": put("one", "version"),
    "stages that are no list": put("welcome", "stages"),
    "a stage that is a number": put([1], "stages"),
    "a principle that is empty": put([" "], "principles"),
    "a language that is none": put(["fr"], "languages"),
    "a licence that is a number": put(1, "licence"),
    "a node without a prompt": drop("nodes", 1, "prompt"),
    "a prompt that is empty": put("", "nodes", 1, "prompt"),
    "a prompt of blanks": put("   ", "nodes", 1, "prompt"),
    "a prompt that is a number": put(12, "nodes", 1, "prompt"),
    "a prompt that no message holds": put("x" * 4001, "nodes", 1, "prompt"),
    "an alternative that no message holds": put(["x" * 4001], "nodes", 1, "alternatives"),
    "an unknown key of a node": put("red", "nodes", 1, "colour"),
    "a model that is perhaps": put("perhaps", "nodes", 1, "model"),
    "something to do that is no list": put("ask", "nodes", 1, "do"),
    "no way on": put([], "nodes", 1, "next"),
    "a step without a case": put([{"to": "END"}], "nodes", 1, "next"),
    "a case that is yes": put([{"when": True, "to": "END"}], "nodes", 1, "next"),
    "a cue that does not exist": put(["minimizing"], "nodes", 1, "enter_on_cues"),
    "a topic that does not exist": put(["tea"], "nodes", 1, "does"),
    "nobody to say it to": put([], "nodes", 1, "for"),
    "a kind that does not exist": put(["everyone"], "nodes", 1, "for"),
    "a wording without a prompt": put({}, "nodes", 1, "cy"),
    "an interrupt for no cue": put("selfharm", "interrupts", 1, "cue"),
    "a priority in words": put("first", "interrupts", 1, "priority"),
    "a priority below none": put(-1, "interrupts", 1, "priority"),
    "instead of nothing": drop("interrupts", 2, "unless_done"),
    "done, and nothing instead": drop("interrupts", 2, "instead"),
    "a kind without an answer": drop("interrupts_by_caller_type", "child"),
    "danger for nobody we know": put({"danger": "s1"}, "interrupts_by_caller_type", "cat"),
    "danger by a cue that is none": put("s1", "interrupts_by_caller_type", "child", "tea"),
    "a route for nobody we know": put({"cat": "a1"}, "routes_by_caller_type"),
    "a script without a title": drop("scripts", 0, "title"),
    "nodes that are no list": put({}, "nodes"),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_both_refuse_what_is_wrong(change):
    content = deepcopy(small())
    change(content)

    assert refused_by_schema(content)
    assert refused_by_reader(content)
