"""Two questions for whoever watches the process: is it alive, and is it ready?"""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from helpline.kernel.kek_marks import refusal
from helpline.kernel.keyring import ring

logger = logging.getLogger(__name__)


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database, channel layer and key store can be reached: 200, else 503 with what is wrong."""
    found = parts()
    return JsonResponse({"ready": all(found.values()), **found}, status=200 if all(found.values()) else 503)


def parts() -> dict[str, bool]:
    """Return what the service stands on, and whether it can be reached."""
    return {"database": _database(), "channel_layer": _channel_layer(), "key_store": _key_store()}


def _database() -> bool:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _channel_layer() -> bool:
    layer = get_channel_layer()
    try:
        async_to_sync(layer.group_send)("readiness", {"type": "readiness"})
    except Exception:
        # Whatever the transport raises, the answer is the same: it cannot be reached.
        logger.warning("channel layer cannot be reached")
        return False
    return True


def _key_store() -> bool:
    try:
        ring()
        return refusal() is None
    except (DatabaseError, ImproperlyConfigured):
        return False
