"""The floor: a bare consumer that relays through the channel layer. No database, no encryption, no checks."""

from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

settings.configure(
    INSTALLED_APPS=["daphne", "channels"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    SECRET_KEY="of the floor alone",  # noqa: S106 - it signs nothing
    LOGGING_CONFIG=None,
)
django.setup()


class Relay(AsyncWebsocketConsumer):
    """One end of a talk."""

    async def connect(self) -> None:
        self.talk = f"talk.{self.scope['url_route']['kwargs']['talk']}"
        await self.channel_layer.group_add(self.talk, self.channel_name)
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.channel_layer.group_send(self.talk, {"type": "words", "text": text_data})

    async def words(self, event: dict[str, Any]) -> None:
        await self.send(event["text"])


application = ProtocolTypeRouter({"websocket": URLRouter([path("talk/<int:talk>/", Relay.as_asgi())])})
