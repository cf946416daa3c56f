"""What is wrong or clumsy with one wording: length, questions, blanks that nobody would see, jargon."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from helpline.kernel.reading import Keys, Notes, check_ids_once, read_file
from scripts.script import BLANK

LONGEST_PROMPT = 4000
LONG_PROMPT = 300
# What an author means as a blank and the console would send as it stands.
_UNSEEN = re.compile(r"[\[\]{}]|_{3,}|<[^<>\n]{1,80}>|\b(?:TODO|TBC|TBA|XXX+|lorem ipsum)\b")
# Two questions under one mark: "What happened, and who was there?"; "Is it you, or is it him?" is one.
_JOINED = re.compile(
    r", and (?:what|who|whom|whose|where|when|why|how|which|is|are|was|were|do|does|did|have|has|had|can"
    r"|could|will|would|should|shall)\b[^.?!]{0,300}\?",
    re.IGNORECASE,
)
_JARGON_KEYS = Keys(required=("id", "say"), optional=("fine_in",))


@dataclass(frozen=True)
class Jargon:
    """A word of the field with plain words beside it; in the scripts `fine_in` callers know it."""

    id: str
    say: str
    fine_in: frozenset[str]
    pattern: re.Pattern[str]


def wrong_with(text: str, *, published: bool = False) -> Iterator[str]:
    """Yield why a wording must not be published: too long to send, or a blank that could go out unfilled.

    What is `published` already is asked for its length alone.
    """
    if len(text) > LONGEST_PROMPT:
        yield f"is {len(text)} characters, {LONGEST_PROMPT} at most"
    unseen = None if published else _UNSEEN.search(BLANK.sub("", text))
    if unseen:
        yield (
            f"has {unseen.group()!r}, which could be sent unfilled: "
            "a blank is [words] or {words} on one line, of 200 characters at most"
        )


def clumsy_in(text: str) -> Iterator[str]:
    """Yield what should be better: longer than one reads at once, more than one question."""
    if LONG_PROMPT < len(text) <= LONGEST_PROMPT:
        yield f"is {len(text)} characters, better {LONG_PROMPT}"
    questions = text.count("?") + len(_JOINED.findall(text))
    if questions > 1:
        yield f"asks {questions} questions, better one"


def jargon_in(text: str, words: Collection[Jargon], script: str) -> Iterator[str]:
    """Yield each word of the field that callers of this script need not know, with what to say."""
    for word in words:
        if script not in word.fine_in and word.pattern.search(text):
            yield f"says {word.id!r}, which callers need not know; say: {word.say}"


def parse_jargon(text: str, *, source: str) -> tuple[Jargon, ...]:
    """Read the list of the field's words: `words: [{id, say, fine_in: [script]}]`.

    Raises ContentErrors with every mistake.
    """
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(Keys(required=("version", "words"), optional=("language", "licence")))
    blocks = file.blocks("words", "word", _JARGON_KEYS)
    check_ids_once(blocks)
    found = [
        Jargon(
            id=block.text("id"),
            say=block.text("say"),
            fine_in=frozenset(block.texts("fine_in")),
            pattern=re.compile(rf"\b{re.escape(block.text('id'))}(?:s|es)?\b", re.IGNORECASE),
        )
        for block in blocks
    ]
    notes.check()
    return tuple(found)
