"""A directory to work with: entries of our own, or the real content files."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from triage.matching import entry_id
from triage.models import DirectoryEntry
from triage.services import load_directory
from triage.services.directory import CONTENT


@pytest.fixture
def make_entry(db: None) -> Callable[..., DirectoryEntry]:
    """Return a maker of entries that are reachable but unconfirmed."""

    def make(slug: str = "riverside", **fields: Any) -> DirectoryEntry:
        values = {
            "kind": "programme",
            "name": "Riverside",
            "areas": ["Wirral"],
            "role": "behaviour_change",
            "signpost": "yes",
            "phone": "0151 496 0123",
        }
        return DirectoryEntry.objects.create(id=entry_id(slug), slug=slug, **{**values, **fields})

    return make


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the real content files that a test may spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def loaded(db: None) -> None:
    load_directory(by=None)
