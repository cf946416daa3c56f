"""The whole handbook as one page of HTML that opens without a server: no script, nothing from elsewhere."""

from base64 import b64encode
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string

from helpline.handbook.held import NAMES, in_one
from helpline.handbook.pages import ROLES

FILE_NAME = "handbook.html"


@cache
def one_file() -> bytes:
    """Return the file."""
    style = (settings.BASE_DIR / "static" / "css" / "handbook-file.css").read_text(encoding="utf-8")
    context = {
        "style": style,
        "digest": b64encode(sha256(style.encode()).digest()).decode(),
        "parts": [{"id": part, "name": NAMES[part], "pages": in_one(part)} for part in ROLES],
    }
    return render_to_string("handbook/file.html", context).encode()
