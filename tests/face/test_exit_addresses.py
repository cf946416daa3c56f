"""Where "Leave now" may lead, and where not."""

import pytest

from helpline.face.exit_addresses import SUGGESTIONS, mistake_in

pytestmark = pytest.mark.once


@pytest.mark.parametrize("address", [address for each in SUGGESTIONS.values() for _, address in each])
def test_what_we_suggest_is_let_in(address: str) -> None:
    assert mistake_in(address) == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://www.bbc.co.uk/weather", "https://"),
        ("javascript:alert(1)", "https://"),
        ("data:text/html,hello", "https://"),
        ("//www.bbc.co.uk/", "https://"),
        ("https://", "with a name such as"),
        ("https://localhost/", "with a name such as"),
        ("https://192.168.0.1/", "with a name such as"),
        ("https://[::1]/", "with a name such as"),
        ("https://[oops/", "no address of a page"),
        ("https://www.bbc.co.uk:99999/", "no address of a page"),
        ("https://somebody:word@www.bbc.co.uk/", "without a name"),
        ("https://www.bbc.co.uk:8443/", "without a name, a port"),
        ("https://www.bbc.co.uk/a b", "spaces"),
        ("https://www.bbc.co.uk/\u202ewen", "plain address"),
        ("https://help.example.org/", "this service itself"),
        ("https://www.womensaid.org.uk/", "would tell"),
        ("https://www.bbc.co.uk/search?q=domestic+violence", "would tell"),
        ("https://www.refuge.org.uk/", "would tell"),
        ("https://respectphoneline.org.uk/", "would tell"),
        ("https://example.org/women-s-aid", "would tell"),
        (f"https://www.bbc.co.uk/{'a' * 200}", "at most 200"),
    ],
)
def test_what_would_tell_or_could_be_changed_on_the_way_is_refused_with_a_sentence(
    address: str, words: str
) -> None:
    assert words in mistake_in(address, our_hosts=("help.example.org",))
