"""One read for all the consoles and boards of this process that look by themselves in the same moment.

Were each to read its whole desk every ten seconds, two hundred handlers would keep half a core busy for
nothing. They look at the same moments (`looking.py`), and all of one moment share its questions.
"""

import asyncio
from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from chat.consumers.gathered import Gathered
from chat.desks_view import DeskNow, desks_now
from helpline.staff.access import SignIn, who_stay
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# Whose timers ran out together ask within this.
GATHERED_SECONDS = 0.05

# The futures belong to one loop each; a server has one.
_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Gathered[SignIn, DeskNow]] = WeakKeyDictionary()
_boards: WeakKeyDictionary[asyncio.AbstractEventLoop, Gathered[SignIn, Account]] = WeakKeyDictionary()


async def desk_now(sign_in: SignIn) -> DeskNow | None:
    """Give a handler's sign of life and return how the desk stands; None: this console has to ask alone."""
    loop = asyncio.get_running_loop()
    if loop not in _desks:
        _desks[loop] = Gathered(_read_desks, lambda: GATHERED_SECONDS)
    return await _desks[loop].get(sign_in)


async def may_see_board(sign_in: SignIn) -> bool:
    """Tell whether this sign-in may (still) see the board."""
    loop = asyncio.get_running_loop()
    if loop not in _boards:
        _boards[loop] = Gathered(_who_see_boards, lambda: GATHERED_SECONDS)
    return await _boards[loop].get(sign_in) is not None


def _read_desks(sign_ins: Sequence[SignIn]) -> Mapping[SignIn, DeskNow]:
    return desks_now(sign_ins)


def _who_see_boards(sign_ins: Sequence[SignIn]) -> Mapping[SignIn, Account]:
    # Not ended for want of use: it holds no words, and rings when a danger is raised.
    return who_stay(sign_ins, Permission.SEE_BOARD, idle=False)
