"""Look through a handler's draft for what a person should read once more before it goes out. Plain Python.

Agreeing with blame, feeding an excuse, arguing, a promise of secrecy, a name, legal advice, advice that
may put somebody in danger, and the like: kinds, patterns, reasons and better lines are content
(`content/collusion.yaml`). A find is a question to the handler, who may send anyway. The console runs
the same rules in its own window (`static/console/collusion.js`), so that no draft leaves it unsent; a
test holds the two to the same finds. Bounded: no pattern repeats without limit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from helpline.kernel.content_errors import ContentError
from scripts.collusion_file import Collusion, Rule
from scripts.script import CALLER_KINDS
from scripts.words import Words

__all__ = ["Checker", "Doubt", "misfits"]

# "..." and '...', within a line; an apostrophe inside a word opens and closes nothing.
QUOTED = re.compile(r"[\"“][^\"“”\n]{1,600}[\"”]|(?<!\w)['‘][^\n]{1,200}?['’](?!\w)")
ENDS = re.compile(r"[.!?…\n;]")
RAW_WORD = re.compile(r"[^\W\d_][\w'’]{0,40}")
CAPITAL = re.compile("[A-ZÀ-ÖØ-Þ]")
# A message of nothing but one phrase is looked at so many times for each rule.
MOST_TRIES = 50


@dataclass(frozen=True)
class Doubt:
    """What may be amiss with draft[start:end] (code points): the kind, why in one sentence, a better line."""

    kind: str
    rule: str
    start: int
    end: int
    why: str
    better: str


class Checker:
    """Checks drafts. Build it once for a content file; `check` is pure and safe in threads."""

    def __init__(self, content: Collusion) -> None:
        self._rules = [
            (kind.id, rule, _Patterns(rule, content)) for kind in content.kinds for rule in kind.rules
        ]
        self._context = _Context(content)

    def check(
        self,
        draft: str,
        *,
        said: Sequence[str] = (),
        caller: str = "own_behaviour",
        given: Iterable[str] = (),
    ) -> list[Doubt]:
        """Return what a person should look at, the gravest first; words are doubted for one reason.

        `said`: the caller's own messages, for the names that stand in them. `caller`: whom it is written to,
        as `engine.caller_kind` says it. `given`: prompts and saved replies, passed over where they stand
        unchanged.
        """
        text = _without(draft, given)
        words = Words(text)
        place = _Place(text, words, self._context)
        doubts: list[Doubt] = []
        for kind, rule, patterns in self._rules:
            if rule.callers and caller not in rule.callers:
                continue
            span = self._context.named(text, said) if rule.named else patterns.first(place)
            if span and not any(span[0] < doubt.end and doubt.start < span[1] for doubt in doubts):
                doubts.append(Doubt(kind, rule.id, *span, rule.why, rule.better_for.get(caller, rule.better)))
        return doubts


def misfits(content: Collusion) -> Iterator[ContentError]:
    """Yield what rules do otherwise than they say: examples unheard, near misses or better lines doubted."""
    checker = Checker(content)
    for kind in content.kinds:
        for rule in kind.rules:
            caller = next(each for each in CALLER_KINDS if each in rule.callers or not rule.callers)
            what = f"kind {kind.id}: rule {rule.id}"
            for word in rule.examples:
                if kind.id not in {doubt.kind for doubt in checker.check(word.text, caller=caller)}:
                    yield ContentError(content.source, word.line, f"{what}: example not found: {word.text}")
            for word in rule.near_misses:
                if checker.check(word.text, caller=caller):
                    yield ContentError(content.source, word.line, f"{what}: near miss found: {word.text}")
            for better in rule.betters:
                if any(checker.check(better, caller=each) for each in CALLER_KINDS):
                    yield ContentError(
                        content.source, rule.line, f"{what}: its better line is doubted: {better}"
                    )


def _without(draft: str, given: Iterable[str]) -> str:
    """Return the draft with each given text blanked, so that every other word keeps its place."""
    for text in sorted({each.strip() for each in given} - {""}, key=lambda each: (-len(each), each)):
        draft = draft.replace(text, "\n" * len(text))
    return draft


def compiled(patterns: Iterable[str], content: Collusion) -> re.Pattern[str] | None:
    """Return one expression for patterns that begin and end at a word; None for none."""
    spelled = [content.spelled_out(pattern) for pattern in patterns]
    return re.compile(f" (?:{'|'.join(spelled)})(?= )") if spelled else None


class _Context:
    """What turns words into something else: quotation, negation, giving back, a question."""

    def __init__(self, content: Collusion) -> None:
        self.content = content
        self.given_back = compiled(content.given_back, content)
        self.given_back_after = compiled(content.given_back_after, content)
        self.names = [_with_name(pattern) for pattern in content.names]
        self.names_in_a_draft = [_with_name(pattern) for pattern in content.names_in_a_draft]

    def named(self, draft: str, said: Sequence[str]) -> tuple[int, int] | None:
        """Return the first place where the draft names somebody whom the caller has named, or a partner."""
        told = [(name, match.start()) for match in RAW_WORD.finditer(draft) if (name := _capital(match[0]))]
        told = [(name, at) for name, at in told if name not in self.content.no_names]
        # Most messages of a caller hold none of these: a long one costs nothing then.
        texts = [text for text in said if any(name in text for name, _ in told)]
        names = {name for text in texts for pattern in self.names for name in _named(pattern, text)}
        spans = [(at, at + len(name)) for name, at in told if name in names]
        spans += [
            match.span(1)
            for pattern in self.names_in_a_draft
            for match in pattern.finditer(draft)
            if match[1] not in self.content.no_names
        ]
        return min(spans, default=None)


def _capital(word: str) -> str:
    """Return a word without "'s", if it begins as a name does; else nothing."""
    return re.sub("['’].*", "", word) if CAPITAL.match(word) else ""


def _with_name(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("<Name>", "([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,20})"))


def _named(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[1] for match in pattern.finditer(text)]


class _Place:
    """One draft, and what stands around a place in it."""

    def __init__(self, text: str, words: Words, context: _Context) -> None:
        self.text, self.words, self.context = text, words, context
        self.quoted = [match.span() for match in QUOTED.finditer(text)]

    def is_quoted(self, begin: int) -> bool:
        at = self.words.spans[begin][0]
        return any(start < at < end for start, end in self.quoted)

    def is_negated(self, begin: int) -> bool:
        """Tell whether a negator stands shortly before a word, in the same clause."""
        content, row = self.context.content, self.words.words
        for place in range(begin - 1, max(begin - 1 - content.negator_reach, -1), -1):
            if place + 1 in self.words.breaks or row[place] in content.openers:
                return False
            if row[place] in content.negators:
                # "Why don't you tell ..." advises.
                return place == 0 or row[place - 1] != "why"
        return False

    def before(self, begin: int) -> str:
        """Return the words of the sentence before this one, padded with spaces."""
        line, at = self.words.line, self.words.offset(begin)
        start = line.rfind(" . ", 0, at)
        return line[start + 2 if start >= 0 else 0 : at]

    def is_given_back(self, begin: int, end: int) -> bool:
        """Tell whether the sentence gives back what the caller said: up to this word, or right behind."""
        content, pattern = self.context.content, self.context.given_back
        if self._is_said_after(end):
            return True
        before = self.before(begin)
        ends = [match.end() for match in pattern.finditer(before)] if pattern else []
        if not ends:
            return False
        since = before[ends[-1] :].split()
        return len(since) <= content.given_back_reach and not any(word in content.closers for word in since)

    def _is_said_after(self, end: int) -> bool:
        """Tell whether the next clause of the sentence begins with "you said", or the like."""
        pattern, words = self.context.given_back_after, self.words
        last = min(end + self.context.content.given_back_after_reach, len(words.words))
        begin = next((place for place in range(end, last) if place in words.breaks), None)
        if pattern is None or begin is None:
            return False
        at = words.offset(begin)
        return words.line[at - 3 : at] != " . " and pattern.match(words.line, at - 1) is not None

    def is_asked(self, end: int) -> bool:
        found = ENDS.search(self.text, self.words.spans[end - 1][1])
        return found is not None and found[0] == "?"

    def is_open(self, begin: int) -> bool:
        return any(word in self.context.content.open_words for word in self.before(begin).split())

    def begins_clause(self, begin: int) -> bool:
        row, after = self.words.words, self.context.content.begins_after
        return begin == 0 or begin in self.words.breaks or row[begin - 1] in after


class _Patterns:
    """The patterns of one rule."""

    def __init__(self, rule: Rule, content: Collusion) -> None:
        self.rule = rule
        self.says, self.opens = compiled(rule.says, content), compiled(rule.opens, content)
        self.unless = compiled(rule.unless, content)
        self.unless_anywhere = compiled(rule.unless_anywhere, content)

    def first(self, place: _Place) -> tuple[int, int] | None:
        """Return the span of the first words that hold, in characters."""
        if self.unless_anywhere and self.unless_anywhere.search(place.words.line):
            return None
        spans = [*self._spans(self.says, place), *self._spans(self.opens, place, opening=True)]
        if not spans:
            return None
        begin, end = min(spans)
        return place.words.spans[begin][0], place.words.spans[end - 1][1]

    def _spans(
        self, pattern: re.Pattern[str] | None, place: _Place, *, opening: bool = False
    ) -> list[tuple[int, int]]:
        """Return the first words that hold, as a list of none or one."""
        if pattern is None:
            return []
        for tries, match in enumerate(pattern.finditer(place.words.line)):
            begin = place.words.place(match.start() + 1)
            end = place.words.place(match.end() - 1) + 1
            if (not opening or place.begins_clause(begin)) and self._holds(place, begin, end):
                return [(begin, end)]
            if tries == MOST_TRIES:
                break
        return []

    def _holds(self, place: _Place, begin: int, end: int) -> bool:
        if place.is_quoted(begin) or place.is_negated(begin) or place.is_given_back(begin, end):
            return False
        if (
            self.rule.asked != "still"
            and place.is_asked(end)
            and (self.rule.asked == "fine" or place.is_open(begin))
        ):
            return False
        sentence = place.words.sentence(place.words.offset(begin))
        return not (self.unless and self.unless.search(sentence))
