"""A logo of pixels: decoded within bounds, and written anew as PNG with nothing but its pixels."""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps

from helpline.face.pictures.picture import Picture, PictureRefused

FORMATS = ("PNG", "JPEG", "WEBP")
# Told by the head of a file, before a pixel is made: 16 MB of memory at most.
MOST_PIXELS, LONGEST_SIDE = 4_000_000, 6_000
LEAST_SIDE = 16
# Twice what a page shows, for screens with small dots.
SHOWN = (600, 200)
MOST_BYTES_OUT = 150 * 1024
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    struct.error,
    zlib.error,
)


def read_painted(content: bytes) -> Picture:
    """Return a PNG of the first picture in a PNG, JPEG or WebP file. Raises PictureRefused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(content)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except BROKEN:
            raise PictureRefused(
                "That file is damaged or not complete. Save the logo once more, and choose the new file."
            ) from None


def _read(content: bytes) -> Picture:
    # Before Pillow: its decoder of WebP makes room for all that the head claims.
    _check_size(*_told_by_webp(content))
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        width, height = opened.size
        _check_size(width, height)
        if min(width, height) < LEAST_SIDE:
            raise PictureRefused(
                f"That picture has {width} by {height} pixels. Choose one of {LEAST_SIDE} each way at least."
            )
        moves = getattr(opened, "n_frames", 1) > 1
        # Turned as a telephone says that it is to be shown, since what says so is not kept.
        upright = ImageOps.exif_transpose(opened.convert("RGBA") if opened.mode != "RGB" else opened)
    pixels = Image.new("RGBA", upright.size)
    pixels.paste(upright)
    shrunk = pixels.width > SHOWN[0] or pixels.height > SHOWN[1]
    pixels.thumbnail(SHOWN, Image.Resampling.LANCZOS)
    made = io.BytesIO()
    pixels.save(made, "PNG", optimize=True)
    if made.tell() > MOST_BYTES_OUT:
        raise PictureRefused(
            "That is a photograph rather than a logo. Choose one with fewer colours and details."
        )
    said = (
        (shrunk, f"It was made smaller, to {pixels.width} by {pixels.height} pixels."),
        (moves, "It moved: the first picture of it is taken."),
        (True, "Only its pixels were kept: no place, no camera, no name of a program or a person."),
    )
    return Picture("png", made.getvalue(), tuple(text for so, text in said if so))


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _too_many_pixels(width, height)


def _told_by_webp(content: bytes) -> tuple[int, int]:
    """Return width and height from the head of a WebP file; (0, 0) where it has no such head."""
    kind, size = content[12:16], (0, 0)
    if content[:4] != b"RIFF":
        return size
    if kind == b"VP8X":
        size = int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        size = struct.unpack("<HH", content[26:30].ljust(4, b"\0"))
        size = size[0] & 0x3FFF, size[1] & 0x3FFF
    return size


def _too_many_pixels(width: int = 0, height: int = 0) -> PictureRefused:
    size = (
        f"That picture has {width:,} by {height:,} pixels. "
        if width
        else "That picture has too many pixels. "
    )
    return PictureRefused(f"{size}Save it smaller: 600 by 200 are enough, and 4 million in all are the most.")
