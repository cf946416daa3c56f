"""Finding a sentence of the handbook by words that people would use themselves. Plain Python.

The whole handbook is some hundred kilobytes, and each search looks through all of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from helpline.handbook.pages import Page

MOST_WORDS, MOST_FOUND = 8, 20
WORD = re.compile(r"\w+(?:['-]\w+)*")
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=\S)")
ENDINGS = ("ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "s", "e", "y")
SHORTEST = 3
# What others call it, and what it is called here.
OTHER_WORDS = {
    "2fa": "second", "4": "four", "authenticator": "app", "chat": "talk", "client": "caller",
    "conversation": "talk", "csv": "file", "customer": "caller", "emergency": "danger",
    "invitation": "invite", "log": "sign", "login": "sign", "logo": "picture", "logout": "sign",
    "mfa": "second", "operator": "handler", "police": "999", "referral": "signpost", "rota": "shift",
    "schedule": "hours", "shortcut": "key", "suicide": "danger", "user": "account", "visitor": "caller",
    "volunteer": "handler",
}  # fmt: skip
# They stand everywhere and tell nothing.
_SMALL = (
    "a an and are at be by can do does for from get how i if in is it me my not of on or our that the there "
    "this to us was we what when where which who why will with you your"
)
SMALL = frozenset(_SMALL.split())


@dataclass(frozen=True)
class Found:
    """Where something stands: the page, the heading and the sentence, cut into (words, is it a hit)."""

    page: Page
    anchor: str
    heading: str
    sentence: tuple[tuple[str, bool], ...]
    weight: int


def stem(word: str) -> str:
    """Return what a word and its near kin have in common: "signing" and "signs" are "sign"."""
    word = word.casefold().removesuffix("'s")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


OTHER_STEMS = {stem(theirs): stem(ours) for theirs, ours in OTHER_WORDS.items()}


def wanted(words: str) -> list[str]:
    """Return the stems that are looked for; small words count only where there are no others."""
    all_of_them = [each.casefold() for each in WORD.findall(words)][:MOST_WORDS]
    telling = [each for each in all_of_them if each not in SMALL] or all_of_them
    return list(dict.fromkeys(stem(each) for each in telling))


def find(pages: Iterable[Page], words: str) -> list[Found]:
    """Return the best sentences, at most one to a heading; each word is found, or what we call it."""
    looked_for = wanted(words)
    if not looked_for:
        return []
    best: dict[tuple[str, str, str], Found] = {}
    for page in pages:
        for found in _in_page(page, looked_for):
            key = (page.part, page.name, found.anchor)
            if key not in best or best[key].weight < found.weight:
                best[key] = found
    return sorted(best.values(), key=lambda found: -found.weight)[:MOST_FOUND]


def _in_page(page: Page, looked_for: list[str]) -> Iterable[Found]:
    title = {stem(each) for each in WORD.findall(page.title)}
    for passage in page.passages:
        heading = {stem(each) for each in WORD.findall(passage.heading)}
        body = {stem(each) for each in WORD.findall(passage.words)}
        if not all(any(_fits(each, one) for one in title | heading | body) for each in looked_for):
            continue
        in_body = _hits(body, looked_for)
        weight = 10 * _hits(title, looked_for) + 6 * _hits(heading, looked_for) + 2 * in_body
        if not in_body and passage.words != page.lead:
            weight -= 1
        sentence = max(SENTENCE.split(passage.words), key=lambda said: _hits_in(said, looked_for), default="")
        yield Found(page, passage.anchor, passage.heading, _cut(sentence, looked_for), weight)


def _fits(looked_for: str, there: str) -> bool:
    return there.startswith(looked_for) or there == OTHER_STEMS.get(looked_for)


def _hits(there: Iterable[str], looked_for: list[str]) -> int:
    held = list(there)
    return sum(any(_fits(each, one) for one in held) for each in looked_for)


def _hits_in(said: str, looked_for: list[str]) -> int:
    return _hits([stem(each) for each in WORD.findall(said)], looked_for)


def _cut(sentence: str, looked_for: list[str]) -> tuple[tuple[str, bool], ...]:
    """Cut a sentence where something is found, so that a page can mark it."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in WORD.finditer(sentence):
        if any(_fits(each, stem(match[0])) for each in looked_for):
            if match.start() > at:
                pieces.append((sentence[at : match.start()], False))
            pieces.append((match[0], True))
            at = match.end()
    return (*pieces, (sentence[at:], False)) if at < len(sentence) else tuple(pieces)
