"""Every WebSocket route on one page."""

import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

# After Django is set up: these import models.
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator, WebsocketDenier
from django.conf import settings
from django.urls import path, re_path

from chat.consumers.board import BoardConsumer
from chat.consumers.caller import CallerConsumer
from chat.consumers.gate import Gate
from chat.consumers.handler import HandlerConsumer
from chat.consumers.waiting import HoldForNews
from helpline import timers
from helpline.kernel.draining import draining
from helpline.kernel.edge import OurHosts
from helpline.serving import settle_memory
from scripts.learned.model import shipped

sockets = URLRouter(
    [
        # No session is looked for on a caller's socket: it carries no cookie.
        path("ws/caller/", CallerConsumer.as_asgi()),
        path("ws/handler/", AuthMiddlewareStack(HandlerConsumer.as_asgi())),
        path("ws/board/", AuthMiddlewareStack(BoardConsumer.as_asgi())),
        # Else each that asks for another one is an error in the log.
        re_path("", WebsocketDenier.as_asgi()),
    ]
)

application = ProtocolTypeRouter(
    {
        "http": Gate(OurHosts(HoldForNews(django_application), django=django_application)),
        "websocket": OurHosts(OriginValidator(sockets, settings.HELPLINE_ORIGINS), django=django_application),
    }
)


def _read_weights() -> None:
    shipped()
    settle_memory()


# Read while the first pages are asked for: the first message of the day waits for nothing.
threading.Thread(target=_read_weights, name="weights", daemon=True).start()

if settings.HELPLINE_TIMERS in {"thread", "elsewhere"}:
    # Whoever goes on takes over at their next round, not once the lease has run out.
    draining.tell(timers.start_thread().set)
