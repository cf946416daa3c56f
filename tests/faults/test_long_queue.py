"""A queue longer than one frame of a caller's may be: the console hears of it all the same."""

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.live import Server
from tests.live_people import LiveHandler

FRAME_BYTES = 16 * 1024
WAITING = 80
SHOWN = 50
MANY_START = f"""
from chat.services.contacts import start_contact
from chat.starting import StartRequest
for _ in range({WAITING}):
    start_contact(request=StartRequest(about="own_behaviour", area="Powys", interpreter="Polski (Polish)"))
"""


async def test_a_handler_sees_a_queue_of_eighty(server: Server) -> None:
    server.run_code(MANY_START)
    async with await LiveHandler.signs_in(server, "handler1") as handler:
        snapshot = handler.events("queue.snapshot")[-1]
        assert len(str(snapshot)) > FRAME_BYTES
        assert (len(snapshot["waiting"]), snapshot["count"]) == (SHOWN, WAITING)

        await handler.takes()
        left = WAITING - 1
        await handler.until(lambda: [e for e in handler.events("queue.changed") if e["count"] == left])


async def test_what_comes_in_is_limited_as_before(server: Server) -> None:
    address = f"ws://127.0.0.1:{server.port}/ws/caller/"
    ours = {"origin": Origin(server.origin), "subprotocols": [Subprotocol("helpline.v1")], "proxy": None}
    async with connect(address, close_timeout=0.2, **ours) as socket:
        await socket.send("x" * (FRAME_BYTES + 1))
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
