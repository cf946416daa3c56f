"""Telling the supervisors' boards that something on them is new."""

from chat import events
from helpline.kernel.live import announce_on_commit


def announce_board(queue: str = "main") -> None:
    """Hint at the boards of a queue once the transaction is durable.

    For what handlers do and how talks end; who waits is announced to everyone who looks at the queue,
    boards included.
    """
    announce_on_commit(events.board_group(queue), events.board_hint())
