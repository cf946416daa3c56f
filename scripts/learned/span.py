"""Which words of a message are marked for a label: the row that spoke for it most. Plain Python."""

from collections import deque
from collections.abc import Sequence

from scripts.learned.features import LONGEST, STOP, Reading

FEWEST = 3  # words; fewer say too little by themselves, where the sentence has more
DRAG = 0.2  # what a further token must add at least
NEAR_EDGE = 2  # words; a row that begins or ends so close to the edge of its clause goes up to it
# What nobody would end a mark with.
DANGLING = frozenset(
    {
        "a", "an", "and", "as", "at", "because", "but", "for", "from", "if", "in", "is", "of", "or", "so",
        "than", "that", "the", "then", "to", "was", "when", "with",
    }
)  # fmt: skip


def best_row(gains: Sequence[float], reading: Reading) -> tuple[int, int]:
    """Return (first word, word after the last) of the row of words to mark, within one sentence.

    `gains` holds what each token adds. Each token is looked at a fixed number of times, however long
    the message is; a stretch whose gains together are no more than the best row so far is passed over.
    """
    best, row = float("-inf"), (0, 0)
    added = [gain - DRAG for gain in gains]
    for first, after in reading.stretches:
        if sum([gain for gain in added[first:after] if gain > 0]) <= best:
            continue
        total, totals = 0.0, [0.0]
        least = deque([0])  # where a row may begin: by place, and the sums before them rise
        for at in range(first, after):
            total += added[at]
            if total - totals[least[0]] > best:
                best, row = total - totals[least[0]], (first + least[0], at)
            while least and totals[least[-1]] >= total:
                least.pop()
            least.append(len(totals))
            totals.append(total)
            if len(totals) - least[0] > LONGEST:
                least.popleft()
    return _rounded(row, reading)


def _rounded(row: tuple[int, int], reading: Reading) -> tuple[int, int]:
    """Return the words of a row of tokens, begun with their clause, not left hanging, and not too few."""
    (first, last), tokens, place = row, reading.tokens, reading.place
    while tokens[last] in DANGLING and place[last] - place[first] >= FEWEST:
        last -= 1
    begin, end = place[first], place[last]
    while end - begin + 1 < FEWEST:
        ahead, behind = tokens[last + 1], tokens[first - 1] if first else STOP
        if ahead != STOP and (ahead not in DANGLING or behind == STOP):
            last += 1
        elif behind != STOP:
            first -= 1
        else:
            break
        begin, end = place[first], place[last]
    return _to_clause(begin, end, reading)


def _to_clause(begin: int, end: int, reading: Reading) -> tuple[int, int]:
    """Return the words from the clause's start to its end, where these are near."""
    if begin not in reading.breaks:
        starts = (begin - back for back in range(1, NEAR_EDGE + 1) if begin >= back)
        begin = next((start for start in starts if start == 0 or start in reading.breaks), begin)
    after = end + 1
    ends = (after + on for on in range(NEAR_EDGE + 1) if after + on in reading.ends)
    return begin, next(ends, after)
