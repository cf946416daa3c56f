"""What one run leaves to the next is whole, or not there."""

import pytest

from tests import shared
from tests.shared import found, leave


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(shared.SHARED, str(tmp_path / "shared"))
    (tmp_path / "shared").mkdir()
    made = tmp_path / "made"
    made.mkdir()
    (made / "file").write_text("first")
    return made


def test_what_was_left_is_found_by_its_name(folder):
    assert found("demo") is None
    leave(folder, "demo")
    assert (found("demo") / "file").read_text() == "first"
    assert found("migrated") is None


def test_what_came_first_is_kept(folder):
    leave(folder, "demo")
    (folder / "file").write_text("second")
    leave(folder, "demo")
    assert (found("demo") / "file").read_text() == "first"


def test_without_a_folder_nothing_is_left(folder, monkeypatch):
    monkeypatch.delenv(shared.SHARED)
    leave(folder, "demo")
    assert found("demo") is None


def test_some_of_the_databases_are_left_to_nobody(folder, monkeypatch):
    monkeypatch.setattr(shared, "_made", {"default"})
    shared.leave_databases()
    assert found(shared.MIGRATED) is None
