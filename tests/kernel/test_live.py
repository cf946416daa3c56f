"""Hints go out after the commit, and a dead layer harms nobody."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

from helpline.environment import redis_channel_layer
from helpline.kernel import live


class DeadLayer:
    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        raise ConnectionError("no Redis")


class CountingLayer:
    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self.sent.append((group, message))


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> CountingLayer:
    counting = CountingLayer()
    monkeypatch.setattr(live, "get_channel_layer", lambda: counting)
    return counting


@pytest.mark.django_db(transaction=True)
def test_nothing_is_announced_before_the_commit_nor_after_a_rollback(layer: CountingLayer) -> None:
    with transaction.atomic():
        live.announce_on_commit("contact.1", {"type": "hint.words"})
        assert layer.sent == []
    assert layer.sent == [("contact.1", {"type": "hint.words"})]

    with transaction.atomic():
        live.announce_on_commit("contact.1", {"type": "hint.words"})
        transaction.set_rollback(True)
    assert len(layer.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_layer_does_not_undo_what_is_stored(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(live, "get_channel_layer", lambda: DeadLayer())
    with transaction.atomic():
        live.announce_on_commit("contact.1", {"type": "hint.words"})

    assert "a hint was lost" in caplog.text


def test_an_idle_socket_outlives_the_layers_longest_read() -> None:
    from channels_redis.core import RedisChannelLayer

    (host,) = redis_channel_layer("redis://localhost:1")["CONFIG"]["hosts"]

    # redis-py gives up reading after 5 s by itself, just when the layer's own wait ends.
    assert host["socket_timeout"] > 2 * RedisChannelLayer.brpop_timeout


async def test_hundreds_may_come_in_the_same_moment() -> None:
    """As where all callers of a process that was killed come to another one."""
    if not settings.HELPLINE_REDIS_URL:
        pytest.skip("needs the Redis that make test starts")
    layer: Any = get_channel_layer()
    room, channels = f"crowd.{uuid4().hex}", [await layer.new_channel() for _ in range(300)]

    await asyncio.gather(*(layer.group_add(room, channel) for channel in channels))
    await layer.group_send(room, {"type": "hint.words"})

    heard = await asyncio.gather(*(layer.receive(channel) for channel in channels))
    assert heard == [{"type": "hint.words"}] * 300
