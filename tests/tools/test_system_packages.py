"""Finding the programs of the tests, and installing them without starting a service."""

from pathlib import Path

import pytest

from tools import system_packages


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(system_packages, "POSTGRESQL_BINARIES", tmp_path / "postgresql")
    monkeypatch.setattr(system_packages, "POLICY", tmp_path / "policy-rc.d")
    monkeypatch.setattr(system_packages.shutil, "which", lambda name, path=None: None)
    return tmp_path


def test_a_bare_machine_misses_all_four(bare_machine: Path) -> None:
    assert system_packages.missing_packages() == ["postgresql", "redis-server", "nginx", "chromium"]


def test_what_makes_tests_faster_or_say_more_is_wished_for_and_not_needed(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert system_packages.wished_packages() == ["chromium-headless-shell", "faketime", "prometheus"]

    monkeypatch.setattr(system_packages.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    assert system_packages.wished_packages() == []


def test_the_newest_postgresql_is_taken_by_number(bare_machine: Path) -> None:
    for version in ("9.6", "15", "17"):
        folder = bare_machine / "postgresql" / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()

    assert system_packages.postgresql_bin() == bare_machine / "postgresql" / "17" / "bin"
    assert system_packages.missing_packages() == ["redis-server", "nginx", "chromium"]


def test_the_command_for_a_person_is_complete() -> None:
    assert system_packages.install_command(["nginx", "chromium"]) == (
        "apt-get update && apt-get install -y --no-install-recommends nginx chromium"
    )


def test_who_is_not_root_installs_nothing(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: 1000)

    assert system_packages.install(["nginx"]) is False


def test_debian_starts_nothing_while_it_installs(bare_machine: Path) -> None:
    policy = bare_machine / "policy-rc.d"

    with system_packages.no_service_starts():
        assert policy.read_text() == "#!/bin/sh\nexit 101\n"
        assert policy.stat().st_mode & 0o111

    assert not policy.exists()


def test_a_policy_of_the_machines_own_is_left_alone(bare_machine: Path) -> None:
    policy = bare_machine / "policy-rc.d"
    policy.write_text("its own")

    with system_packages.no_service_starts():
        assert policy.read_text() == "its own"

    assert policy.read_text() == "its own"
