"""Real Chromium, two separate browser contexts, and pictures of what they showed."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.desk import Desk, a_desk
from tests.journeys.keyboard import refuse_all_but_keys
from tests.journeys.opener import Opener
from tests.journeys.site import Site, a_site
from tests.journeys.writing_desk import Run, Talks, talks_on
from tests.live import ROOT, Server, a_server, backend

# The first time it notes what is there; from then on it takes away what has come, and sets the rest back.
AS_IT_BEGAN = """
from django.apps import apps
from django.db import transaction
from helpline.staff.models import Account
names = {"chat", "face", "hours", "statistics", "triage"}
rooms = [model for model in apps.get_models() if model._meta.app_label in names]
rows = lambda model: {row[model._meta.pk.attname]: row for row in model.objects.values()}
if "kept" not in globals():
    kept = {model: rows(model) for model in [*rooms, Account]}
with transaction.atomic():
    for model in rooms:
        come = model.objects.exclude(pk__in=kept[model])
        come._raw_delete(come.db)
    for model, before in kept.items():
        for pk, row in rows(model).items():
            if before.get(pk, row) != row:
                model.objects.filter(pk=pk).update(**before[pk])
"""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server of one test's own, not started yet: for whoever kills it, or sets its address before."""
    with a_server(tmp_path / "server") as server:
        yield server


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Another site's pages, a charity's and a neutral one."""
    with a_site() as site:
        yield site


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str] | None:
    """What a module's own server is set to; a module that wants one says so in a fixture of this name."""
    return None


@pytest.fixture(scope="session")
def shared_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running server for all modules that want none of their own."""
    with a_server(tmp_path_factory.mktemp("service")) as server:
        server.start()
        yield server


@pytest.fixture(scope="module")
def service(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    service_settings: dict[str, str] | None,
) -> Iterator[Server]:
    """The running server of a module: the one that all share, or its own."""
    if service_settings is None:
        shared: Server = request.getfixturevalue("shared_service")
        # Before a module puts something there for all its tests.
        shared.start()
        shared.run_code(AS_IT_BEGAN)
        yield shared
        return
    with a_server(tmp_path_factory.mktemp("service"), **service_settings) as server:
        server.start()
        yield server


@pytest.fixture
def server(service: Server) -> Server:
    """The server, running, with nothing on it but what a demo begins with."""
    # Where the test before has killed it, on the data that it left.
    service.start()
    service.run_code(AS_IT_BEGAN)
    return service


@pytest.fixture(scope="module")
def desk(service: Server) -> Iterator[Desk]:
    """A handler who is there for a whole module."""
    with a_desk(service) as desk:
        yield desk


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opener]:
    """Open pages in contexts of their own; afterwards none of them may have complained."""
    opener = Opener(chromium)
    yield opener
    opener.close()
    assert opener.complaints() == []


@pytest.fixture
def keys_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse, for one test, whatever acts on a page and is not a key."""
    refuse_all_but_keys(monkeypatch)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder that this run's pictures go to; git does not know it."""
    folder = ROOT / "build" / "screenshots" / backend()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def in_thread() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Run a coroutine to its end in a thread: this thread's loop belongs to the browser."""

    def run(work: Coroutine[Any, Any, None]) -> None:
        failures: list[BaseException] = []

        def target() -> None:
            try:
                asyncio.run(work)
            except BaseException as failure:
                failures.append(failure)

        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
        if failures:
            raise failures[0]

    return run


@pytest.fixture
def talks(server: Server, opens: Opener, in_thread: Run) -> Talks:
    """A maker of talks: a handler and a caller on the module's server, each writing to the other."""
    return talks_on(server, opens, in_thread)
