"""Which addresses become links: the service's own, and nothing that only looks like one."""

import pytest

from chat.links import allowed_links, host_of

HOSTS = {"respect.org.uk", "gov.uk"}

ALLOWED = [
    ("Look at https://respect.org.uk", ["https://respect.org.uk"]),
    (
        "Look at https://www.respect.org.uk/help-for/perpetrators.",
        ["https://www.respect.org.uk/help-for/perpetrators"],
    ),
    ("(see https://www.gov.uk/report?a=1&b=2#part)", ["https://www.gov.uk/report?a=1&b=2#part"]),
    ("https://www.gov.uk/a_(b), then", ["https://www.gov.uk/a_(b)"]),
    ("https://RESPECT.org.uk!", ["https://RESPECT.org.uk"]),
    (
        "https://gov.uk and https://gov.uk, https://respect.org.uk?",
        ["https://gov.uk", "https://respect.org.uk"],
    ),
    ("https://gov.uk... \u202ehttps://gov.uk\u202e", ["https://gov.uk"]),
    ("line one\nhttps://gov.uk/\nline two", ["https://gov.uk/"]),
]
REFUSED = [
    "http://respect.org.uk",
    "respect.org.uk",
    "www.respect.org.uk",
    "javascript:alert(1)//respect.org.uk",
    "data:text/html,https",
    "ftp://respect.org.uk",
    "//respect.org.uk",
    "https://respect.org.uk@evil.example",
    "https://respect.org.uk:pass@evil.example",
    "https://user@respect.org.uk",
    "https://evil.example/@respect.org.uk",
    "https://evil.example?https://respect.org.uk.evil.example",
    "https://respect.org.uk.evil.example",
    "https://evil-respect.org.uk.example",
    "https://evil-respect.org.uk",
    "https://evilrespect.org.uk",
    "https://a.respect.org.uk",
    "https://respect.org.uk:8443/",
    "https://respect.org.uk./path",
    "https://respect.org.uk\\@evil.example",
    "https://r\u0435spect.org.uk",
    "https://xn--rspect-hye.org.uk",
    "https://",
    "https://[::1]/",
    "https:/respect.org.uk",
    "HTTPS\u200b://respect.org.uk",
]


@pytest.mark.parametrize(("body", "links"), ALLOWED)
def test_an_address_of_the_service_is_a_link_as_it_stands(body: str, links: list[str]) -> None:
    assert allowed_links(body, HOSTS) == links
    assert all(link in body for link in links)


@pytest.mark.parametrize("body", REFUSED)
def test_what_only_looks_like_one_stays_text(body: str) -> None:
    assert allowed_links(body, HOSTS) == []


def test_no_more_than_ten_links_stand_in_one_message() -> None:
    body = " ".join(f"https://gov.uk/{n}" for n in range(30))

    assert allowed_links(body, HOSTS) == [f"https://gov.uk/{n}" for n in range(10)]


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.respect.org.uk/", "respect.org.uk"),
        ("respect.org.uk", "respect.org.uk"),
        ("http://Respect.org.uk:80/a", "respect.org.uk"),
        ("", ""),
        ("https://[", ""),
    ],
)
def test_a_host_is_read_from_what_staff_wrote(website: str, host: str) -> None:
    assert host_of(website) == host
