"""A place to plant something in, and the files where it could be at rest."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.chat.acts import BOTH
from tests.chat.conftest import ann, content, on_disk

__all__ = ["ann", "content", "on_disk"]


@pytest.fixture
def log(tmp_path: Path, settings: object) -> Iterator[Path]:
    """Everything that anything logs, at DEBUG, with the SQL of Django's own logger."""
    settings.DEBUG = True  # type: ignore[attr-defined]
    path = tmp_path / "everything.log"
    handler = logging.FileHandler(path)
    loggers = [
        logging.getLogger(),
        *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict)),
    ]
    levels = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    for alias in BOTH:
        connections[alias].force_debug_cursor = True
    logging.getLogger().addHandler(handler)
    yield path
    logging.getLogger().removeHandler(handler)
    for logger, level in levels:
        logger.setLevel(level)
    handler.close()
