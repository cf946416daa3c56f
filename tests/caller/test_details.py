"""What the page takes for identifying, and what it lets pass."""

import pytest

from tests.caller.details import FOUND, PASSED
from tests.caller.service import Service

pytestmark = pytest.mark.journey


def test_details_are_found_and_ordinary_words_pass(service: Service):
    page = service.open()
    look = """async (texts) => { const m = await import('/static/chat/details.js');
        return texts.map(m.identifying) }"""

    found = page.evaluate(look, [text for text, _ in FOUND])
    assert dict(zip([text for text, _ in FOUND], found, strict=True)) == dict(FOUND)
    assert dict(zip(PASSED, page.evaluate(look, PASSED), strict=True)) == {text: [] for text in PASSED}


def test_waits_between_tries_double_up_to_fifteen_seconds(service: Service):
    page = service.open()
    reckon = """async () => { const m = await import('/static/chat/connection.js');
        return [0, 1, 2, 5, 20].map((n) => [m.waitBefore(n, 0), m.waitBefore(n, 1)]) }"""

    assert page.evaluate(reckon) == [[250, 500], [500, 1000], [1000, 2000], [7500, 15000], [7500, 15000]]


def test_ids_are_uuids_where_the_browser_keeps_its_own_maker_back(service: Service):
    page = service.open()
    make = "async () => { const m = await import('/static/chat/page.js'); return m.newId() }"

    assert page.evaluate("typeof crypto.randomUUID") == "undefined"
    first, second = page.evaluate(make), page.evaluate(make)
    assert first != second
    assert [len(part) for part in first.split("-")] == [8, 4, 4, 4, 12]
    assert first[14] == "4"
