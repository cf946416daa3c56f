"""`collusion.yaml` read and checked: every mistake with its file and line. Plain Python."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpline.kernel.reading import Block, Keys, Notes, Words, check_ids_once, read_file
from scripts.script import CALLER_KINDS
from scripts.words import SPELLINGS

# Figures know the kinds by these names, so that a file cannot make new ones.
KINDS = (
    "endangering_advice", "promising_secrecy", "naming_the_partner", "finding_the_partner", "legal_advice",
    "deciding_who_is_the_victim", "agreeing_with_blame", "feeding_the_excuse", "minimising_with_them",
    "siding_against_an_agency", "promising_an_outcome", "wrong_help", "diagnosing", "praising_too_soon",
    "arguing",
)  # fmt: skip
ASKED = ("", "fine", "still")
LONGEST_BETTER, LONGEST_WHY = 300, 240
MOST_TIMES = 30

FILE_KEYS = Keys(
    required=(
        "version", "words", "negators", "negator_reach", "openers", "begins_after", "given_back",
        "given_back_reach", "given_back_after", "given_back_after_reach", "closers", "open_words", "names",
        "names_in_a_draft", "no_names", "kinds",
    ),
    optional=("language", "licence"),
)  # fmt: skip
KIND_KEYS = Keys(required=("id", "label", "rules"))
RULE_KEYS = Keys(
    required=("id", "why", "better", "examples", "near_misses"),
    optional=("says", "opens", "unless", "unless_anywhere", "callers", "better_for", "asked", "named"),
)


@dataclass(frozen=True)
class Rule:
    """One reason to doubt: patterns, why, and a line that says it better.

    `callers`: whom it holds for; none means all. `asked`: "fine" where a question is never meant, "still"
    where an open one is. `named`: the rule finds names instead of patterns.
    """

    id: str
    why: str
    better: str
    better_for: Mapping[str, str]
    callers: frozenset[str]
    says: tuple[str, ...]
    opens: tuple[str, ...]
    unless: tuple[str, ...]
    unless_anywhere: tuple[str, ...]
    asked: str
    named: bool
    examples: tuple[Words, ...]
    near_misses: tuple[Words, ...]
    line: int

    @property
    def betters(self) -> tuple[str, ...]:
        return (self.better, *self.better_for.values())


@dataclass(frozen=True)
class Kind:
    """One kind of doubt, with its name as people say it."""

    id: str
    label: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Collusion:
    """The whole file. Kinds stand in the order of their harm."""

    source: str
    words: Mapping[str, str]
    negators: frozenset[str]
    negator_reach: int
    openers: frozenset[str]
    begins_after: frozenset[str]
    given_back: tuple[str, ...]
    given_back_reach: int
    given_back_after: tuple[str, ...]
    given_back_after_reach: int
    closers: frozenset[str]
    open_words: frozenset[str]
    names: tuple[str, ...]
    names_in_a_draft: tuple[str, ...]
    no_names: frozenset[str]
    kinds: tuple[Kind, ...]

    def spelled_out(self, pattern: str) -> str:
        """Return the pattern with its words written out. Raises KeyError on an unknown one, or a circle."""
        for _ in range(6):
            if not NAMED.search(pattern):
                return pattern
            pattern = NAMED.sub(lambda found: self.words[found[1]], pattern)
        raise KeyError("words that are made of one another")

    def rules(self) -> Iterator[Rule]:
        return (rule for kind in self.kinds for rule in kind.rules)

    def as_json(self) -> dict[str, Any]:
        """Return what the console needs to run the same rules."""
        return {
            "words": dict(self.words), "spellings": dict(SPELLINGS),
            "negators": sorted(self.negators), "negator_reach": self.negator_reach,
            "openers": sorted(self.openers), "begins_after": sorted(self.begins_after),
            "given_back": list(self.given_back), "given_back_reach": self.given_back_reach,
            "given_back_after": list(self.given_back_after),
            "given_back_after_reach": self.given_back_after_reach,
            "closers": sorted(self.closers), "open_words": sorted(self.open_words),
            "names": list(self.names), "names_in_a_draft": list(self.names_in_a_draft),
            "no_names": sorted(self.no_names),
            "kinds": [
                {"id": kind.id, "label": kind.label, "rules": [_rule_as_json(rule) for rule in kind.rules]}
                for kind in self.kinds
            ],
        }  # fmt: skip


NAMED = re.compile(r"(?<!\(\?)<([a-z]{1,20})>")


def _rule_as_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id, "why": rule.why, "better": rule.better, "better_for": dict(rule.better_for),
        "callers": sorted(rule.callers), "says": list(rule.says), "opens": list(rule.opens),
        "unless": list(rule.unless), "unless_anywhere": list(rule.unless_anywhere),
        "asked": rule.asked, "named": rule.named,
    }  # fmt: skip


def parse_collusion(text: str, *, source: str) -> Collusion:
    """Read the file; `source` names it in messages. Raises ContentErrors with every mistake."""
    notes = Notes(source)
    file = read_file(text, notes)
    file.expect(FILE_KEYS)
    blocks = file.blocks("kinds", "kind", KIND_KEYS)
    check_ids_once(blocks)
    words = file.block("words")
    content = Collusion(
        source=source,
        words=MappingProxyType({name: words.text(name) for name in words} if words else {}),
        negators=frozenset(file.texts("negators")),
        negator_reach=file.integer("negator_reach"),
        openers=frozenset(file.texts("openers")),
        begins_after=frozenset(file.texts("begins_after")),
        given_back=file.texts("given_back"),
        given_back_reach=file.integer("given_back_reach"),
        given_back_after=file.texts("given_back_after"),
        given_back_after_reach=file.integer("given_back_after_reach"),
        closers=frozenset(file.texts("closers")),
        open_words=frozenset(file.texts("open_words")),
        names=file.texts("names"),
        names_in_a_draft=file.texts("names_in_a_draft"),
        no_names=frozenset(file.texts("no_names")),
        kinds=tuple(_kind(block) for block in blocks),
    )
    _check_patterns(file, content)
    notes.check()
    return content


def _kind(block: Block) -> Kind:
    name = block.text("id")
    if name and name not in KINDS:
        block.wrong("id", f"there is no kind {name}")
    rules = block.blocks("rules", f"{block.what}: rule", RULE_KEYS)
    check_ids_once(rules)
    if not rules and "rules" in block:
        block.wrong("rules", "rules is empty")
    return Kind(name, block.text("label"), tuple(_rule(rule) for rule in rules))


def _rule(block: Block) -> Rule:
    rule = Rule(
        id=block.text("id"),
        why=block.text("why"),
        better=block.text("better"),
        better_for=MappingProxyType(_better_for(block)),
        callers=frozenset(_whom(block, block.words("callers"))),
        says=block.texts("says"),
        opens=block.texts("opens"),
        unless=block.texts("unless"),
        unless_anywhere=block.texts("unless_anywhere"),
        asked=block.text("asked"),
        named=block.flag("named"),
        examples=block.words("examples"),
        near_misses=block.words("near_misses"),
        line=block.line,
    )
    if rule.asked not in ASKED:
        block.wrong("asked", 'asked must be "fine" or "still"')
    if bool(rule.says or rule.opens) == rule.named:
        block.notes.wrong(block.line, f"{block.what}: needs either says, opens or named")
    if not rule.named and not rule.examples:
        block.wrong("examples", "examples is empty")
    if len(rule.why) > LONGEST_WHY:
        block.wrong("why", f"why is {len(rule.why)} characters, {LONGEST_WHY} at most")
    for better in rule.betters:
        if len(better) > LONGEST_BETTER:
            block.wrong("better", f"a better line is {len(better)} characters, {LONGEST_BETTER} at most")
        if better.count("?") > 1:
            block.wrong("better", "a better line asks more than one question")
        if re.search(r"[\[\]{}]", better):
            block.wrong("better", "a better line has a blank: it goes into the box as it stands")
    return rule


def _better_for(block: Block) -> dict[str, str]:
    inner = block.block("better_for")
    if inner is None:
        return {}
    for kind in inner:
        if kind not in CALLER_KINDS:
            inner.wrong(kind, f"{kind} is not one of {', '.join(CALLER_KINDS)}")
    return {kind: inner.text(kind) for kind in inner}


def _whom(block: Block, words: tuple[Words, ...]) -> Iterator[str]:
    for word in words:
        if word.text not in CALLER_KINDS:
            block.notes.wrong(word.line, f"{block.what}: {word.text} is not one of {', '.join(CALLER_KINDS)}")
        yield word.text


def _check_patterns(file: Block, content: Collusion) -> None:
    """Note each pattern that is none, names unknown words, or repeats without a bound."""
    lists = [("given_back", file), ("given_back_after", file), ("names", file), ("names_in_a_draft", file)]
    for kind in file.blocks("kinds", "kind", KIND_KEYS):
        for rule in kind.blocks("rules", f"{kind.what}: rule", RULE_KEYS):
            lists += [(key, rule) for key in ("says", "opens", "unless", "unless_anywhere")]
    for key, block in lists:
        for word in block.words(key):
            if problem := _problem(word.text, content):
                file.notes.wrong(word.line, f"{block.what}: {key}: {problem}")


def _problem(pattern: str, content: Collusion) -> str:
    try:
        spelled = content.spelled_out(pattern.replace("<Name>", "X"))
        re.compile(spelled)
    except KeyError as error:
        return f"there are no words called {error}"
    except re.error as error:
        return f"not a pattern: {error}"
    bare = re.sub(r"\\.|\[[^\]]*\]", "x", spelled)
    if re.search(r"[*+]|\{\d+,\}", bare):
        return "repeats without a bound (*, + or {n,})"
    if any(int(most) > MOST_TIMES for most in re.findall(r"\{\d*,?(\d+)\}", bare)):
        return f"repeats more than {MOST_TIMES} times"
    return ""
