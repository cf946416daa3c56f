"""What stands in a drawing, read with expat: its elements, and all that could act or ask. Plain Python."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import ClassVar
from xml.parsers import expat

SVG, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
BETWEEN = " "
MOST_ELEMENTS, DEEPEST = 3_000, 60
SCRIPTED = {"script", "handler", "listener"}
FOREIGN = {"foreignobject", "iframe", "object", "embed", "audio", "video", "canvas", "html", "body"}
MOVING = {"animate", "animatecolor", "animatemotion", "animatetransform", "set", "mpath", "discard"}
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"}
ADDRESSES = {"href", "src", "base", "data", "action", "formaction", "srcset"}
# What a style could ask for. A backslash spells any of it so that it is not seen.
URL = re.compile(r"url\s*\(\s*[\"']?\s*(?!#)[^)\"'\s]", re.I)
COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.S)
STYLE_ACTS = re.compile(
    r"@import|@font-face|@namespace|@charset|expression\s*\(|-moz-binding|behavior\s*:|image-set", re.I
)
ACTING = re.compile(r"(?:java|vb|live)script\s*:|data\s*:\s*text/", re.I)

_ANEW = " Open the logo in the program it was drawn with, take that out, and save it as “plain SVG”."
_ONCE_MORE = " Save it once more, as “plain SVG”."
_AS_PNG = " Save it as PNG, 600 by 200 pixels."
HAS_SCRIPT = f"That logo has a script in it (“{{}}”), which could read along on the callers' pages.{_ANEW}"
HAS_PAGE = f"That logo has a part of a web page in it (“{{}}”), not only a drawing.{_ANEW}"
MOVES = f"That logo moves (“{{}}”). Callers' pages stand still, and what moves could also act.{_ANEW}"
ASKS = (
    f"That logo asks another address for something (“{{}}”), so others would see who opens the page.{_ANEW}"
)
EMBEDS = f"That logo has a picture of pixels inside.{_AS_PNG}"
HIDES = f"The styles of that logo are written so that they cannot be checked (“{{}}”).{_ONCE_MORE}"
ENTITIES = (
    f"That file has definitions of its own in its head (“<!ENTITY”), which can grow without end.{_ONCE_MORE}"
)
TOO_MUCH = f"That drawing has too many parts.{_AS_PNG}"
PATIENT = f"That drawing uses itself again and again (“use”), and would hold a browser up.{_AS_PNG}"
DAMAGED = f"That drawing is damaged or not complete.{_ONCE_MORE}"
UNKNOWN = f"That drawing cannot be read.{_ONCE_MORE}"
NO_DRAWING = f"That file is no drawing: it does not begin as an SVG.{_ONCE_MORE}"


class NotRead(ValueError):
    """The file is no drawing that can be read; says why as a sentence."""


@dataclass
class Drawing:
    """What was found. `refusals` are sentences; the first is the one to tell."""

    NOTES: ClassVar[frozenset[str]] = frozenset({"metadata", "title", "desc"})

    elements: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    comments: int = 0
    notes: int = 0
    links: int = 0
    has_size: bool = False

    @property
    def shapes(self) -> int:
        return sum(self.elements[name] for name in SHAPES)


def read_markup(content: bytes) -> Drawing:
    """Return what stands in a drawing. Raises NotRead for what is no SVG, or has entities of its own."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except NotRead:
        raise
    except expat.ExpatError:
        raise NotRead(DAMAGED) from None
    except (ValueError, LookupError):
        # An encoding that expat does not know.
        raise NotRead(UNKNOWN) from None
    reader.count_uses()
    return reader.drawing


class _Reader:
    """Gathers while expat reads. What is refused is refused by what it is, in whichever namespace."""

    def __init__(self) -> None:
        self.drawing = Drawing()
        self.open: list[str] = []
        self.style: list[str] = []
        # By id: how many elements one is, with what is in it; and where it is used again.
        self.sizes: Counter[str] = Counter()
        self.ids: list[str] = []
        self.uses: list[tuple[str, tuple[str, ...]]] = []
        self.parser = expat.ParserCreate(namespace_separator=BETWEEN)
        self.parser.StartElementHandler = self._starts
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self._said
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity

    def count_uses(self) -> None:
        """Refuse what is drawn again within what is drawn again, or very often."""
        holders = {holder for _, within in self.uses for holder in within}
        total = 0
        for target, _ in self.uses:
            total += self.sizes[target]
            if target in holders or total > MOST_ELEMENTS:
                self._refuse(PATIENT, "")
                return

    def _refuse(self, sentence: str, what: str) -> None:
        self.drawing.refusals.append(sentence.format(what[:40]))

    def _entity(self, *_: object) -> None:
        raise NotRead(ENTITIES)

    def _comment(self, _: str) -> None:
        self.drawing.comments += 1

    def _instruction(self, target: str, _: str) -> None:
        if "stylesheet" in target.lower():
            self._refuse(ASKS, target)
        else:
            self.drawing.notes += 1

    def _starts(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(BETWEEN)
        local_lower = local.lower()
        if not self.open and (space, local) != (SVG, "svg"):
            raise NotRead(NO_DRAWING)
        if not self.open:
            self.drawing.has_size = "viewBox" in attributes or {"width", "height"} <= set(attributes)
        if space == SVG:
            self.drawing.elements[local] += 1
        else:
            self.drawing.notes += 1
        self.open.append(local)
        self.ids.append(attributes.get("id", ""))
        if len(self.open) > DEEPEST or self.drawing.elements.total() + self.drawing.notes > MOST_ELEMENTS:
            raise NotRead(TOO_MUCH)
        for held in {each for each in self.ids if each}:
            self.sizes[held] += 1
        if local_lower in SCRIPTED:
            self._refuse(HAS_SCRIPT, f"<{local}>")
        elif local_lower in FOREIGN:
            self._refuse(HAS_PAGE, f"<{local}>")
        elif local_lower in MOVING:
            self._refuse(MOVES, f"<{local}>")
        for attribute, value in attributes.items():
            self._has(local_lower, attribute.rpartition(BETWEEN)[2].lower(), value)

    def _has(self, element: str, attribute: str, value: str) -> None:
        plain = re.sub(r"[\s\x00-\x20]", "", value)
        if attribute.startswith("on"):
            self._refuse(HAS_SCRIPT, attribute)
        elif ACTING.search(plain):
            self._refuse(HAS_SCRIPT, plain)
        elif attribute in ADDRESSES:
            self._leads(element, plain)
        elif attribute == "style":
            self._styles(value)
        elif URL.search(value):
            self._refuse(ASKS, value)

    def _leads(self, element: str, address: str) -> None:
        if element == "a":
            self.drawing.links += 1
        elif address.startswith("#"):
            if element == "use":
                self.uses.append((address[1:], tuple(each for each in self.ids if each)))
        elif address.lower().startswith("data:image/") and "svg" not in address.lower()[:20]:
            self._refuse(EMBEDS, "")
        elif address:
            self._refuse(ASKS, address)

    def _said(self, text: str) -> None:
        if self.open and self.open[-1].lower() == "style":
            self.style.append(text)

    def _ends(self, _: str) -> None:
        if self.open.pop().lower() == "style":
            self._styles("".join(self.style))
            self.style.clear()
        self.ids.pop()

    def _styles(self, text: str) -> None:
        text = COMMENT.sub("", text)
        found = STYLE_ACTS.search(text) or URL.search(text)
        if "\\" in text:
            self._refuse(HIDES, text.strip())
        elif ACTING.search(text):
            self._refuse(HAS_SCRIPT, text.strip())
        elif found:
            self._refuse(ASKS, found[0])
