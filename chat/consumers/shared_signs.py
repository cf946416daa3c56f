"""Signs of life of all callers of this process: gathered for a moment, then noted together.

Each page gives one every ten seconds, and reads whether a hint was lost. Were each to write and read for
itself, two thousand quiet pages would keep a core busy; so those of half a second are one statement of each.
"""

import asyncio
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from django.conf import settings

from chat.consumers.gathered import Gathered
from chat.services.signs_of_life import Found, Sign, note_signs

# Of the time between two signs of one page.
GATHERED_SHARE = 0.05

# The futures belong to one loop each; a server has one.
_signs: WeakKeyDictionary[asyncio.AbstractEventLoop, Gathered[Sign, Found]] = WeakKeyDictionary()


async def give_sign(sign: Sign) -> Found | None:
    """Note a caller's sign of life with those of others, and return what the contact is now.

    None where the contact is gone. Raises what the database raises.
    """
    loop = asyncio.get_running_loop()
    if loop not in _signs:
        _signs[loop] = Gathered(_note, _moment)
    return await _signs[loop].get(sign)


def _note(signs: Sequence[Sign]) -> dict[Sign, Found]:
    return note_signs(signs)


def _moment() -> float:
    return float(settings.HELPLINE_DEADLINES["resync_seconds"] * GATHERED_SHARE)
