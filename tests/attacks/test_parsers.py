"""Every parser is fed what Hypothesis thinks of: it gives a value or one of its refusals, nothing else."""

import ast
import contextlib
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attacks.parsers import EXCUSED, PARSERS, ROOT, Parser

PACKAGES = ("helpline", "chat", "triage", "scripts")
LIKE_A_PARSER = ("parse_", "read_", "load_", "decode_")
MOST_MEMORY = 96 * 1024 * 1024
# As long as a frame, a file or a form may bring them, of what makes patterns go back and forth.
LONG = [
    unit * (16_000 // len(unit))
    for unit in ("a", " ", "\n", "a ", "0", "()", "https://a", "'\"", "é́", "- a\n")
]
LONG += ["I will hurt her " * 900, "09:00-" * 2_000, "{" * 9_000, "a: {" * 2_000, '"' + "," * 15_000]


def is_fed(parser: Parser, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(parser.food)
    def feeds(food: object) -> None:
        eats(parser, food)

    feeds()


def eats(parser: Parser, food: object) -> None:
    with contextlib.suppress(*parser.refusals):
        parser.call(food)


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_gives_a_value_or_refuses(name: str) -> None:
    is_fed(PARSERS[name], 40)


@pytest.mark.long
@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_gives_a_value_or_refuses_many_times(name: str) -> None:
    is_fed(PARSERS[name], 3_000)


# Longer ones are refused before.
OF_A_MESSAGE = {"cues in words", "doubts about a draft"}
TAKE_NO_TEXT = {"start", "survey", "schedule", "feed", "query of the directory", "texts for callers"}
TAKE_NO_TEXT |= {
    "complaint",
    "equality",
    "review",
    "backup of the keys",
    "fields of a frame",
    "handler's command",
}
TEXTS = [name for name, parser in PARSERS.items() if name not in TAKE_NO_TEXT]


@pytest.mark.parametrize("name", TEXTS)
def test_the_longest_texts_are_read_to_their_end_in_little_memory(name: str) -> None:
    """What took its time by the square of these would not end before the run is stopped."""
    parser = PARSERS[name]
    is_of_bytes = name in {
        "body of a request",
        "address of a socket",
        "secret file",
        "content of the directory",
        "backup of the keys",
        "manifest of a backup",
        "private key",
    }
    tracemalloc.start()
    try:
        for long in LONG if name not in OF_A_MESSAGE else [each[:4_000] for each in LONG]:
            eats(parser, long.encode() if is_of_bytes else long)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def test_a_parser_that_breaks_is_found() -> None:
    with pytest.raises(ZeroDivisionError):
        is_fed(Parser(lambda text: 1 // (len(text) - 3), st.text()), 200)


def public_parsers() -> set[str]:
    """Return "module:function" of every public function that is called like a parser."""
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if {"migrations", "commands", "views"} & set(path.parts):
                continue
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith(LIKE_A_PARSER):
                    found.add(f"{module}:{node.name}")
    return found


def test_every_public_parser_is_fed_or_excused() -> None:
    fed = {name for parser in PARSERS.values() for name in parser.covers}

    assert sorted(public_parsers() - fed - EXCUSED.keys()) == []
    assert sorted((fed | EXCUSED.keys()) - public_parsers()) == []
