"""Contrast as WCAG 2.2 reckons it, the near colour of the same hue, and what two colours become on a page."""

import random
import re
from pathlib import Path

import pytest

from helpline.face.colours import contrast, hue, read_colour
from helpline.face.palette import (
    COMFORTABLE,
    DANGER,
    DARK,
    LIGHT,
    SCHEMES,
    Scheme,
    is_like_the_way_out,
    is_readable,
    one_that_fits,
    stylesheet,
    tokens,
    weakest,
)
from helpline.face.values import Colours
from helpline.face.wording import OWN_COLOURS
from tests.chat.test_look import DARK as DARK_TOKENS
from tests.chat.test_look import LIGHT as LIGHT_TOKENS

TOKENS = {"light": LIGHT_TOKENS, "dark": DARK_TOKENS}

pytestmark = pytest.mark.once
each_scheme = pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark"])


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_what_wcag_publishes(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("text", ["#1A5C63", "1a5c63", " #1a5c63 "])
def test_a_colour_is_read_as_people_write_it(text: str) -> None:
    assert read_colour(text) == "#1a5c63"
    assert read_colour("#FC0") == "#ffcc00"


@pytest.mark.parametrize("text", ["", "teal", "#12", "#1234567", "url(#a)", "#12345g", "#1a5c63;}"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        read_colour(text)


@each_scheme
def test_colours_are_measured_on_the_grounds_that_pages_have(scheme: Scheme) -> None:
    names = ["sunken", "warn-wash", "ok-wash", "note-wash"]
    page = TOKENS[scheme.name]

    assert (scheme.paper, scheme.surface) == (page["paper"], page["surface"])
    assert list(scheme.others) == [page[name] for name in names]
    assert LIGHT_TOKENS["danger"] == DANGER
    assert {
        "main": LIGHT_TOKENS["accent"],
        "main_dark": DARK_TOKENS["accent"],
        "second": LIGHT_TOKENS["ink"],
        "second_dark": DARK_TOKENS["ink"],
    } == OWN_COLOURS


@each_scheme
@pytest.mark.parametrize("part", ["main", "second"])
def test_a_colour_that_cannot_be_read_gets_a_near_one_of_its_hue(scheme: Scheme, part: str) -> None:
    drawn = random.Random(7)
    refused = 0
    for _ in range(60):
        colour = f"#{drawn.randrange(1 << 24):06x}"
        near = one_that_fits(part, colour, scheme)
        assert weakest(part, near, scheme) >= 4.5
        if is_readable(part, colour, scheme):
            assert near == colour
            continue
        refused += 1
        channels = [int(near[at : at + 2], 16) for at in (1, 3, 5)]
        if max(channels) - min(channels) > 60:
            apart = abs(hue(near) - hue(colour))
            assert min(apart, 360 - apart) < 8, (colour, near)
    assert refused > 10


def test_yellow_is_refused_on_white_and_the_near_one_is_the_same_yellow_only_darker() -> None:
    near = one_that_fits("main", "#ffcc00", LIGHT)

    assert not is_readable("main", "#ffcc00", LIGHT)
    assert is_readable("main", "#ffcc00", DARK)
    assert weakest("main", near, LIGHT) == pytest.approx(4.5, abs=0.1)


@each_scheme
def test_everything_that_is_worked_out_can_be_read_too(scheme: Scheme) -> None:
    drawn = random.Random(3)
    page = TOKENS[scheme.name]
    for _ in range(60):
        fits = one_that_fits("main", f"#{drawn.randrange(1 << 24):06x}", scheme)
        made = tokens(Colours(main=fits, main_dark=fits), scheme)
        for words, ground in [
            (made["accent-ink"], made["accent"]),
            (made["accent-ink"], made["accent-hover"]),
            (made["accent"], made["accent-wash"]),
            (made["accent-hover"], made["accent-wash"]),
        ]:
            assert contrast(words, ground) >= 4.5
        for words in ("ink", "ink-soft"):
            assert contrast(page[words], made["accent-wash"]) >= 7


def test_a_dark_colour_that_is_worked_out_is_as_easy_to_read_as_ours() -> None:
    assert (
        float(f"{weakest('main', tokens(Colours(main='#552288'), DARK)['accent'], DARK):.2f}") >= COMFORTABLE
    )


def test_the_style_sheet_has_custom_properties_alone_and_never_the_way_out() -> None:
    text = stylesheet(Colours(main="#0e4d56", second="#552288"))

    assert re.sub(r"--[\w-]+:#[0-9a-f]{6};", "", text) == (
        ":root{}\n@media (prefers-color-scheme:dark){:root{}}\n"
    )
    assert "danger" not in text
    assert stylesheet(Colours()) == ""


@pytest.mark.parametrize(
    ("colour", "like"), [("#8a1414", True), ("#a01c1c", True), ("#0e4d56", False), ("#552288", False)]
)
def test_a_red_near_the_way_out_is_noticed(colour: str, like: bool) -> None:
    assert is_like_the_way_out(colour) is like


def test_no_style_of_a_callers_page_gives_the_way_out_another_colour_than_danger() -> None:
    css = (Path(__file__).resolve().parents[2] / "static" / "css" / "caller.css").read_text()
    rules = re.findall(r"^\.exit(?::hover)? \{(.*?)\}", css, re.S | re.M)

    assert len(rules) == 2
    assert all("background: var(--danger" in rule and "accent" not in rule for rule in rules)
