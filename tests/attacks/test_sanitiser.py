"""What supervisors may format: every hostile text comes out harmless, and a second sanitiser agrees."""

import re
from html.parser import HTMLParser
from itertools import product

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.kernel.sanitise import ATTRIBUTES, PROTOCOLS, TAGS, clean_rich_text
from tests.attacks.payloads import CALL, SCHEMES, every

WRAPPED = ["{}", "<p>{}</p>", "<ul><li>{}</ul>", '<a href="https://example.org">{}</a>', "<strong>{}"]
HANDLED = [
    f'<{tag} {name}="{CALL}">x</{tag}>' for tag, name in product(sorted(TAGS), ("onclick", "style", "id"))
]
LED = [f'<a href="{scheme.replace("{}", CALL)}">x</a>' for scheme in SCHEMES]
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
CONTROLS = "".join(map(chr, range(33)))
DROPPED = dict.fromkeys(map(ord, "\t\n\r"))
CORPUS = [*every(), *HANDLED, *LED]


class Judge(HTMLParser):
    """Reads what came out, and says what it should not hold."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, []):
                self.wrong.append(f"{tag} {name}")
            # As a browser reads an address: without spaces before it, tabs and ends of lines.
            plain = (value or "").lstrip(CONTROLS).translate(DROPPED).lower()
            scheme, colon, _ = plain.partition(":")
            # What is no scheme is part of a path on our own host.
            if colon and SCHEME.fullmatch(scheme) and scheme not in PROTOCOLS:
                self.wrong.append(f"{tag} {name}={scheme}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("a declaration")


def oracle(html: str) -> str:
    """Clean as the named successor would, and write it as it writes."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(PROTOCOLS),
        link_rel=None,
    )


def test_the_judge_finds_what_is_wrong() -> None:
    found = sum(bool(Judge(payload).wrong) for payload in CORPUS)

    assert found > len(CORPUS) * 0.7
    assert Judge('<p onclick="x">y</p>').wrong == ["p onclick"]
    assert Judge('<a href="java\tscript:x">y</a>').wrong == ["a href=javascript"]


@pytest.mark.parametrize("wrapped", WRAPPED)
def test_nothing_hostile_comes_out(wrapped: str) -> None:
    assert len(CORPUS) > 500
    for payload in CORPUS:
        cleaned = clean_rich_text(wrapped.replace("{}", payload))
        assert Judge(cleaned).wrong == [], payload
        # The successor finds nothing to take away from what came out; and its own answer is safe as well.
        assert _words_and_marks(oracle(cleaned)) == _words_and_marks(cleaned), payload
        assert Judge(oracle(payload)).wrong == [], payload


def _words_and_marks(html: str) -> tuple[list[tuple[str, str | None]], str]:
    """Return elements with their addresses, and the words: what two writers of HTML agree on."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.marks: list[tuple[str, str | None]] = []
            self.words = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.marks.append((tag, dict(attrs).get("href")))

        def handle_data(self, data: str) -> None:
            self.words += data

    reader = Reader()
    reader.feed(html)
    reader.close()
    # The successor drops a byte order mark at the beginning.
    return sorted(reader.marks, key=str), "".join(reader.words.lstrip("\ufeff").split())


MARKS = ["<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", '"', "'", "`", "=", "&", "&#x", ";"]
NAMES = [*sorted(TAGS), "script", "svg", "math", "style", "img", "noscript", "template", "title", "src"]
PIECES = st.sampled_from(
    [*MARKS, *NAMES, "href", "onerror", " ", "\t", "\x00", "javascript:", "data:text/html,", CALL, "x"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_mixture_of_pieces_comes_out_hostile(text: str) -> None:
    cleaned = clean_rich_text(text)

    assert Judge(cleaned).wrong == []
    # Cleaning what is clean changes nothing.
    assert clean_rich_text(cleaned) == cleaned
