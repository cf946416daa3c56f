"""What the form of the charity's own face asks for, in plain words."""

from dataclasses import dataclass

from django import forms

LANGUAGE_NAMES = {"en": "English", "cy": "Welsh"}


@dataclass(frozen=True)
class Word:
    """One text: what it is, what it is for, and how long it may be."""

    label: str
    says: str
    most: int
    long: bool = False
    example: str = ""

    def field(self, lang: str) -> forms.CharField:
        attrs = {"lang": lang} | ({"rows": "3"} if self.long else {})
        if self.example:
            attrs["placeholder"] = self.example
        return forms.CharField(
            label=self.label,
            help_text=self.says,
            required=False,
            max_length=self.most,
            widget=forms.Textarea(attrs=attrs) if self.long else forms.TextInput(attrs=attrs),
            error_messages={"max_length": f"{self.label}: at most {self.most} signs, please."},
        )


WORDS = {
    "name": Word(
        "Name of the service", "Stands at the top of every page. The title of the page never says it.", 60
    ),
    "sender": Word(
        "Who answers, as callers see it",
        "Stands above what a handler writes. Without it: “Trained person”. Never the name of a person.",
        40,
    ),
    "waiting": Word(
        "While somebody waits",
        "A sentence of your own, above ours on the place in the queue. Ours stay.",
        300,
        long=True,
    ),
    "closed": Word(
        "While you are closed",
        "A sentence of your own, below the one that says when you open again. Numbers to ring stay.",
        300,
        long=True,
    ),
    "exit_url": Word(
        "Where “Leave now” leads",
        "A page that anybody might have open: https only, and nothing about abuse.",
        200,
        example="https://www.bbc.co.uk/weather",
    ),
    "contact_line": Word(
        "Whom to ask about accessibility",
        "One sentence with a number or an address. Stands on the page about accessibility.",
        200,
    ),
    "controller": Word(
        "Who is responsible for what is kept",
        "Name of the charity, its address, its registration with the ICO. Stands in the privacy notice.",
        400,
        long=True,
    ),
}
COLOURS = {
    "main": ("Main colour", "Buttons and links, on light screens. Empty: our own deep teal."),
    "main_dark": ("Main colour on dark screens", "Empty: worked out from the main colour, lighter."),
    "second": ("Second colour", "Headings and the name, on light screens. Empty: nearly black."),
    "second_dark": ("Second colour on dark screens", "Empty: worked out from the second colour, lighter."),
}
SCREENS = {
    "start": "The first page",
    "waiting": "Waiting",
    "talk": "Talking",
    "closed": "Closed",
}

# What stands there without one: where choosing begins, so that an empty field does not look black.
OWN_COLOURS = {"main": "#0e4d56", "main_dark": "#8ccbd1", "second": "#1b2a2f", "second_dark": "#ece9e2"}
