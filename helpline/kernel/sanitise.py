"""The one door for rich text that supervisors write (notices, guidance, descriptions).

Nothing a caller types comes through here: callers' words stay raw and reach a
page only as text. bleach gets no further releases; nh3 is the named successor
and this is the one module to change. See docs/adr/0006-bleach.md.
"""

import bleach

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3"})
ATTRIBUTES = {"a": ["href"]}
PROTOCOLS = frozenset({"https", "mailto", "tel"})


def clean_rich_text(html: str) -> str:
    """Return `html` with only the tags above; everything else is shown as text.

    Never linkify before clean and never parse e-mail addresses: both have known holes.
    """
    return str(bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=False))
