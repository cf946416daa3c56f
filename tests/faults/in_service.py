"""A cluster that is a service and no demo: laid out as an installation does it, open, with people invited."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from helpline.keyfiles import make_keys
from tests.faults.cluster import Begins, Cluster
from tests.live import DATABASES, ROOT, Server
from tests.live_http import GUARD_SECONDS
from tests.proxy import NAME
from tests.servers import HOST, PostgreSQL

SOCKETS = re.compile(r'^helpline_sockets\{hello="yes",kind="(\w+)"\} (\d+)', re.MULTILINE)
# What an administrator does in the first hour, which has a journey of its own.
OPENS = """
import json
from datetime import time
from pathlib import Path
from django.utils import timezone
from chat.models import LineSettings
from helpline.hours.rules import BankHolidayPolicy, HolidayMode, Schedule, WeeklyInterval
from helpline.hours.services import publish_hours
from helpline.service.before_opening import Kind
from helpline.service.sign_offs import sign_off
from helpline.staff.links import address_of_link
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.services import invite
from scripts.services import CONTENT, load_content
admin = Account.objects.get(username="admin")
load_content(directory=CONTENT, by=None, unsigned_first=True)
for kind in Kind:
    sign_off(kind=kind, name="Ada Moore", on=timezone.localdate(), where="Telephone 0151 496 0199", by=admin)
weekly = tuple(WeeklyInterval(day, time(0), time(0)) for day in range(7))
usual = BankHolidayPolicy(mode=HolidayMode.AS_USUAL)
publish_hours(schedule=Schedule(weekly=weekly, bank_holidays=usual), by=admin)
LineSettings.objects.create(version=1, routing="push", offer_seconds=120)
links = {{
    name: address_of_link(invite(username=name, role=Role(role), by=admin)[1])
    for name, role in {people!r}.items()
}}
Path({out!r}).write_text(json.dumps(links))
"""


class ServiceProcess(Server):
    """`manage.py serve` in service mode, with every rule of one."""

    command, mode = "serve", "service"

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        super().__init__(
            folder, {"HELPLINE_HOSTS": f"{NAME},{HOST}", "HELPLINE_PROCESSES": "2"} | {**settings}
        )


def empty_databases(postgres: PostgreSQL) -> dict[str, str]:
    return {
        setting: postgres.create_database(name)
        for setting, name in zip(DATABASES, ("words", "keys"), strict=True)
    }


def the_same_keys(folder: Path) -> Path:
    """Make the keys that all processes have, once, as an administrator copies them; return their folder."""
    place = folder / "of-all"
    make_keys(place / "keys")
    return place


def lays_out(server: Server) -> None:
    command = [sys.executable, "manage.py", "lay_out"]
    subprocess.run(command, cwd=ROOT, env=server.environment, check=True, capture_output=True)


IN_SERVICE = Begins(databases=empty_databases, data=the_same_keys, server=ServiceProcess, lays_out=lays_out)


def opened_for(cluster: Cluster, **people: str) -> dict[str, str]:
    """Open the line and invite people, role by name; return the paths of their links."""
    out = cluster.folder / "links.json"
    cluster.servers[0].run_code(OPENS.format(people=people, out=str(out)))
    links: dict[str, str] = json.loads(out.read_text())
    return links


def sockets_of(server: Server) -> dict[str, int]:
    """Return how many sockets this process holds, by kind, as it says to whoever watches from inside."""
    with urllib.request.urlopen(f"http://{HOST}:{server.port}/metrics", timeout=10) as answer:
        return {kind: int(number) for kind, number in SOCKETS.findall(answer.read().decode())}


def where(cluster: Cluster, kind: str, many: int) -> dict[int, int]:
    """Return how many sockets of a kind each process holds, once there are so many: old ones linger."""
    deadline = time.monotonic() + GUARD_SECONDS
    while True:
        counted = enumerate(sockets_of(server).get(kind, 0) for server in cluster.servers)
        held = {number: count for number, count in counted if count}
        if sum(held.values()) == many:
            return held
        assert time.monotonic() < deadline, f"{kind}: {held}, and {many} were expected"
        time.sleep(0.05)
