"""What kinds of answer a handler's words are, for a scripted caller to react to. Plain Python.

A guess by phrases, good enough for practice and for nothing else: it is no judgement of a
handler, and no real contact is ever read by it. English only.
"""

import re
from collections.abc import Iterable, Mapping

from scripts.answer_words import ABSOLVING, ASKED, ASKING, GIVEN_BACK, SAID, SIDING

SILENCE, CARD = "silence", "card"
# Topics that a handler asks about or says; the look back names those that never came.
TOPICS = ("confidentiality", "safety", "children", "self_harm")
MANNERS = ("open_question", "reflection", "collusion", "accusing", "boundary", "next_step", "long")
KINDS = (*TOPICS, *MANNERS, CARD, SILENCE)

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})

# What is asked of a caller is neither a reflection nor agreement with an excuse.
NEVER_ASKED = frozenset({"reflection", "collusion"})
AGREED_WITH = frozenset({"accusing", "collusion"})
BESIDE_AN_INSULT = frozenset({"reflection", "open_question"})
# More than a caller who types on a telephone reads at once.
LONG_CHARACTERS = 600


def _joined(patterns: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(each)) for kind, each in patterns.items()}


_ASKED, _SAID = _joined(ASKED), _joined(SAID)
_SIDING, _ABSOLVING = (re.compile("|".join(each)) for each in (SIDING, ABSOLVING))


def kinds_of(text: str, *, hurts_others: bool = True) -> frozenset[str]:
    """Return the kinds of answer that one message of a handler is; none where nothing is recognised.

    `hurts_others`: whether it is said to somebody who does. "It is not your fault" is collusion with
    them, and to everybody else it is not.
    """
    sentences = SENTENCE.findall(text.translate(APOSTROPHES).casefold())
    found = frozenset(
        kind for sentence in sentences for kind in _of_sentence(sentence.strip(), hurts_others=hurts_others)
    )
    if len(text) > LONG_CHARACTERS:
        found |= {"long"}
    # "Children usually know. What is it like for them?" asks about them over two sentences.
    if "open_question" in found and _ASKED["children"].search(" ".join(sentences)):
        return found | {"children"}
    return found


def never_came(asked: Iterable[str], heard: Iterable[str]) -> list[str]:
    """Return those of the topics that a talk calls for which nobody raised, in order."""
    had = set(heard)
    return [topic for topic in asked if topic not in had]


def _of_sentence(sentence: str, *, hurts_others: bool) -> set[str]:
    question, given_back = sentence.endswith("?"), bool(GIVEN_BACK.search(sentence))
    found = {kind for kind, pattern in _SAID.items() if pattern.search(sentence)}
    if _ABSOLVING.search(sentence):
        found.add("collusion" if hurts_others else "reflection")
    if hurts_others and _SIDING.search(sentence):
        found.add("collusion")
    if ASKING.search(sentence):
        found |= {kind for kind, pattern in _ASKED.items() if pattern.search(sentence)}
    if question:
        found -= NEVER_ASKED
    if given_back:
        found -= AGREED_WITH
    # An insult is neither a question nor something given back, however it begins.
    return found - BESIDE_AN_INSULT if "accusing" in found else found
