"""A logo that is drawn (SVG): what could act or ask for something is refused, what is useless taken out.

First our own reading, which says what it found to whoever chose the file; then py-svg-hush, which keeps what
it knows to be harmless; then our own reading once more, of what it gave back. Plain Python.
"""

from collections import Counter

from py_svg_hush import filter_svg

from helpline.face.pictures.markup import UNKNOWN, Drawing, NotRead, read_markup
from helpline.face.pictures.picture import Picture, PictureRefused

MOST_BYTES = 96 * 1024


def read_svg(content: bytes) -> Picture:
    """Return the harmless part of a drawing. Raises PictureRefused where it holds more than a drawing."""
    if len(content) > MOST_BYTES:
        raise PictureRefused(
            f"That drawing has {len(content) // 1024} KB, and one here may have {MOST_BYTES // 1024}. "
            "Save it as PNG, 600 by 200 pixels, or without its details."
        )
    before = _read(content)
    if before.refusals:
        raise PictureRefused(before.refusals[0])
    try:
        clean = filter_svg(content)
    except ValueError:
        raise PictureRefused(UNKNOWN) from None
    after = _read(clean)
    # Never so far; what one reading lets pass, the other must not have to.
    if after.refusals:
        raise PictureRefused(after.refusals[0])
    if not after.shapes:
        raise PictureRefused("There is nothing to see in that drawing. Save it once more, as “plain SVG”.")
    if not after.has_size:
        raise PictureRefused("That drawing does not say how large it is. Save it once more, with its size.")
    return Picture("svg", clean, tuple(_taken_out(before, after)))


def _read(content: bytes) -> Drawing:
    try:
        return read_markup(content)
    except NotRead as mistake:
        raise PictureRefused(str(mistake)) from None


def _taken_out(before: Drawing, after: Drawing) -> list[str]:
    said = []
    gone = before.elements - after.elements
    links = gone.pop("a", 0) + before.links - after.links
    if links:
        said.append("Links were taken out: a logo leads nowhere.")
    if before.comments or before.notes:
        said.append("Remarks and what drawing programs note for themselves were taken out.")
    unknown = Counter({name: number for name, number in gone.items() if name not in before.NOTES})
    if unknown:
        said.append(f"Taken out because it is not known here: {', '.join(sorted(unknown))}.")
    return said
