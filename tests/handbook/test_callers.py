"""The callers' part of the handbook: read by anybody, in both languages, and nothing is left of it."""

import re

import pytest
from django.test import Client

from helpline.handbook.held import handbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "part", "language"), [("", "caller", "en"), ("?lang=cy", "caller/cy", "cy")]
)
def test_it_is_one_page_in_the_callers_language(client: Client, query: str, part: str, language: str) -> None:
    answer = client.get(f"/chat/help{query}")
    page = answer.content.decode()

    assert answer["Content-Language"] == language
    assert not answer.cookies
    assert "script-src" not in answer["Content-Security-Policy"]
    for each in handbook()[part]:
        assert each.title.replace("'", "&#x27;") in page or each.title in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= {*re.findall(r'id="([^"]+)"', page)}


def test_both_languages_have_the_same_headings(client: Client) -> None:
    english, welsh = handbook()["caller"], handbook()["caller/cy"]

    assert [len(page.headings) for page in english] == [len(page.headings) for page in welsh]
    assert [len(page.passages) for page in english] == [len(page.passages) for page in welsh]
