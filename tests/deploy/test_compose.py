"""compose.yml, its secrets, the Dockerfile, the units and install.sh: as narrow as is said, and whole."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.deploy.env_file import EXAMPLE, explained

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
SETTING = re.compile(r"\bHELPLINE_[A-Z_]+")
# Of nginx.conf and of the scripts themselves.
BESIDE = set(re.findall(r"\$\{(HELPLINE_[A-Z_]+)\}", (DEPLOY / "nginx.conf").read_text())) | {
    "HELPLINE_ENV_FILE",
    "HELPLINE_PYTHON",
}
PROGRAM = {"migrate", "app-1", "app-2", "timers", "doctor", "backup"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    return found


def test_every_container_can_do_as_little_as_it_needs(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert {name for name, each in compose["services"].items() if "cap_add" in each} == {
        "database",
        "keys",
        "nginx",
    }
    assert {name for name, each in compose["services"].items() if "ports" in each} == {"nginx"}
    assert compose["networks"]["inside"] == {"internal": True}


def test_the_program_is_the_same_everywhere_and_swaps_nothing(compose: dict[str, Any]) -> None:
    parts = {name for name, each in compose["services"].items() if each["image"] == "helpline"}

    assert parts == PROGRAM
    for name in parts:
        service = compose["services"][name]
        assert service["mem_limit"] == service["memswap_limit"], name
        assert service["ulimits"]["core"] == 0, name
    for name in ("migrate", "app-1", "app-2", "timers", "doctor"):
        assert compose["services"][name]["command"][0] in get_commands()


def test_words_and_keys_lie_in_servers_and_volumes_of_their_own(compose: dict[str, Any]) -> None:
    volumes = [compose["services"][name]["volumes"][0].split(":")[0] for name in ("database", "keys")]

    assert volumes == ["words", "keys"]
    assert set(compose["volumes"]) == {"words", "keys", "backups", "key-backups"}


@pytest.mark.parametrize("file", ["compose.yml", "install.sh", "install_parts.sh", "Dockerfile", "manage.sh"])
def test_every_setting_that_is_named_is_one(file: str) -> None:
    named = set(SETTING.findall((DEPLOY / file).read_text()))

    assert named - BESIDE <= set(explained(EXAMPLE.read_text()))


def test_secrets_are_made_once_for_their_owner_alone(tmp_path: Path, compose: dict[str, Any]) -> None:
    script = shutil.copy(DEPLOY / "make_secrets.sh", tmp_path)

    subprocess.run([script], check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    again = subprocess.run([script], check=True, capture_output=True)

    assert set(made) == set(compose["secrets"])
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made
    assert again.stdout == b""
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o600}
    assert made["database_password"].strip() in made["database_url"]
    assert made["database_password"] != made["keys_database_password"]
    assert len(made["secret_key"]) >= 50


def test_the_image_has_two_stages_and_no_administrator() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    last = lines[[n for n, line in enumerate(lines) if line.startswith("FROM ")][-1] :]

    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert [line for line in last if line.startswith("USER ")] == ["USER 10001:10001"]
    assert not any("pip" in line or "python3-venv" in line for line in last)


def test_units_and_scripts_read_the_same_settings() -> None:
    """One of them reading another file would work with settings of its own."""
    places = {
        (DEPLOY / name).name: set(re.findall(r"/etc/helpline/[a-z.]*env\b", (DEPLOY / name).read_text()))
        for name in ("env.example", "settings.sh", "manage.sh", "systemd/helpline-.service.d/hardened.conf")
    }

    assert set(map(frozenset, places.values())) == {frozenset({"/etc/helpline/helpline.env"})}, places
    assert "ENV_FILE=$CONFIG/helpline.env" in (DEPLOY / "install.sh").read_text().splitlines()


def test_every_unit_starts_something_that_is_there() -> None:
    for path in UNITS.glob("*.service"):
        (start,) = re.findall(r"^ExecStart=(.*)$", path.read_text(), re.MULTILINE)
        if "manage.py" in start:
            assert start.split("manage.py ")[1].split()[0] in get_commands(), path.name
        else:
            assert (ROOT / start.removeprefix("/opt/helpline/current/")).exists(), path.name
        # What they cannot do stands in one place, for all whose name begins so.
        assert path.name.startswith("helpline-")
    for path in UNITS.glob("*.timer"):
        assert path.with_suffix(".service").exists()


@pytest.mark.parametrize(
    "line",
    [
        "User=helpline", "NoNewPrivileges=true", "CapabilityBoundingSet=", "ProtectSystem=strict",
        "ProtectHome=true", "PrivateTmp=true", "PrivateDevices=true", "LimitCORE=0", "MemorySwapMax=0",
        "ProtectProc=invisible", "MemoryDenyWriteExecute=true", "RestrictNamespaces=true",
        "SystemCallFilter=@system-service", "UMask=0077", "StateDirectoryMode=0700",
    ],
)  # fmt: skip
def test_no_unit_can_do_more_than_it_needs(line: str) -> None:
    assert line in (UNITS / "helpline-.service.d/hardened.conf").read_text().splitlines()
    name = line.split("=")[0]
    for path in UNITS.glob("*.service"):
        assert f"{name}=" not in path.read_text(), path.name


def test_the_target_wants_what_acts_on_deadlines() -> None:
    target = ConfigParser(strict=False, interpolation=None)
    target.optionxform = str  # type: ignore[assignment]
    target.read(UNITS / "helpline.target")

    wanted = target["Unit"]["Wants"].split()
    assert "helpline-timers.service" in wanted
    assert all((UNITS / name).exists() for name in wanted)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--host must name the service's host"),
        (["--host", "chat.example.org/x"], "--host must name the service's host"),
        (["--host", "chat.example.org", "--processes", "0"], "0 is no number of processes"),
        (["--hots", "chat.example.org"], "--hots is unknown"),
        (["--host"], "--host wants a value"),
    ],
)
def test_the_installation_refuses_before_it_touches_anything(arguments: list[str], said: str) -> None:
    done = subprocess.run(
        ["bash", str(DEPLOY / "install.sh"), *arguments], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_both_ways_to_install_bring_tables_and_content(compose: dict[str, Any]) -> None:
    """Without it handlers have nothing to signpost to."""
    assert compose["services"]["migrate"]["command"] == ["lay_out"]
    assert "    as_service lay_out" in (DEPLOY / "install_parts.sh").read_text().splitlines()


def test_the_installation_takes_along_all_that_runs() -> None:
    (listed,) = re.findall(
        r"^PROGRAM=\((.*?)\)", (DEPLOY / "install.sh").read_text(), re.MULTILINE | re.DOTALL
    )
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]

    assert sorted(listed.split()) == sorted(let_in)
    assert all((ROOT / name).exists() for name in let_in)
    packages = re.findall(r'"(\w+)\*"', (ROOT / "pyproject.toml").read_text())
    assert set(packages) <= set(let_in)
