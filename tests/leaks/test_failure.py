"""A message breaks what handles it, the error quotes it: nobody is shown the words, no log holds them."""

import io
import json
import logging
from logging.config import dictConfig
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client

from chat.consumers import posting
from chat.views import public
from helpline import asgi
from tests.chat.acts import BOTH, starts
from tests.content import put_content_in
from tests.leaks.at_rest import SENTENCE
from tests.people import Caller, a_caller_starts

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)


def breaks(*_: Any, **__: Any) -> None:
    raise RuntimeError(f"duplicate key: ({SENTENCE})")


@pytest.fixture
def written(settings: Any) -> io.StringIO:
    """What the service's own log writes at DEBUG."""
    # Its first import sets the log up once more.
    assert asgi.application
    lines = io.StringIO()
    dictConfig(settings.LOGGING)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(lines)
    logging.getLogger().setLevel(logging.DEBUG)
    return lines


def test_a_forced_500_shows_and_logs_no_word(monkeypatch: pytest.MonkeyPatch, written: io.StringIO) -> None:
    put_content_in()
    token = starts().token
    monkeypatch.setattr(public, "post_messages", breaks)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
    post = {"type": "message.post", "id": str(uuid4()), "body": SENTENCE}
    answer = client.post("/api/contact/commands", post, content_type="application/json")

    assert answer.status_code == 500
    assert SENTENCE not in answer.content.decode()
    assert "RuntimeError" in written.getvalue()
    assert SENTENCE not in written.getvalue()
    assert token not in written.getvalue()
    # The planted error does quote them.
    with pytest.raises(RuntimeError, match=SENTENCE):
        breaks()


async def test_a_post_that_breaks_on_a_socket_shows_and_logs_no_word(
    monkeypatch: pytest.MonkeyPatch, written: io.StringIO
) -> None:
    await database_sync_to_async(put_content_in)()
    monkeypatch.setattr(posting, "store_posts", breaks)
    async with Caller(await a_caller_starts()) as caller:
        answer = await caller.says(SENTENCE)

    assert answer["code"] == "storage.unavailable"
    assert SENTENCE not in json.dumps([answer, *caller.heard])
    assert "not stored" in written.getvalue()
    assert SENTENCE not in written.getvalue()
