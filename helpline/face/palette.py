"""What two colours become on a caller's page: every token of the accent, in both schemes. Plain Python.

The red of the way out is no part of it, whatever a charity's colours are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from helpline.face.colours import (
    READABLE,
    contrast,
    distance,
    lighter,
    mixed,
    nearest,
)
from helpline.face.values import Colours

DANGER = "#8a1414"
TOO_LIKE = 0.13
# What our own colours reach, and what is worked out for a charity too.
COMFORTABLE = 7
WHITE, NEARLY_BLACK = "#ffffff", "#0d1214"
WASH, LINE = 0.09, 0.38


@dataclass(frozen=True)
class Scheme:
    """A scheme, and the grounds of static/css/tokens.css on which links, buttons and headings stand."""

    name: str
    paper: str
    surface: str
    others: tuple[str, ...]

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def wash(self, colour: str) -> str:
        return mixed(colour, self.surface, WASH)


LIGHT = Scheme("light", "#faf8f4", "#fffefc", ("#f0ece4", "#fcf0d9", "#e4f0e6", "#e6ecf3"))
DARK = Scheme("dark", "#12191b", "#1a2326", ("#0d1214", "#33270f", "#15301e", "#1b2a3c"))
SCHEMES = (LIGHT, DARK)


def weakest(part: str, colour: str, scheme: Scheme) -> float:
    """Return the lowest contrast that a colour has where it stands; `part` is "main" or "second"."""
    grounds = [scheme.paper, scheme.surface]
    if part == "main":
        # Words upon it: a button. And itself upon every ground that a link or a button has.
        return min(
            contrast(colour, each) for each in [*grounds, *scheme.others, scheme.wash(colour), _ink(colour)]
        )
    return min(contrast(colour, each) for each in grounds)


def is_readable(part: str, colour: str, scheme: Scheme) -> bool:
    return weakest(part, colour, scheme) >= READABLE


def one_that_fits(part: str, colour: str, scheme: Scheme, *, least: float = READABLE) -> str:
    """Return the nearest colour of the same hue that can be read in this scheme."""
    return nearest(colour, lambda tried: weakest(part, tried, scheme) >= least, darker=not scheme.is_dark)


def is_like_the_way_out(colour: str) -> bool:
    """Tell whether a colour could be taken for the red of "Leave now"."""
    return distance(colour, DANGER) < TOO_LIKE


def in_scheme(part: str, colours: Colours, scheme: Scheme) -> str:
    """Return the colour of a part in a scheme, "" where none was chosen; a dark one is worked out."""
    chosen: str = getattr(colours, f"{part}_dark" if scheme.is_dark else part)
    light: str = getattr(colours, part)
    if chosen or not light or not scheme.is_dark:
        return chosen
    return one_that_fits(part, light, scheme, least=COMFORTABLE)


def tokens(colours: Colours, scheme: Scheme) -> dict[str, str]:
    """Return the custom properties of a scheme, such as {"accent": "#0e4d56"}; none without a colour."""
    main, second = (in_scheme(part, colours, scheme) for part in ("main", "second"))
    said: dict[str, str] = {}
    if main:
        said = {
            "accent": main,
            "accent-hover": lighter(main, 0.06 if scheme.is_dark else -0.06),
            "accent-ink": _ink(main),
            "accent-wash": scheme.wash(main),
            "accent-line": mixed(main, scheme.surface, LINE),
        }
    return said | ({"second": second} if second else {})


def stylesheet(colours: Colours) -> str:
    """Return a style sheet of custom properties alone, "" where no colour was chosen."""
    return "".join(_sheets(colours))


def _sheets(colours: Colours) -> Iterator[str]:
    for scheme in SCHEMES:
        said = "".join(f"--{name}:{value};" for name, value in tokens(colours, scheme).items())
        if said:
            rule = f":root{{{said}}}"
            yield f"@media (prefers-color-scheme:dark){{{rule}}}\n" if scheme.is_dark else f"{rule}\n"


def _ink(colour: str) -> str:
    return max((WHITE, NEARLY_BLACK), key=lambda ink: contrast(ink, colour))
