"""What the page takes for identifying, and what it lets pass.

The words are made up; the telephone numbers are those that Ofcom keeps free for drama.
"""

import pytest

from tests.caller.service import Service

pytestmark = pytest.mark.journey

FOUND = [
    ("call me on 07700 900123", ["phone"]),
    ("it is +44 7700 900 123", ["phone"]),
    ("020 7946 0018", ["phone"]),
    ("she lives at SW1A 1AA", ["postcode"]),
    ("m1 1ae is where he is", ["postcode"]),
    ("write to someone@example.org", ["email"]),
    ("my name is Tom", ["name"]),
    ("Her name’s Priya", ["name"]),
    ("I'm called tom", ["name"]),
    ("my partner is called Morgan", ["name"]),
    ("Fy enw i yw Siân", ["name"]),
    ("then I told Sarah Jones that I was sorry", ["name"]),
    ("my name is Tom, 07700 900123, SW1A 1AA", ["phone", "postcode", "name"]),
]
PASSED = [
    "I shouted at her on Monday night and she left.",
    "We have been together 12 years, since 2014",
    "My name is not important",
    "I called 0808 2000 247 and nobody answered",
    "we went to Milton Keynes in August",
    "I get Universal Credit and owe 1,250.00",
    "it was 10.30 on 21/11/2026",
    "He is called names at school",
    "My wife called twice before I picked up",
    "It happened 3 or 4 times, then 10 times",
]


def test_details_are_found_and_ordinary_words_pass(service: Service):
    page = service.open()
    look = """async (texts) => { const m = await import('/static/chat/details.js');
        return texts.map(m.identifying) }"""

    assert page.evaluate(look, [text for text, _ in FOUND]) == [kinds for _, kinds in FOUND]
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
