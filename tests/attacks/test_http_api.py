"""schemathesis calls the HTTP API that docs/openapi.yaml describes, in process: right data and wrong.

No answer is a 500; statuses, kinds of content and shapes are those of the description; what is wrong at
a start, a survey or a return is refused.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

import pytest
import schemathesis
import yaml
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from chat.consumers import limits
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.attacks.food import ROOT
from tests.chat.acts import BOTH, is_there, starts, takes
from tests.content import put_content_in

pytestmark = pytest.mark.django_db(databases=BOTH)
Keys = dict[str, dict[str, str]]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Where a field too many or of another kind is never let be.
STRICT = {"start", "survey", "return"}
RAISED = dict.fromkeys(
    (
        "burst",
        "per_second",
        "contacts_per_hour",
        "codes_per_hour",
        "code_tries_per_hour",
        "code_lookups_per_hour",
    ),
    10**6,
)
MODES = {"right": GenerationMode.POSITIVE, "wrong": GenerationMode.NEGATIVE}


@cache
def description() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load((ROOT / "docs/openapi.yaml").read_text(encoding="utf-8")))


@cache
def operations() -> dict[str, Any]:
    found = {}
    for operation in schemathesis.openapi.from_dict(description()).get_all_operations():
        found[operation.ok().definition.raw["operationId"]] = operation.ok()
    return found


@pytest.fixture
def keys(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keys]:
    """A caller's token and a handler's session, with a contact of theirs that goes on."""
    from helpline.kernel import slow_digest

    put_content_in()
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, **RAISED}
    monkeypatch.setattr(slow_digest, "PASSES", 1)
    monkeypatch.setattr(slow_digest, "MEMORY_KIB", 8)
    limits.buckets.cache_clear()
    ann = is_there(Account.objects.create_account(username="ann", password=None, role=Role.HANDLER))
    started = starts()
    takes(ann, started.contact)
    client = Client()
    client.force_login(ann)
    client.get("/console/")
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    # As Django's own client has it: what is asked here stays in the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {
        "caller": {"Authorization": f"Bearer {started.token}"},
        "console": {"X-CSRFToken": cookies[settings.CSRF_COOKIE_NAME]},
        "cookies": cookies,
        "ids": {"contact": str(started.contact.pk)},
    }
    limits.buckets.cache_clear()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def is_rejected(context: Any, response: Any, case: Any) -> bool | None:
    """As schemathesis has it, which does not know that 413 is a refusal too."""
    return True if response.status_code == 413 else negative_data_rejection(context, response, case)


def is_called(name: str, mode: str, keys: Keys, *, many: int) -> None:
    operation = operations()[name]
    app = get_wsgi_application()
    cookies = keys["cookies"] if operation.definition.raw["tags"] == ["console"] else {}
    headers = keys.get(operation.definition.raw["tags"][0], {})
    checks = [*CHECKS, *([is_rejected] if name in STRICT else [])]

    @settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=MODES[mode]), st.booleans())
    def calls(case: Any, is_own: bool) -> None:
        if is_own and mode == "right":
            case.path_parameters = {**(case.path_parameters or {}), **_own(case.path_parameters, keys["ids"])}
        response = case.call(app=app, headers={**_plain(case.headers), **headers}, cookies=cookies)
        case.validate_response(response, checks=checks)

    calls()


def _own(named: dict[str, str] | None, ids: dict[str, str]) -> dict[str, str]:
    return {name: id for name, id in ids.items() if name in (named or {})}


def _plain(headers: Any) -> dict[str, str]:
    """A drawn header may be anything; those that carry our keys stay ours."""
    return {
        name: value for name, value in dict(headers or {}).items() if name not in {"Authorization", "Cookie"}
    }


def can_be_wrong(name: str) -> bool:
    raw = operations()[name].definition.raw
    return bool(raw.get("parameters") or raw.get("requestBody"))


RIGHT = [(name, "right") for name in operations()]
WRONG = [(name, "wrong") for name in operations() if can_be_wrong(name)]


@pytest.mark.parametrize(("name", "mode"), [*RIGHT, *WRONG])
def test_the_api_keeps_to_its_description(name: str, mode: str, keys: Keys) -> None:
    is_called(name, mode, keys, many=10)


@pytest.mark.long
@pytest.mark.parametrize(("name", "mode"), [*RIGHT, *WRONG])
def test_the_api_keeps_to_its_description_many_times(name: str, mode: str, keys: Keys) -> None:
    is_called(name, mode, keys, many=400)


def test_whatever_takes_a_body_says_that_one_may_be_too_large() -> None:
    raw = {name: operation.definition.raw for name, operation in operations().items()}
    takes = {name for name, described in raw.items() if "requestBody" in described}

    assert "start" in takes
    assert {name for name in takes if "413" not in raw[name]["responses"]} == set()


def test_an_answer_that_is_not_described_is_found(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.views.public.status_data", lambda language: {"intake": "ajar"})

    with pytest.raises(BaseExceptionGroup):
        is_called("status", "right", keys, many=1)


def json_routes() -> set[str]:
    """Return the address of every route that answers with JSON, as the description writes it."""
    found = set()
    for pattern in get_resolver().url_patterns:
        if not isinstance(pattern, URLPattern):
            continue
        address = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        if address.startswith(("/api/", "/console/api/")) or address.endswith(".json"):
            found.add(address)
    # A file of the page's own, packed and no contract: docs/protocol.md.
    return (found | {"/healthz", "/readyz"}) - {"/chat/texts.json"}


def test_every_route_of_the_api_is_described_and_nothing_else() -> None:
    assert set(description()["paths"]) == json_routes()
