"""What a card says of a service in the caller's language, from codes and short words of ours. Plain Python.

Welsh stands here only where it is certain; whatever else an editor wrote stays as it is, and the card
names it as English.
"""

from collections.abc import Collection, Sequence

# Whom for, by the letters of AUDIENCES.
_PEOPLE = {
    "en": {
        "M": "Men",
        "W": "Women",
        "C": "Children and young people",
        "MW": "Men and women",
        "CM": "Boys and young men",
        "CW": "Girls and young women",
        "CMW": "Adults, children and young people",
        "": "People",
    },
    "cy": {
        "M": "Dynion",
        "W": "Menywod",
        "C": "Plant a phobl ifanc",
        "MW": "Dynion a menywod",
        "CM": "Bechgyn a dynion ifanc",
        "CW": "Merched a menywod ifanc",
        "CMW": "Oedolion, plant a phobl ifanc",
        "": "Pobl",
    },
}
_AGES = {
    "en": ("aged {youngest} to {oldest}", "aged {youngest} and over", "up to the age of {oldest}"),
    "cy": ("{youngest} i {oldest} oed", "{youngest} oed a throsodd", "hyd at {oldest} oed"),
}
# The names that are words, by slug; every other name is a proper one.
NAMES = {"cy": {"emergency": "Heddlu, ambiwlans", "police-101": "Yr heddlu, nid mewn argyfwng"}}
_COSTS = {
    "free": "am ddim",
    "free (freephone)": "am ddim (rhadffôn)",
    "free (NHS)": "am ddim (GIG)",
}
AREAS = {
    "UK": "y DU",
    "England": "Lloegr",
    "Wales": "Cymru",
    "Scotland": "yr Alban",
    "Northern Ireland": "Gogledd Iwerddon",
    "Cardiff": "Caerdydd",
    "Swansea": "Abertawe",
    "online": "ar-lein",
}


def whom_for(
    audience: Collection[str], youngest: int | None, oldest: int | None, language: str
) -> str | None:
    """Return e.g. "Men aged 18 and over"; None where nothing is on record, which never means "everybody"."""
    letters = "".join(sorted(set(audience)))
    if youngest is None and oldest is None:
        return _PEOPLE[language][letters] if letters else None
    between, over, up_to = _AGES[language]
    shape = up_to if youngest is None else over if oldest is None else between
    return f"{_PEOPLE[language][letters]} {shape.format(youngest=youngest, oldest=oldest)}"


def cost_words(cost: str, language: str) -> str | None:
    """Return the cost in Welsh where these are words of ours, None where there are none."""
    return cost if language == "en" else _COSTS.get(cost)


def area_words(areas: Sequence[str], language: str) -> str | None:
    """Return the areas in Welsh where each has a Welsh name here, else None."""
    if language == "en" or not areas:
        return ", ".join(areas) or None
    named = [AREAS[area] for area in areas if area in AREAS]
    return ", ".join(named) if len(named) == len(areas) else None
