"""How a colour can be read on another, by WCAG 2.2, and the nearest of the same hue that can. Plain Python.

Hues are kept in OKLCH (Ottosson 2020), where a colour that is made darker stays the colour it was.
"""

import math
import re
from collections.abc import Callable

Shares = tuple[float, float, float]

HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
# WCAG 2.2, 1.4.3: words of any size.
READABLE = 4.5
STEP = 0.004


def read_colour(text: str) -> str:
    """Return "#1a2b3c" for "#1A2B3C", "1a2b3c" or "#123". Raises ValueError."""
    found = HEX.fullmatch(text.strip())
    if not found:
        raise ValueError("not a colour")
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` of a colour laid over a ground."""
    pairs = zip(_shares(colour), _shares(ground), strict=True)
    return _hex(tuple(a * share + b * (1 - share) for a, b in pairs))


def lighter(colour: str, by: float) -> str:
    """Return the colour made lighter by this much of OKLCH's lightness, darker where it is negative."""
    light, chroma, hue = _to_oklch(colour)
    return _from_oklch(light + by, chroma, hue)


def nearest(colour: str, fits: Callable[[str], bool], *, darker: bool) -> str:
    """Return the colour itself where it fits, else the nearest of its hue; black or white if none does."""
    if fits(colour):
        return colour
    light, chroma, hue = _to_oklch(colour)
    for step in range(1, math.ceil(1 / STEP)):
        tried = _from_oklch(light - step * STEP if darker else light + step * STEP, chroma, hue)
        if fits(tried):
            return tried
    return "#000000" if darker else "#ffffff"


def distance(one: str, other: str) -> float:
    """Return how far apart two colours look, in OKLab: 0 the same, black to white 1."""
    a, b = (_to_oklab(each) for each in (one, other))
    return math.dist(a, b)


def hue(colour: str) -> float:
    """Return the hue in degrees; of a grey it means nothing."""
    return _to_oklch(colour)[2]


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _shares(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shares(colour: str) -> Shares:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(shares: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(min(max(share, 0), 1) * 255):02x}" for share in shares)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _curved(share: float) -> float:
    return share * 12.92 if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055


def _to_oklab(colour: str) -> Shares:
    red, green, blue = map(_linear, _shares(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _to_oklch(colour: str) -> Shares:
    light, a, b = _to_oklab(colour)
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _from_oklch(light: float, chroma: float, hue: float) -> str:
    """Return the colour, paler where a screen cannot show it: its hue and lightness stay."""
    light = min(max(light, 0), 1)
    for share in (each / 20 for each in range(20, -1, -1)):
        linear = _linear_of(light, chroma * share, hue)
        if all(-0.0005 <= each <= 1.0005 for each in linear):
            break
    return _hex(tuple(_curved(max(each, 0)) for each in linear))


def _linear_of(light: float, chroma: float, hue: float) -> Shares:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
