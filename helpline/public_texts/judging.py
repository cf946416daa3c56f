"""What is missing in a text before two people may publish it, in sentences that help. Plain Python."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from helpline.public_texts.hardness import HARD, grade
from helpline.public_texts.kinds import LANGUAGE_NAMES, Kind
from helpline.public_texts.promised import IN_WELSH, IN_WORDS, days_needed, days_said
from helpline.public_texts.required import REQUIRED
from helpline.public_texts.shape import Form, Words, boxes, sentences


@dataclass(frozen=True)
class Problem:
    """Something to mend: in which language, in which box ("" for the whole), and the sentence."""

    lang: str
    box: str
    sentence: str

    @property
    def anchor(self) -> str:
        """The box's name as part of an id on a page."""
        return self.box.replace(".", "-")


def problems(
    kind: Kind, words: Mapping[str, Words], *, retention_hours: int, pictures: Collection[str] = ()
) -> list[Problem]:
    """Return everything that keeps a text from being proposed; [] where it may be.

    `words` is by language: English always, Welsh where the text is published in both. `pictures` are the
    drawings that there are.
    """
    found: list[Problem] = []
    for lang, said in words.items():
        found += _unfinished(kind, lang, said, pictures)
        found += _not_said(kind, lang, said)
        found += _days(kind, lang, said, days_needed(retention_hours))
    return found


def hard_parts(kind: Kind, words: Words) -> list[str]:
    """Return a sentence for each part of an English text that children of 11 would not read with ease."""
    parts = words.get({Kind.CONSENT: "points", Kind.EASY: "points", Kind.PRIVACY: "parts"}.get(kind, ""), [])
    named = [(part.get("title") or part.get("heading") or "", list(sentences(part))) for part in parts]
    if kind == Kind.CLOSING:
        named = [(words.get("ended_heading", ""), list(sentences(words)))]
    return [
        f"“{name}” is hard to read. Use shorter sentences and shorter words."
        for name, said in named
        if grade(said) > HARD
    ]


def _unfinished(kind: Kind, lang: str, words: Words, pictures: Collection[str]) -> list[Problem]:
    found = []
    language = LANGUAGE_NAMES[lang]
    for box in boxes(kind, words):
        if box.field.required and not box.value:
            found.append(Problem(lang, box.name, f"{language}: “{box.label}” is empty."))
        if box.field.form == Form.PICTURES and pictures:
            drawn = [line.partition(":")[0].strip() for line in box.value.split("\n") if line]
            unknown = sorted({name or "nothing" for name in drawn if name not in pictures})
            if unknown:
                sentence = (
                    f"{language}: “{box.label}” asks for a drawing that does not exist: {', '.join(unknown)}."
                )
                found.append(Problem(lang, box.name, sentence))
    if not all(words[several] for several in ("points", "parts") if several in words):
        found.append(Problem(lang, "", f"{language}: there is no point in it."))
    return found


def _not_said(kind: Kind, lang: str, words: Words) -> list[Problem]:
    text = _told(kind, words)
    return [
        Problem(lang, "", f"{LANGUAGE_NAMES[lang]}: it does not say {each.says}.")
        for each in REQUIRED[kind]
        if not each.is_in(text, lang)
    ]


def _days(kind: Kind, lang: str, words: Words, needed: int) -> list[Problem]:
    said = days_said(_told(kind, words), lang)
    name = (IN_WELSH if lang == "cy" else IN_WORDS).get(needed, f"{needed} days")
    within = f"o fewn {name}" if lang == "cy" else f"within {name}"
    if not said:
        sentence = f"it does not say when the words are destroyed. Write “{within}”, or more days."
    elif min(said) < needed:
        sentence = (
            f"it promises that words are gone in {min(said)} days, but here it takes {needed}. "
            f"Write “{within}”, or more days."
        )
    else:
        return []
    return [Problem(lang, "", f"{LANGUAGE_NAMES[lang]}: {sentence}")]


def _told(kind: Kind, words: Words) -> str:
    """Return what is read to everybody: the part for workers is read by few."""
    everybody = {name: part for name, part in words.items() if not (kind == Kind.CONSENT and name == "work")}
    return " ".join(sentences(everybody))
