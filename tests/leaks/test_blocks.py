"""A blocked network is nowhere at rest: neither its address nor the keyed hash of it, in no file and no log.

Each search is first shown to find what is there. See docs/confidentiality.md, point 1.
"""

import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from redis import Redis as RedisClient

from chat.boundaries import Kind
from chat.models import Block
from chat.services.blocks import blocked_networks, is_blocked, lift_block
from chat.services.boundaries import end_for_abuse
from chat.services.contacts import Started
from helpline.kernel.blocked import BlockedNetworks, ProcessBlockedNetworks, RedisBlockedNetworks
from helpline.kernel.throttle import network_of
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, nobody_is_blocked, starts, takes
from tests.leaks.at_rest import files_of
from tests.servers import Redis, running

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
# Long enough that no other bytes look like it by chance.
ADDRESS = "2001:db8:7f3a:91c4:5a1e:77:c0de:9"
# Planted for the search to find; PostgreSQL keeps it in its log, so it must be another one.
PLANTED = "2001:db8:8d21:44fe:9b0c:31:feed:5"
Files = dict[str, Path]


@pytest.fixture(autouse=True)
def _nobody_is_blocked() -> Iterator[None]:
    nobody_is_blocked()
    yield
    nobody_is_blocked()


def forms(address: str = ADDRESS) -> dict[str, bytes]:
    """Return the address in every form in which it, or its network, could be written."""
    network = network_of(address)
    assert network is not None
    packed = ipaddress.ip_address(address).packed
    written = {"address": address.encode(), "network": network.encode(), "packed": packed[:8]}
    plain = {f"{name} sha256": hashlib.sha256(form).hexdigest().encode() for name, form in written.items()}
    return {**written, "exploded": ipaddress.ip_address(address).exploded.encode(), **plain}


def secrets(networks: BlockedNetworks) -> dict[str, bytes]:
    """Return keys and hashes as they are held now, in hexadecimal and as bytes."""
    assert isinstance(networks, ProcessBlockedNetworks | RedisBlockedNetworks)
    kept = networks.held()
    texts = {f"key {n}": held.key for n, held in enumerate(kept.values())}
    texts |= {f"hash {n}": held.hashes[0] for n, held in enumerate(kept.values())}
    return {name: text.encode() for name, text in texts.items()} | {
        f"{name} in bytes": bytes.fromhex(text) for name, text in texts.items()
    }


def found(wanted: dict[str, bytes], files: Iterable[Path]) -> set[str]:
    held = [path.read_bytes() for path in files if path.exists()]
    return {name for name, form in wanted.items() if any(form in bytes_ for bytes_ in held)}


def asks(started: Started) -> None:
    headers = {"Authorization": f"Bearer {started.token}"}
    Client(headers=headers).get("/api/contact/events", REMOTE_ADDR=ADDRESS)


def everything_happens(ann: Account) -> dict[str, bytes]:
    """A caller starts, is blocked, is refused, and the block is lifted; returns what to look for."""
    start = {"consent": True, "about": "unsure", "language": "en"}
    answer = Client().post("/api/contacts", start, content_type="application/json", REMOTE_ADDR=ADDRESS)
    assert answer.status_code == 201
    started = starts()
    takes(ann, started.contact)
    asks(started)
    end_for_abuse(contact=started.contact.pk, kind=Kind.THREAT, by=ann, block=True)
    asks(started)
    wanted = forms() | secrets(blocked_networks())
    assert len(wanted) == 11
    again = Client().post("/api/contacts", start, content_type="application/json", REMOTE_ADDR=ADDRESS)
    assert again.json()["error"]["code"] == "network.blocked"
    supervisor = Account.objects.create_account(username="sue", password=None, role=Role.SUPERVISOR)
    browser = Client()
    browser.force_login(supervisor)
    page = browser.get("/supervision/blocks/").content
    assert b"In force" in page
    assert [name for name, form in wanted.items() if form in page] == []
    lift_block(block=Block.objects.get().pk, by=supervisor)
    return wanted


# -- the search itself ----------------------------------------------------------------------


def test_the_search_finds_an_address_a_hash_and_a_key_that_were_stored(on_disk: Files) -> None:
    networks = ProcessBlockedNetworks()
    networks.put(uuid4(), PLANTED, seconds=60)
    wanted = forms(PLANTED) | secrets(networks)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE in_the_open (words text)")
        for name in ("address", "network", "hash 0", "key 0", "network sha256"):
            cursor.execute("INSERT INTO in_the_open VALUES (%s)", [wanted[name].decode()])
    try:
        hits = found(wanted, files_of(on_disk))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE in_the_open")

    assert hits == {"address", "network", "hash 0", "key 0", "network sha256"}


def test_the_search_finds_what_a_log_would_hold(log: Path) -> None:
    logging.getLogger("chat.anything").debug("blocked %s", ADDRESS)

    assert found(forms(), [log]) == {"address"}


# -- nowhere at rest ------------------------------------------------------------------------


def test_no_database_holds_the_address_the_hash_or_the_key(
    on_disk: Files, content: None, ann: Account
) -> None:
    wanted = everything_happens(ann)

    assert found(wanted, files_of(on_disk)) == set()


def test_no_log_holds_them_even_at_debug_with_its_statements(log: Path, content: None, ann: Account) -> None:
    wanted = everything_happens(ann)

    assert "INSERT INTO" in log.read_text()
    assert found(wanted, [log]) == set()


def test_another_process_than_the_caller_s_is_never_told_the_network(content: None, ann: Account) -> None:
    """Whoever holds no connection of the caller's learns the contact's id and nothing else."""
    started = starts()
    takes(ann, started.contact)
    end_for_abuse(contact=started.contact.pk, kind=Kind.THREAT, by=ann, block=True)

    assert blocked_networks().in_force() == set()
    assert not is_blocked(ADDRESS)


# -- Redis ----------------------------------------------------------------------------------


def shared(server: Redis) -> tuple[RedisClient, dict[str, bytes]]:
    client = RedisClient.from_url(server.url)
    networks = RedisBlockedNetworks(client)
    networks.put(uuid4(), ADDRESS, seconds=60)
    (held,) = networks.held().values()
    wanted = {"key": held.key.encode(), "hash": held.hashes[0].encode()}
    assert (
        held.hashes[0]
        == hmac.new(bytes.fromhex(held.key), str(network_of(ADDRESS)).encode(), hashlib.sha256).hexdigest()
    )
    return client, wanted


def test_the_search_finds_the_hash_in_a_redis_that_keeps_its_data() -> None:
    with running(Redis) as server:
        client, wanted = shared(server)
        client.config_set("rdbcompression", "no")
        client.save()
        client.close()

        assert found(wanted, server.folder.iterdir()) == {"key", "hash"}


def test_a_redis_without_persistence_has_them_in_no_file_not_even_after_its_end() -> None:
    with running(Redis) as server:
        client, wanted = shared(server)
        before = found(wanted | forms(), server.folder.iterdir())
        client.close()
        server.stop()

        assert before == set()
        assert [path.name for path in server.folder.iterdir()] == ["log"]
        assert found(wanted | forms(), server.folder.iterdir()) == set()
