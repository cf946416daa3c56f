"""Two questions for whoever watches the process: is it alive, and is it ready?"""

import asyncio
import logging
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from helpline.kernel.draining import draining
from helpline.kernel.kek_marks import DATABASE, refusal
from helpline.kernel.keyring import is_in_memory, ring
from helpline.kernel.patience import PATIENCE_SECONDS, Patient

T = TypeVar("T")
logger = logging.getLogger(__name__)

# What the key store can be: exactly one of these at a time.
GOOD, IN_MEMORY, WRONG_KEY, AWAY = "good", "in_memory", "wrong_key", "away"
KEY_STORE_STATES = (GOOD, IN_MEMORY, WRONG_KEY, AWAY)


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whoever comes can be served: 200, else 503. The parts are named, and of none what is wrong with it."""
    found = parts()
    answer = JsonResponse({"ready": all(found.values()), **found}, status=200 if all(found.values()) else 503)
    # Else Django logs an error at each probe; that a part went is told once, below.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def parts() -> dict[str, bool]:
    """Return what the service stands on, and whether it can be reached; `staying`: it is not about to end."""
    return look()[0]


def look() -> tuple[dict[str, bool], str]:
    """Return the parts, and which of KEY_STORE_STATES the key store is in: that is for the operator alone."""
    state = key_store_state()
    found = {
        "database": _in_time("default", _database, _patient_database),
        "channel_layer": _channel_layer(),
        "key_store": state in {GOOD, IN_MEMORY},
        "staying": not draining.begun,
    }
    _changes.tell(found)
    return found, state


def key_store_state() -> str:
    """Return which of KEY_STORE_STATES the key store is in."""
    return _in_time(DATABASE, _key_store, _patient_key_store)


class _Changes:
    """Says once that a part went and once that it is back: whoever watches asks every few seconds."""

    def __init__(self) -> None:
        self._away: set[str] = set()
        self._lock = Lock()

    def tell(self, found: dict[str, bool]) -> None:
        away = {part for part, works in found.items() if not works and part != "staying"}
        with self._lock:
            gone, back, self._away = away - self._away, self._away - away, away
        for part in sorted(gone):
            logger.error("not ready: %s cannot be used", part)
        for part in sorted(back):
            logger.warning("%s can be used again", part)


def _in_time(alias: str, question: Callable[[], T], patient: Patient[T]) -> T:
    """Ask a database; one that is reached over a network may hang, and a monitor waits for nobody."""
    return question() if connections[alias].vendor == "sqlite" else patient.answer()


def _database() -> bool:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True


def _key_store() -> str:
    try:
        ring()
        if refusal() is not None:
            return WRONG_KEY
        return IN_MEMORY if is_in_memory() else GOOD
    except ImproperlyConfigured:
        return WRONG_KEY
    except (DatabaseError, InterfaceError):
        return AWAY


def _channel_layer() -> bool:
    try:
        async_to_sync(_hint_to_nobody)()
    except Exception:
        # Whatever the transport raises, and TimeoutError: the answer is the same, it cannot be reached.
        return False
    return True


async def _hint_to_nobody() -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await get_channel_layer().group_send("readiness", {"type": "readiness"})


_changes = _Changes()
_patient_database = Patient(_database, otherwise=False, name="ready-database")
_patient_key_store = Patient(_key_store, otherwise=AWAY, name="ready-key-store")
