"""A logo from bytes: by what they are, never by what they are called. Plain Python."""

from helpline.face.pictures.drawn import read_svg
from helpline.face.pictures.painted import read_painted
from helpline.face.pictures.picture import MOST_BYTES, Picture, PictureRefused

# PNG, JPEG, WebP: how such a file begins.
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


def read_picture(content: bytes) -> Picture:
    """Return the logo in a file. Raises PictureRefused with a sentence for whoever chose the file."""
    if not content:
        raise PictureRefused("That file is empty. Choose the file of your logo.")
    if len(content) > MOST_BYTES:
        raise PictureRefused(
            f"That file has {len(content) // 1024:,} KB, and a logo may have {MOST_BYTES // 1024}. "
            "Save it smaller: 600 by 200 pixels are enough."
        )
    if content.startswith(BEGINNINGS):
        return read_painted(content)
    if b"<svg" in content.replace(b"\x00", b"")[:4096]:
        return read_svg(content)
    raise PictureRefused(
        "That is no picture that can be a logo here. Save it as SVG, PNG, JPEG or WebP, and choose that file."
    )
