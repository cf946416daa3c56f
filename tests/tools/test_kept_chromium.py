"""One browser for the modules of a run, one after another."""

import pytest

from tests.chromium import close_chromium, kept_chromium

pytestmark = pytest.mark.journey


def test_the_next_module_has_the_same_browser_with_nothing_left_in_it():
    with kept_chromium() as first:
        first.new_context().new_page()
        close_chromium()
        assert first.is_connected()
    with kept_chromium() as second:
        assert second is first
        assert second.contexts == []
    close_chromium()
    assert not first.is_connected()
    with kept_chromium() as third:
        assert third is not first
