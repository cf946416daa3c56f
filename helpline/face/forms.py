"""The form of the charity's own face: words in each language, and two colours."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.conf import settings

from helpline.face.colours import contrast, read_colour
from helpline.face.exit_addresses import SUGGESTIONS, mistake_in
from helpline.face.palette import (
    DARK,
    LIGHT,
    SCHEMES,
    Scheme,
    in_scheme,
    is_like_the_way_out,
    is_readable,
    one_that_fits,
    weakest,
)
from helpline.face.values import LANGUAGES, Colours, Face, Words
from helpline.face.wording import COLOURS, LANGUAGE_NAMES, OWN_COLOURS, WORDS


class FaceForm(forms.Form):
    """One field for each of the words in each language ("name_en"), and for each colour ("main_dark").

    `offers` has, by the name of a field, the near colour that fits.
    """

    use_required_attribute = False
    replaces = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: Face) -> None:
        super().__init__(data, initial=_initial(now))
        self.now = now
        self.offers: dict[str, str] = {}
        for lang in LANGUAGES:
            for name, word in WORDS.items():
                self.fields[f"{name}_{lang}"] = word.field(lang)
        for name, (label, says) in COLOURS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=says,
                required=False,
                max_length=9,
                widget=forms.TextInput(
                    attrs={"class": "face-colour", "spellcheck": "false", "data-own": OWN_COLOURS[name]}
                ),
                error_messages={
                    "max_length": "Give a colour like #1a5c63: a # and six of 0 to 9 and a to f."
                },
            )
        for name in self.fields:
            self.fields[name].widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        """Look at the addresses, and at every colour where it will stand."""
        for lang in LANGUAGES:
            self._check_exit(f"exit_url_{lang}")
        for name in COLOURS:
            self._check_colour(name)
        return self.cleaned_data

    @property
    def face(self) -> Face:
        """Return what the form says; of colours that cannot be read the ones that were offered."""
        said = {**self.initial, **self.cleaned_data, **self.offers}
        words = {
            lang: Words(**{name: said.get(f"{name}_{lang}", "") for name in WORDS}) for lang in LANGUAGES
        }
        colours = Colours(**{name: said.get(name, "") for name in COLOURS})
        return replace(self.now, words=words, colours=colours)

    def languages(self) -> Iterator[dict[str, Any]]:
        """Yield {code, name, fields} of each language, for the page; suggestions beside the way out."""
        for lang in LANGUAGES:
            rows = [
                {
                    "field": self[f"{name}_{lang}"],
                    "suggestions": SUGGESTIONS[lang] if name == "exit_url" else (),
                }
                for name in WORDS
            ]
            yield {"code": lang, "name": LANGUAGE_NAMES[lang], "rows": rows}

    def colour_rows(self) -> list[dict[str, Any]]:
        """Return {field, offer} of each colour."""
        return [{"field": self[name], "offer": self.offers.get(name, "")} for name in COLOURS]

    def _check_exit(self, name: str) -> None:
        address = self.cleaned_data.get(name, "")
        mistake = mistake_in(address, our_hosts=tuple(settings.ALLOWED_HOSTS)) if address else ""
        if mistake:
            self.add_error(name, mistake)

    def _check_colour(self, name: str) -> None:
        text = self.cleaned_data.get(name, "")
        if not text:
            return
        try:
            colour = read_colour(text)
        except ValueError:
            self.add_error(name, f"“{text}” is no colour. Give one like #1a5c63, or choose it from the box.")
            return
        self.cleaned_data[name] = colour
        part, scheme = part_of(name)
        if not is_readable(part, colour, scheme):
            self.offers[name] = one_that_fits(part, colour, scheme)
            self.add_error(name, _too_weak(part, colour, scheme, self.offers[name]))


def part_of(name: str) -> tuple[str, Scheme]:
    """Return ("main", DARK) for "main_dark"."""
    return name.removesuffix("_dark"), DARK if name.endswith("_dark") else LIGHT


def worked_out(colours: Colours) -> list[dict[str, Any]]:
    """Return {part, scheme, colour, ratio, like_the_way_out} of each colour that pages would show."""
    rows = []
    for part in ("main", "second"):
        for scheme in SCHEMES:
            colour = in_scheme(part, colours, scheme)
            if colour:
                rows.append(
                    {
                        "part": COLOURS[part][0],
                        "scheme": scheme.name,
                        "colour": colour,
                        "ground": scheme.paper,
                        "ratio": f"{weakest(part, colour, scheme):.1f}",
                        "on_paper": f"{contrast(colour, scheme.paper):.1f}",
                        "like_the_way_out": is_like_the_way_out(colour),
                    }
                )
    return rows


def _too_weak(part: str, colour: str, scheme: Scheme, offer: str) -> str:
    ratio = f"{weakest(part, colour, scheme):.1f}"
    return (
        f"{colour} cannot be read on {scheme.name} screens: it reaches {ratio} to 1 where it stands, and "
        f"words need 4.5 to 1. {offer} is the nearest of the same colour that can."
    )


def _initial(now: Face) -> dict[str, Any]:
    words = {f"{name}_{lang}": text for lang in LANGUAGES for name, text in asdict(now.words[lang]).items()}
    return {"replaces": now.number, **words, **asdict(now.colours)}
