"""A message as what the model was trained on: its words, rows of words, and pieces of words. Plain Python.

The trainer and the finder share this module: whoever changes it must train again (tools/train_cues.py).
"""

from collections.abc import Container, Iterator
from functools import cached_property

from scripts.words import Words

# What is written as one word and is two, so that "dont", "do not" and "didnae" meet.
SPOKEN = {
    "dont": "do not", "didnt": "did not", "doesnt": "does not", "isnt": "is not", "wasnt": "was not",
    "arent": "are not", "werent": "were not", "aint": "is not", "cant": "can not", "couldnt": "could not",
    "wont": "will not", "wouldnt": "would not", "havent": "have not", "hasnt": "has not", "hadnt": "had not",
    "shouldnt": "should not", "innit": "is it not", "cannae": "can not", "didnae": "did not",
    "dinnae": "do not", "wasnae": "was not", "isnae": "is not", "couldnae": "could not",
    "im": "i am", "ive": "i have", "id": "i would", "ill": "i will", "shes": "she is", "hes": "he is",
    "its": "it is", "theyre": "they are", "theyve": "they have", "weve": "we have", "youre": "you are",
    "youve": "you have", "thats": "that is", "whats": "what is", "theres": "there is", "youll": "you will",
    "shell": "she will", "hell": "he will", "theyll": "they will", "hed": "he would", "shed": "she would",
    "theyd": "they would", "youd": "you would", "lets": "let us", "wouldve": "would have",
    "couldve": "could have", "shouldve": "should have", "mightve": "might have", "kinda": "kind of",
    "sorta": "sort of", "outta": "out of", "lemme": "let me", "gimme": "give me", "tryna": "trying to",
    "imma": "i am going to", "ima": "i am going to", "gonnae": "going to", "alot": "a lot",
    "n": "and", "bf": "boyfriend", "gf": "girlfriend", "tho": "though", "thru": "through", "r": "are",
    "ppl": "people", "b4": "before", "2nite": "tonight", "2moro": "tomorrow", "tmrw": "tomorrow",
    "pls": "please", "plz": "please", "abt": "about", "cud": "could", "wud": "would", "shud": "should",
    "nowt": "nothing", "owt": "anything", "summat": "something", "nothin": "nothing",
    "somethin": "something", "wi": "with", "wiv": "with", "da": "the", "dat": "that", "yous": "you",
    "youse": "you", "ye": "you", "ya": "you", "yer": "your", "ma": "my", "wee": "little", "bairn": "child",
    "bairns": "children", "weans": "children", "wean": "child", "kiddies": "kids", "missis": "missus",
    "mrs": "missus", "aye": "yes", "nah": "no", "naw": "no", "nae": "no", "oot": "out", "aboot": "about",
    "hame": "home", "hoose": "house", "fae": "from", "heid": "head", "deid": "dead",
}  # fmt: skip
STOP = "."  # a sentence ends
NEGATORS = frozenset({"not", "never", "no", "nor", "without", "nobody", "nothing", "hardly"})
ENDS_SCOPE = frozenset(
    {STOP, "but", "so", "because", "and", "or", "if", "when", "then", "though", "although"}
)
SCOPE = 5
FURTHEST = 4  # words from one end of a gap to the other
LONGEST_WORD = 24  # characters; what is longer is no word
PIECES = (3, 4, 5)
LONGEST = 10  # tokens of a row that is marked
MOST_TOKENS = 1_500  # read of one message: 4,000 characters of plain words hold about 900


class _Everything:
    """Holds every feature: nobody has left any out yet."""

    def __contains__(self, feature: object) -> bool:
        return True


EVERYTHING = _Everything()


class Reading:
    """A message as tokens; `place[i]` is the word of `Words` that token i came from, -1 for a full stop."""

    def __init__(self, words: Words) -> None:
        self.breaks = words.breaks
        # The clause ends before these words, with a mark or with a word.
        self.ends = words.breaks | {at for at, word in enumerate(words.words) if word in ENDS_SCOPE}
        self.tokens: list[str] = []
        self.place: list[int] = []
        for at, word in enumerate(words.words):
            if len(self.tokens) >= MOST_TOKENS:
                break
            if at and words.line[words.offset(at) - 2] == ".":
                self._add(STOP, -1)
            # One word of the text may be two here ("gonna"): both have its place.
            for raw in word.split():
                for token in self._spoken(raw):
                    self._add(token, at)
        self._add(STOP, -1)

    def _add(self, token: str, place: int) -> None:
        self.tokens.append(token)
        self.place.append(place)

    @staticmethod
    def _spoken(raw: str) -> list[str]:
        if raw[0].isdigit():
            return ["##" if raw.isdigit() and len(raw) > 4 else "#"]
        return SPOKEN.get(raw, raw[:LONGEST_WORD]).split()

    @cached_property
    def stretches(self) -> list[tuple[int, int]]:
        """Return (first token, token after the last): each sentence, a long one in pieces that overlap.

        Every row of `LONGEST` tokens within one sentence stands whole in one of them.
        """
        found, first = list[tuple[int, int]](), 0
        for at, token in enumerate(self.tokens):
            if token != STOP:
                continue
            for begin in range(first, max(at - LONGEST, first + 1), LONGEST):
                if at > begin:
                    found.append((begin, min(begin + 2 * LONGEST, at)))
            first = at + 1
        return found

    def rows(self, known: Container[str] = EVERYTHING) -> list[tuple[str, int, int]]:
        """Return (feature, first token, last token): words in a row, words with a gap, negated words.

        Only those that are `known`: a long message holds thousands of rows, and most stand in no table.
        """
        tokens, found = self.tokens, list[tuple[str, int, int]]()
        end = len(tokens)
        for i, row in enumerate(tokens):
            if row in known:
                found.append((row, i, i))
            token = row
            for j in range(i + 1, min(i + 3, end)):
                row = f"{row} {tokens[j]}"
                if row in known:
                    found.append((row, i, j))
            if STOP in tokens[i : i + 2]:
                continue
            for j in range(i + 2, min(i + FURTHEST + 1, end)):
                if tokens[j] == STOP:
                    break
                gap = f"{token}_{tokens[j]}"
                if gap in known:
                    found.append((gap, i, j))
        found += [row for row in self._negated() if row[0] in known]
        return found

    def _negated(self) -> Iterator[tuple[str, int, int]]:
        left, before = 0, ""
        for i, token in enumerate(self.tokens):
            if token in ENDS_SCOPE:
                left = 0
            word = f"{token}~" if left else token
            if left:
                yield word, i, i
            if left or before.endswith("~"):
                yield f"{before} {word}", max(i - 1, 0), i
            left = SCOPE if token in NEGATORS else max(left - 1, 0)
            before = word


def pieces(token: str) -> Iterator[str]:
    """Yield the pieces of a word, with its ends marked by a space: they bridge spellings and typing slips."""
    padded = f" {token} "
    for size in PIECES:
        if len(padded) <= size:
            yield padded
            return
        for i in range(len(padded) - size + 1):
            yield padded[i : i + size]
