"""Within how many days callers are told that their words are destroyed. Plain Python."""

import re

BACKUP_HOURS = 24
IN_WORDS = {
    1: "one day", 2: "two days", 3: "three days", 4: "four days", 5: "five days", 6: "six days",
    7: "seven days", 8: "eight days",
}  # fmt: skip
IN_WELSH = {
    1: "un diwrnod", 2: "dau ddiwrnod", 3: "tri diwrnod", 4: "pedwar diwrnod", 5: "pum diwrnod",
    6: "chwe diwrnod", 7: "saith diwrnod", 8: "wyth diwrnod",
}  # fmt: skip
_WITHIN = {
    "en": re.compile(r"\b(?:within|in the) (\w+ days?)\b"),
    "cy": re.compile(r"\b(?:o fewn|yn y) (\w+ \w*iwrnod)\b"),
}
_DIGITS = re.compile(r"([1-9]) \w+$")


def days_needed(retention_hours: int) -> int:
    """Return within how many days words are gone, backups of their keys with them."""
    return -(-(retention_hours + BACKUP_HOURS) // 24)


def days_said(text: str, lang: str) -> set[int]:
    """Return the numbers of days up to eight within which a text says that something is gone."""
    names = {words: days for days, words in (IN_WELSH if lang == "cy" else IN_WORDS).items()}
    said = set()
    for words in _WITHIN[lang].findall(text.lower()):
        digits = _DIGITS.match(words)
        days = int(digits[1]) if digits else names.get(words.strip())
        if days:
            said.add(days)
    return said
