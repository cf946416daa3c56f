"""Mistakes in a cue file."""

import pytest

from scripts.library import ContentErrors, parse_cues

SMALL = """\
version: 1
labels: [denial]
cues:
- id: denial
  group: responsibility
  definition: Says that it did not happen.
  phrases:
  - nothing happened
  - it never happened to her
  also:
  - {text: nothing happened, labels: [denial, minimisation]}
  near_misses:
  - {text: it did happen, why: admits, labels: []}
  handler: {aim: a, technique: t, replies: [r], avoid: [v]}
risk_markers:
- id: stalking
  why: Linked to homicide.
  ask: Do you follow them?
  phrases: [I drive past hers]
  near_misses: [I drive a van]
  default_action: urgent
"""


def mistakes_in(text: str) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        parse_cues(text, source="cues.yaml")
    return [str(error) for error in caught.value.errors]


def test_a_sound_book_is_read_whole():
    book = parse_cues(SMALL, source="cues.yaml")

    assert book.cues["denial"].also == {"nothing happened": ("denial", "minimisation")}
    assert book.cues["denial"].handler.replies == ("r",)
    assert book.markers["stalking"].default_action == "urgent"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("labels: [denial]", "labels: [denial, remorse]", "cues.yaml:2: labels: remorse has no cue below"),
        ("- id: denial", "- id: denying", "cues.yaml:4: cue denying: there is no cue denying"),
        (
            "  - it never happened to her",
            "  - Nothing happened",
            "cues.yaml:9: cue denial: the phrase 'Nothing happened' is given twice",
        ),
        (
            "  - it never happened to her",
            "  - 12",
            "cues.yaml:9: cue denial: every entry of phrases must be text",
        ),
        (
            "{text: nothing happened, labels",
            "{text: other, labels",
            "cues.yaml:11: cue denial: also 1: text is none of the phrases of this cue",
        ),
        (
            "[denial, minimisation]",
            "[minimisation]",
            "cues.yaml:11: cue denial: also 1: labels must hold denial too",
        ),
        (
            "why: admits, labels: []",
            "why: admits, labels: [happy]",
            "cues.yaml:13: cue denial: near miss 1: there is no cue happy",
        ),
        (
            "default_action: urgent",
            "default_action: soon",
            "cues.yaml:21: risk marker stalking: default_action soon is not one of "
            "immediate, immediate_if_plan, urgent, elevated, safeguarding",
        ),
        ("  ask: Do you follow them?\n", "", "cues.yaml:16: risk marker stalking: ask is missing"),
        (
            "{aim: a, technique",
            "{aims: a, technique",
            "cues.yaml:14: cue denial: handler: unknown key aims; did you mean aim?",
        ),
    ],
)
def test_a_mistake_names_its_line_and_itself(old, new, expected):
    assert SMALL.count(old) == 1
    assert expected in mistakes_in(SMALL.replace(old, new))


def test_a_marker_given_twice_is_named():
    marker = SMALL[SMALL.index("- id: stalking") :]

    assert mistakes_in(SMALL + marker) == [
        "cues.yaml:22: risk marker stalking: the id stalking is already used on line 16"
    ]
