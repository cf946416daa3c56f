"""When consoles and boards look by themselves: at a few moments of each process, so that they share a read.

None looks later than `resync_seconds` after it last did.
"""

import asyncio
import math
import random

from django.conf import settings

# So many moments lie in the time between two looks of one console.
MOMENTS = 4
# Processes of one host have the same clock and need not ask in the same moment.
_begins = random.random()  # noqa: S311
# A timer may end a hair too soon: then the next moment is still the one a whole round later.
HAIR = 1e-3


def seconds_to_next_look() -> float:
    """Return how long to wait: up to the last of this process's moments within the time between two looks."""
    every = settings.HELPLINE_DEADLINES["resync_seconds"]
    apart, now = every / MOMENTS, asyncio.get_running_loop().time()
    rounds = math.floor((now + every) / apart - _begins + HAIR)
    return float((rounds + _begins) * apart - now)
