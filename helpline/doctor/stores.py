"""Databases, the key store and Redis: whether they are there, and keep what they are given."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from helpline import environment
from helpline.doctor.finding import Finding, Findings, unknown, unwise, well, wrong
from helpline.kernel.kek_marks import left_by_kek, refusal
from helpline.kernel.keyring import is_in_memory
from helpline.kernel.models import KekMark
from helpline.kernel.redis_address import client_of
from helpline.start_refusals import WAIT_SECONDS, Schema, schema_of, unreachable_redis, unready

# A code of a second factor is good for half a minute either way, and so are leases.
CLOCK_WRONG_SECONDS = 30
CLOCK_UNWISE_SECONDS = 2
# An acknowledged word survives a power cut only with these.
KEPT_BY = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def look_at_databases() -> Findings:
    """Yield how each stands to this program, and whether it keeps what was acknowledged."""
    for name in connections:
        reasons = unready(name)
        yield from (wrong("database", reason) for reason in reasons)
        if reasons:
            continue
        connection = connections[name]
        yield well(
            "database", f"{name!r} on {connection.display_name}, its tables as this version wants them."
        )
        if connection.vendor == "postgresql":
            yield from _postgresql(name)


def _postgresql(name: str) -> Iterator[Finding]:
    unsafe = [
        setting
        for setting, wanted in KEPT_BY.items()
        if _shown(name, setting) not in {wanted, "remote_apply"}
    ]
    if unsafe:
        yield unwise(
            "database",
            f"{name!r} can forget in a power cut what it has acknowledged: {', '.join(unsafe)}.",
            "Switch them on in postgresql.conf.",
        )
    if (encoding := _shown(name, "server_encoding")) != "UTF8":
        yield wrong(
            "database", f"{name!r} is kept as {encoding}.", "Make it again: createdb --encoding UTF8."
        )
    pool = environment.number("HELPLINE_DATABASE_POOL", 10, least=1)
    # One more than those that serve: the timers.
    wanted = pool * (environment.number("HELPLINE_PROCESSES", 1) + 1)
    allowed = int(_shown(name, "max_connections")) - int(_shown(name, "superuser_reserved_connections"))
    if wanted > allowed:
        yield unwise(
            "database",
            f"{name!r} takes {allowed} connections, and the processes may ask for {wanted}.",
            "Raise max_connections, or lower HELPLINE_DATABASE_POOL.",
        )


def _shown(name: str, setting: str) -> str:
    with connections[name].cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [setting])
        return str(cursor.fetchone()[0])


def look_at_key_store() -> Findings:
    """Yield whether the key-encryption key and the key store belong together."""
    if schema_of("keys") != Schema():
        yield unknown("key store", "It cannot be asked.", "Mend the database 'keys' first.")
        return
    try:
        if is_in_memory():
            yield unknown("key store", "Its key is in the memory of the process that serves.")
        elif not KekMark.objects.exists():
            # To ask further would mark it, and this changes nothing.
            yield well("key store", "It belongs to no key yet: the first start marks it.")
        elif reason := refusal():
            yield wrong("key store", reason)
        else:
            yield well(
                "key store", f"It opens with the key there is; {sum(left_by_kek().values())} keys in it."
            )
    except ImproperlyConfigured as unusable:
        yield wrong("key store", str(unusable))
    except DatabaseError:
        yield unknown("key store", "It cannot be asked.", "Mend the database 'keys' first.")


def look_at_redis() -> Findings:
    """Yield whether it can be reached, and whether it would write down what passes through it."""
    if not settings.HELPLINE_REDIS_URL:
        yield well("redis", "None is set: right for one process alone.")
        return
    reasons = unreachable_redis()
    yield from (wrong("redis", reason) for reason in reasons)
    if reasons:
        return
    try:
        with _redis() as redis:
            told: Any = redis.info("persistence")
            saved: Any = redis.config_get("save")
    except RedisError:
        yield unknown(
            "redis", "It answers, and does not say how it is set up.", "Its administrator can tell."
        )
        return
    if told.get("aof_enabled") or saved.get("save"):
        yield unwise(
            "redis",
            "It writes to disk which contacts were talked in, and when.",
            'Set `save ""` and `appendonly no` in redis.conf: nothing in it needs keeping.',
        )
    else:
        yield well("redis", "It answers, and writes nothing to disk.")


def _redis() -> Redis:
    found: Redis = client_of(
        settings.HELPLINE_REDIS_URL, socket_timeout=WAIT_SECONDS, socket_connect_timeout=WAIT_SECONDS
    )
    return found


def look_at_clocks() -> Findings:
    """Yield how far the clocks of database and Redis are from this machine's."""
    for name, read in {"the database": _clock_of_database, "Redis": _clock_of_redis}.items():
        try:
            began = time.monotonic()
            theirs = read()
            took = time.monotonic() - began
        except (DatabaseError, RedisError, ImproperlyConfigured):
            # Said by the parts above.
            continue
        if theirs is not None:
            yield apart(name, abs((timezone.now() - theirs).total_seconds()) - took)


def apart(name: str, seconds: float) -> Finding:
    """Return what a difference of clocks means."""
    says = f"This machine's clock and that of {name} are {max(seconds, 0):.0f} s apart."
    mend = "Have both set by NTP: codes of second factors, leases and purges go by them."
    if seconds > CLOCK_WRONG_SECONDS:
        return wrong("clock", says, mend)
    if seconds > CLOCK_UNWISE_SECONDS:
        return unwise("clock", says, mend)
    return well("clock", f"This machine's clock and that of {name} agree.")


def _clock_of_database() -> datetime | None:
    if connections["default"].vendor != "postgresql" or schema_of("default").unreachable:
        return None
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found


def _clock_of_redis() -> datetime | None:
    if not settings.HELPLINE_REDIS_URL:
        return None
    with _redis() as redis:
        seconds, micro = redis.time()
    return datetime.fromtimestamp(seconds + micro / 1e6, tz=timezone.get_default_timezone())
