"""What a charity says of itself to callers: words in each language, two colours, a logo. Plain Python.

An empty value means that nothing was chosen: then the environment's counts, or our own.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

LANGUAGES = ("en", "cy")
# What a Welsh page takes from the English words where the Welsh are missing. A sentence is not among them.
FROM_ENGLISH = ("name", "exit_url", "contact_line", "controller")


@dataclass(frozen=True)
class Words:
    """The charity's words in one language."""

    name: str = ""
    sender: str = ""
    waiting: str = ""
    closed: str = ""
    exit_url: str = ""
    contact_line: str = ""
    controller: str = ""


@dataclass(frozen=True)
class Colours:
    """Two colours as "#1a2b3c", each for light screens and for dark ones; a dark one may be worked out."""

    main: str = ""
    main_dark: str = ""
    second: str = ""
    second_dark: str = ""


@dataclass(frozen=True)
class Face:
    """One version of it all. `logo` is the name under which the picture is served, such as "3f2a….svg"."""

    number: int = 0
    words: Mapping[str, Words] = field(default_factory=lambda: {lang: Words() for lang in LANGUAGES})
    colours: Colours = Colours()
    logo: str = ""

    def said(self, name: str, lang: str) -> str:
        """Return one of the words in a language, "" where none is to be shown there."""
        own: str = getattr(self.words.get(lang, Words()), name)
        return own or (getattr(self.words["en"], name) if name in FROM_ENGLISH else "")

    def as_json(self) -> dict[str, Any]:
        """Return what is stored of it: all but its number and its logo."""
        return {
            "words": {lang: asdict(words) for lang, words in self.words.items()},
            "colours": asdict(self.colours),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], *, number: int = 0, logo: str = "") -> Self:
        """Return what was stored; what a newer version stored besides is left out."""
        words = {lang: _known(Words, stored.get("words", {}).get(lang, {})) for lang in LANGUAGES}
        return cls(number, words, _known(Colours, stored.get("colours", {})), logo)

    def differs_in(self, other: "Face") -> list[str]:
        """Return what is not the same in both, such as ["name", "closed (cy)", "main", "logo"]."""
        changed = [
            each.name if lang == "en" else f"{each.name} ({lang})"
            for lang in LANGUAGES
            for each in fields(Words)
            if getattr(self.words[lang], each.name) != getattr(other.words[lang], each.name)
        ]
        changed += [
            each.name
            for each in fields(Colours)
            if getattr(self.colours, each.name) != getattr(other.colours, each.name)
        ]
        return changed + (["logo"] if self.logo != other.logo else [])

    def with_logo(self, logo: str) -> "Face":
        return replace(self, logo=logo)


def _known(kind: type[Any], stored: Mapping[str, Any]) -> Any:
    names = {each.name for each in fields(kind)}
    return kind(**{name: str(value) for name, value in stored.items() if name in names})
