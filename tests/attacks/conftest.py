"""The real content, and the keys of the staff's sessions; what each attack needs besides stands with it."""

from collections.abc import Iterator

import pytest
from channels.layers import channel_layers

from chat.consumers import limits
from tests.content import put_content_in


@pytest.fixture
def line(transactional_db: None) -> Iterator[None]:
    """A service with its content in which nobody is too fast: what is refused is refused for itself."""
    put_content_in()
    limits.buckets.cache_clear()
    channel_layers.backends.clear()
    yield
    limits.buckets.cache_clear()
