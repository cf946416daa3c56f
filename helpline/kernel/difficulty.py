"""How hard the proof of work is: a base number, doubled as more proofs are asked for. Plain Python.

The reasons and the measurements stand in docs/adr/0012-proof-of-work.md.
"""

# Asked for within this minute and the one before, that cost nobody more.
FREE_OF_SERVICE = 30
FREE_OF_NETWORK = 4
# Solved and spent within the same time, everywhere: no honest evening has as many.
FREE_OF_STARTS = 20
# x16: the worst try of a slow telephone stays below 20 s.
MOST_DOUBLINGS = 4


def doublings(asked: int, *, free: int) -> int:
    """Return 0 up to `free`, 1 up to twice `free`, 2 up to four times, and MOST_DOUBLINGS at the most."""
    return min(MOST_DOUBLINGS, (max(0, asked - 1) // free).bit_length())


def max_number(*, base: int, by_service: int, by_network: int, starts: int = 0) -> int:
    """Return how many numbers a browser may have to try; half of them on average.

    `by_service` and `by_network` count what was asked for lately, everywhere and from one network; `starts`
    what was solved and spent everywhere: before anybody who solved one is refused, all work harder.
    """
    return base << max(
        doublings(by_service, free=FREE_OF_SERVICE),
        doublings(by_network, free=FREE_OF_NETWORK),
        doublings(starts, free=FREE_OF_STARTS),
    )
