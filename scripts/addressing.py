"""How a prompt speaks of the other person: with the caller's own words, and no sex assumed. Plain Python.

A prompt holds tokens: {they} {them} {their} {theirs} {themself} for the pronoun, a capital as in {They} at
the beginning of a sentence, {was|were} for what goes with it (one person, then "they"), and {partner} for
"your wife". They are filled from what the caller said, or from what the handler set by hand. Any other {...}
is a blank that a person must fill.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PRONOUNS: Mapping[str, Mapping[str, str]] = {
    "they": {
        "they": "they", "them": "them", "their": "their", "theirs": "theirs", "themself": "themselves",
    },
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
}  # fmt: skip
INTIMATE = (
    "partner", "wife", "husband", "girlfriend", "boyfriend",
    "ex", "ex-partner", "ex-wife", "ex-husband", "ex-girlfriend", "ex-boyfriend",
)  # fmt: skip
FAMILY = ("mum", "dad", "son", "daughter", "sister", "brother")
RELATIONS = INTIMATE + FAMILY

# How callers say each; whatever else somebody is called ("the missus", "our lass") stays "your partner".
SAID = {
    "wife": "wife|wifey|missus|misses|mrs",
    "husband": "husband|hubby|hubbie",
    "girlfriend": "girlfriend|girl friend|gf",
    "boyfriend": "boyfriend|boy friend|bf",
    "partner": "partner|other half|better half|fianc[eé]e?|lass|bird|fella|bloke",
    "mum": "mum|mam|mom|mummy|mother",
    "dad": "dad|daddy|father",
    "son": "son|boy|lad",
    "daughter": "daughter",
    "sister": "sister",
    "brother": "brother",
}
RELATION = re.compile(
    r"\b(?:my|the|our)\s{1,3}(?P<ex>ex)?[\s-]{0,3}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in SAID.items())
    + r")?(?:['’]?s)?\b(?![\s-]{1,2}in[\s-]{1,2}law)",
    re.IGNORECASE,
)
SHE_OR_HE = re.compile(
    r"\b(?:(?P<she>she|she['’]?s|her|hers|herself)|(?P<he>he|he['’]?s|him|his|himself))\b", re.IGNORECASE
)
TOKEN = re.compile(
    r"\{(?:(?P<word>they|them|their|theirs|themself|partner|They|Them|Their|Theirs|Partner)"
    r"|(?P<one>[a-z'’]{1,12})\|(?P<many>[a-z'’]{1,12}))\}"
)
# Of all the "she" and "he" so many must agree; else nobody can tell whom each of them means.
AGREE = 2 / 3


@dataclass(frozen=True)
class Address:
    """A pronoun of PRONOUNS and a word of RELATIONS."""

    pronoun: str = "they"
    relation: str = "partner"


def address_of(said: Iterable[str], *, family: bool = False, by_hand: str = "") -> Address:
    """Return how to speak of the other person.

    `said` are the caller's messages in order; `by_hand` is what a handler set ("she|wife", either part may
    be empty) and comes first. `family`: a parent, a child, a brother or a sister may be meant, too. What a
    person is called says nothing of their pronoun: "my wife" alone stays "they".
    """
    pronoun, relation = split(by_hand)
    if pronoun and relation:
        return Address(pronoun, relation)
    words = list(said)
    return Address(
        pronoun=pronoun or _pronoun(words),
        relation=relation or _relation(words, RELATIONS if family else INTIMATE),
    )


def split(by_hand: str) -> tuple[str, str]:
    """Return the pronoun and the relation of "she|wife"; "" for what is not set or not known."""
    pronoun, _, relation = by_hand.partition("|")
    return pronoun if pronoun in PRONOUNS else "", relation if relation in RELATIONS else ""


def fill(text: str, address: Address) -> str:
    """Return a text with its tokens filled; blanks stay."""
    return TOKEN.sub(lambda found: _filled(found, address), text) if "{" in text else text


def fill_all(shown: Any, address: Address) -> Any:
    """Return JSON with the tokens of every text in it filled."""
    if isinstance(shown, str):
        return fill(shown, address)
    if isinstance(shown, Mapping):
        return {key: fill_all(value, address) for key, value in shown.items()}
    if isinstance(shown, list | tuple):
        return [fill_all(value, address) for value in shown]
    return shown


def is_token(text: str) -> bool:
    """Tell whether "{they}" is filled by itself, and no blank."""
    return TOKEN.fullmatch(text) is not None


def is_as_offered(text: str, templates: Iterable[str]) -> bool:
    """Tell whether a text is one of these prompts as it was offered, whoever it was filled for."""
    plain = " ".join(text.split())
    return any(re.fullmatch(_pattern(" ".join(template.split())), plain) for template in templates)


def _filled(found: re.Match[str], address: Address) -> str:
    if found["one"]:
        return found["many"] if address.pronoun == "they" else found["one"]
    return _words(found["word"], address)


def _words(token: str, address: Address) -> str:
    name = token.lower()
    words = f"your {address.relation}" if name == "partner" else PRONOUNS[address.pronoun][name]
    return words if token == name else words[:1].upper() + words[1:]


def _pattern(template: str) -> str:
    parts, end = [], 0
    for found in TOKEN.finditer(template):
        parts += [re.escape(template[end : found.start()]), _any_of(found)]
        end = found.end()
    return "".join([*parts, re.escape(template[end:])])


def _any_of(found: re.Match[str]) -> str:
    every = {
        _filled(found, Address(pronoun, relation))
        for pronoun in PRONOUNS
        for relation in (RELATIONS if (found["word"] or "").lower() == "partner" else RELATIONS[:1])
    }
    return "(?:" + "|".join(re.escape(words) for words in sorted(every)) + ")"


def _pronoun(said: Iterable[str]) -> str:
    found = [match.lastgroup for words in said for match in SHE_OR_HE.finditer(words)]
    for pronoun in ("she", "he"):
        if found and found.count(pronoun) >= AGREE * len(found):
            return pronoun
    return "they"


def _relation(said: Iterable[str], known: Iterable[str]) -> str:
    """Return the word that the caller used most; among equals the last."""
    found = [name for words in said for name in _named(words) if name in known]
    if not found:
        return "partner"
    counts = Counter(found)
    most = max(counts.values())
    return next(name for name in reversed(found) if counts[name] == most)


def _named(words: str) -> Iterable[str]:
    for match in RELATION.finditer(words):
        name = next((name for name in SAID if match[name]), "")
        if match["ex"]:
            yield f"ex-{name}" if name in {"partner", "wife", "husband", "girlfriend", "boyfriend"} else "ex"
        elif name:
            yield name
