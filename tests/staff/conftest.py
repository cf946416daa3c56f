"""What every test of the staff's ways in begins with."""

import pytest

from helpline.kernel.throttle import ProcessBuckets
from helpline.staff import link_limits


@pytest.fixture(autouse=True)
def _links_not_tried_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests come from one network, and accounts get each other's numbers: none pays for the one before."""
    buckets = ProcessBuckets()
    monkeypatch.setattr(link_limits, "_buckets", lambda: buckets)
