"""The API: what it lists, page by page, and what never stands in an answer."""

import json
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import models
from django.test import Client

from triage.entries import SIGNPOST_VALUES
from triage.models import DirectoryEntry
from triage.oruk.fields import PUBLISHED
from triage.oruk.queries import Query
from triage.oruk.terms import taxonomy_id, term_id
from triage.services.exchange import export_directory
from triage.services.public_directory import public_page, public_rows

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 27)
CHECKED = {"last_checked": date(2026, 11, 1), "check_due": date(2027, 5, 1)}
LIST = "/api/oruk/services"
MARK = "Zqxmark"


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2026-11-27T12:00Z", tick=False):
        yield


@pytest.fixture
def public(make_entry):
    """Return a maker of entries that anybody may read."""
    return lambda slug="riverside", **fields: make_entry(slug, **{**CHECKED, **fields})


def listed(client: Client, **asked: Any) -> list[str]:
    answer = client.get(LIST, asked)
    assert answer.status_code == 200, answer.content
    return [item["name"] for item in answer.json()["contents"]]


def everything(client: Client) -> str:
    """Return all that the API and the exports say, with the look at each entry, hidden or not."""
    looks = [client.get(f"{LIST}/{key}") for key in DirectoryEntry.objects.values_list("id", flat=True)]
    answers = [client.get("/api/oruk/"), client.get(LIST), client.get(LIST, {"search": MARK}), *looks]
    told = [answer.content.decode() + str(answer.headers) for answer in answers]
    # As UTF-8 text, so that no escape hides a mark.
    return "\n".join([*told, *export_directory("oruk"), *export_directory("csv")])


def test_what_the_api_lists_is_what_the_rule_calls_public(make_entry):
    checks = [
        {},
        CHECKED,
        {"last_checked": TODAY, "check_due": TODAY},
        {"last_checked": date(2026, 1, 1), "check_due": TODAY - timedelta(days=1)},
    ]
    ways = [{"phone": ""}, {"phone": "", "email": "a@example.org"}, {}]
    routes = [[], ["self", "police"], ["police", "court"]]
    for number, (signpost, check, way, route, never, active) in enumerate(
        product(SIGNPOST_VALUES, checks, ways, routes, (True, False), (True, False))
    ):
        DirectoryEntry.objects.bulk_create([
            DirectoryEntry(
                id=uuid4(), slug=f"e{number}", name=f"E{number}", areas=["UK"], signpost=signpost,
                routes=route, never_hides=never, is_active=active, **{"phone": "999", **way}, **check,
            )
        ])  # fmt: skip

    by_rule = {entry.slug for entry in DirectoryEntry.objects.all() if entry.is_public}

    assert {row["slug"] for row in public_rows()} == by_rule
    assert public_page(Query(per_page=500))["total_items"] == len(by_rule)
    assert 0 < len(by_rule) < DirectoryEntry.objects.count()


def for_staff() -> "list[models.Field[Any, Any]]":
    kept = [f for f in DirectoryEntry._meta.concrete_fields if f.name not in PUBLISHED]
    return [f for f in kept if isinstance(f, models.CharField | models.TextField | models.JSONField)]


def plant(field: "models.Field[Any, Any]") -> str:
    """Write a mark of its own into one field of a public entry, past every form."""
    mark = f"{MARK}{field.name.replace('_', '')}"
    value = mark[: field.max_length] if field.choices else mark
    held: Any = [value] if isinstance(field, models.JSONField) else value
    DirectoryEntry.objects.filter(slug="riverside").update(**{field.name: held})
    return value


@pytest.mark.once
def test_the_leak_test_would_find_a_mark_in_what_is_published(client, public):
    public()
    fields = [f for f in DirectoryEntry._meta.concrete_fields if f.name in ("name", "caller_text", "areas")]
    planted = [plant(field) for field in fields]

    told = everything(client)

    assert [mark for mark in planted if mark not in told] == []
    assert MARK in client.get(LIST, {"search": MARK}).content.decode()


@pytest.mark.once
def test_no_field_for_staff_reaches_the_api_or_an_export(client, public):
    public()
    # Who may be given it decides whether it is listed: a mark in it would hide the others.
    planted = [plant(field) for field in for_staff() if field.name != "signpost"]

    assert len(planted) > 10
    assert {f.name for f in for_staff()} >= {
        "cautions",
        "editor_notes",
        "description",
        "partner_support_text",
    }
    assert listed(client) == ["Riverside"]
    assert MARK not in everything(client)


@pytest.mark.once
@pytest.mark.parametrize(
    "hidden",
    [
        {"signpost": "survivor_only"},
        {"signpost": "agency_only"},
        {"signpost": "court_only"},
        {"signpost": "professionals_only"},
        {"signpost": "verify"},
        {"signpost": "no"},
        {"routes": ["police", "court"]},
        {"is_active": False},
        {"last_checked": None, "check_due": None},
        {"check_due": TODAY - timedelta(days=1)},
        {"phone": ""},
        {"signpost": "survivor_only", "never_hides": True},
    ],
    ids=str,
)
def test_what_is_hidden_looks_like_what_never_was(client, public, hidden):
    entry = public(name=MARK)
    assert MARK in everything(client)

    DirectoryEntry.objects.filter(id=entry.id).update(**hidden)

    assert MARK not in everything(client)
    gone, never = client.get(f"{LIST}/{entry.id}"), client.get(f"{LIST}/{uuid4()}")
    assert (gone.status_code, gone.content) == (never.status_code, never.content)
    assert gone.json()["code"] == "oruk.not_found"


@pytest.mark.once
def test_a_line_for_an_emergency_is_there_unchecked(client, make_entry):
    make_entry("line", name="999", never_hides=True)

    assert listed(client) == ["999"]


@pytest.mark.once
def test_one_service_is_told_with_its_ways_places_and_hours(client, public):
    entry = public(hours={"week": [[["09:00", "17:00"]], *[[]] * 6], "bank_holidays": None})

    told = client.get(f"{LIST}/{entry.id}").json()

    assert (told["id"], told["status"]) == (str(entry.id), "active")
    assert told["phones"][0]["number"] == "0151 496 0123"
    assert (told["schedules"][0]["byday"], told["schedules"][0]["opens_at"]) == ("MO", "09:00")


def test_pages_follow_each_other_without_gap_or_overlap(client, public):
    for number in range(5):
        public(f"s{number}", name=f"S{number}")

    pages = [client.get(LIST, {"page": page, "per_page": 2}).json() for page in (1, 2, 3, 4)]

    assert [[item["name"] for item in page["contents"]] for page in pages] == [
        ["S0", "S1"], ["S2", "S3"], ["S4"], []
    ]  # fmt: skip
    assert [(page["total_items"], page["total_pages"], page["size"]) for page in pages][2:] == [
        (5, 3, 1), (5, 3, 0)
    ]  # fmt: skip
    assert [page["last_page"] for page in pages] == [False, False, True, True]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Evening", "Morning"]),
        ({"search": "morning"}, ["Morning"]),
        ({"search": "LEEDS group"}, ["Evening"]),
        ({"search": "nothing"}, []),
        ({"taxonomy_term_id": term_id("audience", "W")}, ["Evening"]),
        ({"taxonomy_term_id": term_id("role", "behaviour_change")}, ["Evening", "Morning"]),
        ({"taxonomy_term_id": str(uuid4())}, []),
        ({"taxonomy_id": taxonomy_id("audience")}, ["Evening"]),
        ({"taxonomy_id": str(uuid4())}, []),
        ({"minimum_age": 18}, ["Evening"]),
        ({"minimum_age": 16}, ["Evening", "Morning"]),
        ({"maximum_age": 25}, ["Morning"]),
        ({"day": "MO"}, ["Morning"]),
        ({"day": "su"}, []),
        ({"start_time": "18:00"}, ["Evening"]),
        ({"end_time": "12:00:00"}, ["Morning"]),
        ({"day": "TU", "start_time": "18:00", "end_time": "24:00"}, ["Evening"]),
        ({"day": "MO", "start_time": "10:00"}, []),
        ({"full": "true", "postcode": "L1 1AA"}, ["Evening", "Morning"]),
    ],
)
def test_the_list_can_be_filtered(client, public, asked, names):
    public("morning", name="Morning", age_min=16, age_max=25,
           hours={"week": [[["09:00", "12:00"]], *[[]] * 6], "bank_holidays": None})  # fmt: skip
    public("evening", name="Evening", age_min=18, areas=["Leeds"], audience=["W"], caller_text="A group.",
           hours={"week": [[], [["18:00", "24:00"]], *[[]] * 5], "bank_holidays": None})  # fmt: skip

    assert listed(client, **asked) == names


@pytest.mark.once
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("page", "0"), ("page", "two"), ("page", "²"), ("page", "9" * 30), ("per_page", "501"),
        ("per_page", "-1"), ("minimum_age", "18.5"), ("taxonomy_term_id", "men"), ("taxonomy_id", "x" * 36),
        ("start_time", "25:00"), ("end_time", "noon"), ("day", "someday"), ("search", "x" * 201),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_named(client, key, value):
    answer = client.get(LIST, {key: value})

    assert (answer.status_code, answer.json()["code"]) == (400, "oruk.query_invalid")
    assert list(answer.json()["fields"]) == [key]
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize("asked", [{}, {"search": "river", "day": "MO", "minimum_age": 1}])
def test_a_page_costs_two_queries_however_many_there_are(
    client, public, django_assert_num_queries, count, asked
):
    monday = {"week": [[["09:00", "17:00"]], *[[]] * 6], "bank_holidays": None}
    for number in range(count):
        public(f"s{number}", age_min=18, hours=monday)

    with django_assert_num_queries(2):
        assert listed(client, **asked) == ["Riverside"] * min(count, 50)


@pytest.mark.once
def test_a_look_at_one_costs_one_query(client, public, django_assert_num_queries):
    entry = public()

    with django_assert_num_queries(1):
        client.get(f"{LIST}/{entry.id}")


@pytest.mark.once
@pytest.mark.parametrize("path", ["/api/oruk/", LIST, f"{LIST}/{{id}}"])
def test_any_site_s_page_may_read_it_without_a_cookie_and_nobody_may_write(client, public, path):
    path = path.format(id=public().id)
    client = Client(enforce_csrf_checks=True)

    read = client.get(path, headers={"Origin": "https://elsewhere.example"})
    asked = client.options(path)

    assert (read.status_code, read["Access-Control-Allow-Origin"]) == (200, "*")
    assert (read["Cross-Origin-Resource-Policy"], read["Cache-Control"]) == (
        "cross-origin",
        "public, max-age=60",
    )
    assert "Set-Cookie" not in read.headers
    assert "Access-Control-Allow-Credentials" not in read.headers
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert client.head(path).status_code == 200
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(client, method)(path)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.once
@pytest.mark.parametrize("role", ["handler", "supervisor", "admin", "analyst"])
def test_who_is_signed_in_reads_no_more_than_anybody(role, request, signed_in, client, public, make_entry):
    public()
    hidden = make_entry("hidden", signpost="survivor_only", **CHECKED)
    staff = signed_in(request.getfixturevalue(role))

    assert staff.get(LIST).content == client.get(LIST).content
    assert staff.get(f"{LIST}/{hidden.id}").status_code == 404


@pytest.mark.once
def test_the_base_names_the_standard(client):
    assert client.get("/api/oruk/").json()["version"] == "HSDS-UK-3.0"


@pytest.mark.once
def test_an_empty_directory_is_an_empty_page(client):
    page = json.loads(client.get(LIST).content)

    assert (page["total_items"], page["total_pages"], page["empty"]) == (0, 1, True)
