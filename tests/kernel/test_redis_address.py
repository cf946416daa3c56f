"""Which Redis is meant, and which PostgreSQL where an address names several hosts."""

from pathlib import Path

import pytest

from helpline import environment
from helpline.environment import EnvironmentMistake
from helpline.kernel.redis_address import Sentinels, client_of, layer_host, sentinels_of

pytestmark = pytest.mark.once

WHOLE = (
    "sentinel://line:pass%20word@one.example:26380,two.example,[2001:db8::1]:7/main/2?sentinel_password=own"
)


def test_an_ordinary_address_names_no_sentinels() -> None:
    assert sentinels_of("redis://127.0.0.1:6379/0") is None
    assert layer_host("redis://127.0.0.1:6379/0", a=1) == {"address": "redis://127.0.0.1:6379/0", "a": 1}
    assert client_of("redis://127.0.0.1:6379/3").connection_pool.connection_kwargs["db"] == 3


def test_sentinels_their_service_and_what_opens_it_are_read() -> None:
    found = sentinels_of(WHOLE)
    assert isinstance(found, Sentinels)

    assert found.hosts == (("one.example", 26380), ("two.example", 26379), ("2001:db8::1", 7))
    assert (found.service, found.options) == ("main", {"db": 2, "username": "line", "password": "pass word"})
    assert found.own_options["password"] == "own"
    host = layer_host(WHOLE, socket_timeout=30)
    assert (host["master_name"], host["db"], host["socket_timeout"]) == ("main", 2, 30)


def test_a_client_asks_the_sentinels_at_each_connection() -> None:
    pool = client_of(WHOLE, socket_timeout=1).connection_pool

    assert (type(pool).__name__, pool.service_name) == ("SentinelConnectionPool", "main")
    assert (pool.connection_kwargs["db"], pool.connection_kwargs["socket_timeout"]) == (2, 1)


@pytest.mark.parametrize(
    "wrong", ["sentinel://", "sentinel://one:26379", "sentinel:///main", "sentinel://a,,b/main", "http://a/"]
)
def test_what_is_no_address_is_refused_without_being_quoted(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_REDIS_URL", wrong)
    with pytest.raises(EnvironmentMistake) as mistake:
        environment.redis_address("HELPLINE_REDIS_URL")

    assert "HELPLINE_REDIS_URL must" in mistake.value.line
    assert wrong not in mistake.value.line.replace("sentinel://HOST", "")


def database(address: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    monkeypatch.setenv("HELPLINE_DATABASE_URL", address)
    found = environment.database("HELPLINE_DATABASE_URL", sqlite_file=Path("none"))
    return {**found, **found["OPTIONS"]}


def test_of_several_hosts_the_one_that_takes_writes_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    found = database("postgresql://line:p%40ss@one.example,two.example:5433/words", monkeypatch)

    assert (found["HOST"], found["PORT"]) == ("one.example,two.example", "5432,5433")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("line", "p@ss", "words")
    assert (found["target_session_attrs"], found["connect_timeout"]) == ("read-write", "3")


def test_what_the_address_says_itself_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found = database("postgresql://one,two/words?target_session_attrs=primary", monkeypatch)
    assert found["target_session_attrs"] == "primary"

    one = database("postgresql://one:5433/words?sslmode=require", monkeypatch)
    assert (one["HOST"], one["PORT"], one["sslmode"]) == ("one", "5433", "require")
    assert "target_session_attrs" not in one
