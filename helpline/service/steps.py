"""What a step of the checklist answers: whether it is done, and what stands there. Plain Python.

Each owner of a setting offers one function without arguments that returns a Step, and
helpline/service/checklist.py puts them in order.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One answer. The sentence says what is there now, or what is still missing, in plain words.

    `lacks`: something is missing that nobody can call fitting. `own`: what stands there was chosen here, so
    that nobody says of it that it was kept as it came.
    """

    done: bool
    sentence: str
    lacks: bool = False
    own: bool = False
