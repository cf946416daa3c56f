"""Light markup becomes ten elements and nothing else, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.kernel.light_markup import to_html
from tests.attacks.payloads import every
from tests.attacks.test_sanitiser import Judge


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("one\ntwo\n\n three ", "<p>one<br>two</p>\n<p>three</p>"),
        ("one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\nb", "<p>- a<br>b</p>"),
        ("## Head\n- a", "<h2>Head</h2>\n<ul><li>a</li></ul>"),
        ("## Head", "<h2>Head</h2>"),
        ("**a** and *b*, 2 * 3", "<p><strong>a</strong> and <em>b</em>, 2 * 3</p>"),
        (
            "[Respect](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2">Respect</a></p>',
        ),
        ("[a *b*](https://x.example/*c*)", '<p><a href="https://x.example/*c*">a <em>b</em></a></p>'),
        ("[ring](tel:0800)", '<p><a href="tel:0800">ring</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](javascript:a)", "<p><a>x</a></p>"),
        ("[x](data:text/html,a)", "<p><a>x</a></p>"),
        ('[x](https://a" onclick="b)', '<p>[x](https://a" onclick="b)</p>'),
        ("<b>x</b> & &lt;", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &amp;lt;</p>"),
        ("", ""),
    ],
)
def test_each_mark_becomes_its_element(typed: str, html: str) -> None:
    assert to_html(typed).replace("&#x27;", "'").replace("&quot;", '"') == html


def test_nothing_hostile_comes_out_in_any_place() -> None:
    places = ("{}", "**{}**", "- {}", "## {}", "[{}](https://x.example)", "[x]({})", "[x](https://{})")
    for payload in every():
        for place in places:
            assert Judge(to_html(place.replace("{}", payload))).wrong == [], (place, payload)


@given(st.text(alphabet="*[]()-#1. \n<>\"'&;:/ax", max_size=200))
def test_no_mixture_of_marks_comes_out_hostile(text: str) -> None:
    assert Judge(to_html(text)).wrong == []


def test_a_long_row_of_marks_ends() -> None:
    for row in (
        "[" * 4_000,
        "*" * 4_000,
        "[a](" * 1_000,
        "- \n" * 1_300,
        "## " * 1_300,
        "## a\n" * 800,
        "\n" * 4_000,
    ):
        assert isinstance(to_html(row), str)
