"""A logo that somebody uploads: what of it is served, and why one is refused."""

import io
import tracemalloc
from collections import Counter

import pytest
from PIL import Image

from helpline.face.pictures import drawn
from helpline.face.pictures.markup import Drawing
from helpline.face.pictures.picture import MOST_BYTES, PictureRefused
from helpline.face.pictures.reading import read_picture
from tests.face.attacks import (
    ATTACKS,
    OVERGROWN,
    drawing,
    picture,
    png_bomb,
    text_bomb,
    told_of,
    webp_bomb,
    what_acts,
)

pytestmark = pytest.mark.once
LOGO = drawing(
    "<!-- by somebody --><metadata>planted-person</metadata><title>Ours</title>"
    '<defs><linearGradient id="g"><stop offset="0" stop-color="teal"/></linearGradient></defs>'
    '<rect fill="url(#g)" style="stroke:url(#g)" width="2" height="2"/><use xlink:href="#g"/>'
    '<a href="https://charity.example/"><text>Quiet Harbour</text></a>'
    '<i:view xmlns:i="urn:inkscape" i:document-units="mm"/>'
)


def said_of(content: bytes) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(PictureRefused) as refused:
        read_picture(content)
    return refused.value.message


@pytest.mark.parametrize("name", ATTACKS)
def test_a_drawing_that_acts_or_asks_is_refused_with_what_it_is_and_what_to_do(name: str) -> None:
    # First: the eye of this test sees it.
    assert what_acts(ATTACKS[name]) != []

    sentence = said_of(ATTACKS[name])

    assert "Save it" in sentence or "save it" in sentence
    assert sentence.startswith(("That logo", "That file", "The styles"))


@pytest.mark.parametrize("name", ATTACKS)
def test_what_our_own_reading_overlooked_the_sanitiser_would_take_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmless = Drawing(elements=Counter({"rect": 1}), has_size=True)
    monkeypatch.setattr(drawn, "read_markup", lambda content: harmless)

    left = what_acts(read_picture(ATTACKS[name]).content)

    # What is left asks our own host, or moves without saying what: no script runs, no other host is asked.
    assert [each for each in left if "evil" in each or each in {"script", "foreignobject", "iframe"}] == []
    assert [each for each in left if "script:" in each and not each.startswith("to=")] == []


@pytest.mark.parametrize("name", OVERGROWN)
def test_a_drawing_that_grows_without_end_is_refused_before_it_does(name: str) -> None:
    tracemalloc.start()
    try:
        sentence = said_of(OVERGROWN[name])
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert "Save it" in sentence
    assert most < 16 * 1024 * 1024


def test_a_script_is_named_as_one() -> None:
    assert said_of(ATTACKS["script"]).startswith("That logo has a script in it (“<script>”)")
    assert "“onload”" in said_of(ATTACKS["onload"])
    assert "another address" in said_of(ATTACKS["use elsewhere"])
    assert "moves" in said_of(ATTACKS["set onto href"])


def test_a_harmless_drawing_stays_and_says_what_was_taken_out() -> None:
    read = read_picture(LOGO)
    text = read.content.decode()

    assert what_acts(LOGO) == ["href=https://charity.example/"]
    assert what_acts(read.content) == []
    assert (read.kind, "linearGradient" in text, "Quiet Harbour" in text) == ("svg", True, True)
    assert "planted-person" not in text
    assert "by somebody" not in text
    assert "inkscape" not in text
    assert [each.split(" ")[0] for each in read.taken_out] == ["Links", "Remarks"]
    # The same file is the same picture, and has the same address.
    assert read_picture(LOGO).name == read.name


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"x" * (MOST_BYTES + 1), "a logo may have 512"),
        (b"<html><svg/></html>", "does not begin as an SVG"),
        (b"<svg><rect/></svg>", "does not begin as an SVG"),
        (LOGO[:-20], "not complete"),
        (drawing("").replace(b"<rect", b"<g"), "nothing to see"),
        (drawing("").replace(b' viewBox="0 0 9 9"', b""), "how large"),
        (b'<?xml version="1.0" encoding="nonsense"?>' + drawing(""), "cannot be read"),
        (drawing(" " * 100_000), "may have 96"),
        (b"GIF89a" + b"0" * 99, "SVG, PNG, JPEG or WebP"),
        (b"\x1f\x8b" + b"0" * 99, "SVG, PNG, JPEG or WebP"),
        (b"%PDF-1.7", "SVG, PNG, JPEG or WebP"),
        (b"RIFF0000WAVE" + b"0" * 99, "damaged"),
        (picture("JPEG", (900, 900))[:900], "not complete"),
        (picture("PNG")[:60], "not complete"),
        (picture("PNG", (4, 4)), "at least"),
        (png_bomb(60_000, 60_000), "too many pixels"),
        (png_bomb(3_000, 3_000), "3,000 by 3,000 pixels"),
        (webp_bomb(), "16,384 by 16,384 pixels"),
    ],
)
def test_a_file_that_is_no_logo_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    assert words in said_of(content)


@pytest.mark.parametrize(
    "bomb", [png_bomb(60_000, 60_000), text_bomb(), webp_bomb()], ids=["size", "text", "webp"]
)
def test_a_bomb_takes_no_memory(bomb: bytes) -> None:
    assert len(bomb) < MOST_BYTES
    tracemalloc.start()
    try:
        said_of(bomb)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most < 24 * 1024 * 1024


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_written_anew_with_nothing_but_its_pixels(kind: str) -> None:
    content = told_of(kind) + b"<script>alert(1)</script>PK\x03\x04"
    assert b"planted-place" in content

    read = read_picture(content)

    assert read.kind == "png"
    assert b"planted" not in read.content
    assert b"script" not in read.content
    opened = Image.open(io.BytesIO(read.content))
    # Turned upright, as its file said; and small enough.
    assert (opened.format, opened.size, opened.info) == ("PNG", (67, 200), {})


def test_a_picture_keeps_its_pixels_and_what_is_seen_through() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (30, 20), (10, 20, 30, 0)).save(made, "WEBP", lossless=True, exact=True)

    opened = Image.open(io.BytesIO(read_picture(made.getvalue()).content))

    assert opened.size == (30, 20)
    assert opened.convert("RGBA").getpixel((5, 5)) == (10, 20, 30, 0)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_pictures_of_every_make_are_taken(mode: str) -> None:
    assert read_picture(picture("PNG", mode=mode)).kind == "png"


def test_a_name_that_lies_changes_nothing() -> None:
    """What is read is told by the bytes: there is no name to believe."""
    assert read_picture(picture("JPEG")).content.startswith(b"\x89PNG")
