"""A place to plant a sentence in, and the files where it could be at rest."""

from tests.chat.conftest import ann, content, on_disk

__all__ = ["ann", "content", "on_disk"]
