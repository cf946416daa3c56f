"""`?` on every page for staff leads to a page of the handbook that is there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from helpline.handbook.held import page_of
from helpline.handbook.routes import BY_ADDRESS, BY_NAME, help_for, parted
from helpline.staff.models import Account
from tests.staff.permission_table import ROUTES, Line, lines

# What is asked for and is no page: files, pictures, what a script asks.
NO_PAGES = (".css", ".csv", ".ods", ".svg", ".json", ".html", ".ics", ".yaml", "/export/", "/<slug:form>/")
OF_STAFF = [
    line
    for line in lines(ROUTES)
    if line.needs not in {"anybody", "token"}
    and "/api/" not in line.what
    and not line.what.endswith(NO_PAGES)
    # Leads on at once.
    and not line.what.startswith("/console/guide/")
]


def names() -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for each in patterns:
            if isinstance(each, URLResolver):
                walk(each.url_patterns, f"{before}{each.pattern}")
            else:
                found.setdefault(f"{before}{each.pattern}", each.name or "")

    walk(get_resolver().url_patterns, "/")
    return found


NAMES = names()


@pytest.mark.parametrize("line", OF_STAFF, ids=lambda line: line.what)
def test_a_page_for_staff_has_its_page_in_the_handbook(line: Line) -> None:
    target = help_for(name=NAMES[line.what], path=line.what)

    assert target, f"{line.what}: name a page in helpline/handbook/routes.py"


@pytest.mark.parametrize("target", sorted({*BY_NAME.values(), *BY_ADDRESS.values()} - {"index"}))
def test_what_is_named_is_there(target: str) -> None:
    part, name, heading = parted(target)
    page = page_of(part, name)

    assert page, f"docs/handbook/{part}/{name}.md is not there"
    assert not heading or heading in page.anchors, f"{target}: no such heading"


def test_the_longest_beginning_counts_and_a_name_before_it() -> None:
    assert help_for(name="console", path="/console/") == "handler/console"
    assert help_for(name="x", path="/supervision/quality/figures/") == "supervisor/quality#scores-by-month"
    assert help_for(name="x", path="/supervision/quality/") == "supervisor/quality"
    assert help_for(name="x", path="/supervision/nothing/") is None


@pytest.mark.parametrize(
    ("path", "href"),
    [
        ("/supervision/audit/", "/help/administrator/audit/"),
        ("/supervision/complaints/", "/help/administrator/complaints/"),
        ("/accounts/", "/help/handler/before-you-start/#your-account"),
        ("/help/", "/help/"),
    ],
)
def test_a_page_leads_to_its_help_and_lets_in_its_key(
    signed_in: Callable[[Account], Client], admin: Account, path: str, href: str
) -> None:
    answer = signed_in(admin).get(path)

    assert f'id="help-here" href="{href}"' in answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "connect-src" not in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_console_hears_the_key_itself(signed_in: Callable[[Account], Client], handler: Account) -> None:
    page = signed_in(handler).get("/console/").content.decode()

    assert 'id="help-here" href="/help/handler/console/"' in page
    assert "help/key.js" not in page


@pytest.mark.django_db
def test_before_sign_in_there_is_none(client: Client) -> None:
    answer = client.get("/accounts/login/")

    assert "help-here" not in answer.content.decode()
