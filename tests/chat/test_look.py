"""The colours of static/css/tokens.css can be read in both schemes: WCAG 2.2 contrast, computed."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text()
LIGHT_CSS, DARK_CSS = TOKENS.split("@media (prefers-color-scheme: dark)")
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall(LIGHT_CSS))
DARK = LIGHT | dict(COLOUR.findall(DARK_CSS))

WORDS = [
    *[("ink", ground) for ground in ("paper", "surface", "sunken", "accent-wash")],
    *[("ink-soft", ground) for ground in ("paper", "surface", "sunken", "accent-wash")],
    *[("accent", ground) for ground in ("paper", "surface", "accent-wash")],
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("danger-ink", "danger"),
    ("danger-ink", "danger-hover"),
    ("error-ink", "paper"),
    *[(f"{state}-ink", f"{state}-wash") for state in ("warn", "error", "ok", "note")],
    ("ink", "risk-wash"),
]
EDGES = [("line-strong", "surface"), ("line-strong", "paper"), ("focus", "paper"), ("focus", "surface")]
EDGES += [
    ("focus", "accent-wash"),
    ("danger-edge", "paper"),
    ("risk-line", "paper"),
    ("risk-line", "risk-wash"),
]


def luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_reach_seven_to_one(scheme: dict[str, str], words: str, ground: str):
    assert contrast(scheme[words], scheme[ground]) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_that_tell_something_reach_three_to_one(scheme: dict[str, str], edge: str, ground: str):
    assert contrast(scheme[edge], scheme[ground]) >= 3
