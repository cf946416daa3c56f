"""Where "Leave now" may lead: a page that tells nobody what was looked at before. Plain Python."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

# Pages that many people have open at any hour, in the language of the page that is left.
SUGGESTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("BBC Weather", "https://www.bbc.co.uk/weather"),
        ("Met Office", "https://www.metoffice.gov.uk/"),
        ("BBC Food", "https://www.bbc.co.uk/food"),
        ("Wikipedia", "https://en.wikipedia.org/wiki/Main_Page"),
        ("National Rail", "https://www.nationalrail.co.uk/"),
    ),
    "cy": (
        ("BBC Cymru Fyw", "https://www.bbc.co.uk/cymrufyw"),
        ("BBC Tywydd", "https://www.bbc.co.uk/weather"),
        ("Golwg360", "https://golwg.360.cymru/"),
        ("Wicipedia", "https://cy.wikipedia.org/wiki/Hafan"),
    ),
}
# Parts of an address that tell what the page is about, in English and Welsh.
TELLING = (
    "abus", "batter", "camdrin", "coerciv", "consent", "counsel", "crisis", "danger", "divorce", "domestic",
    "drais", "helpline", "hostile", "legalaid", "mankind", "nspcc", "nodanger", "offend", "perpetrat",
    "police", "rape", "refuge", "relate.org", "respect.", "respectphoneline", "safeguard", "safelives",
    "samaritan", "shelter.org", "stalk", "survivor", "therap", "trais", "victim", "violen", "womensaid",
    "women-s-aid", "galop", "bawso",
)  # fmt: skip
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
LONGEST = 200


def mistake_in(address: str, *, our_hosts: tuple[str, ...] = ()) -> str:
    """Return what is wrong with an address as a sentence, "" where it can be the way out."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return "That is no address of a page. Copy it from the address bar of a browser."
    if parts.scheme != "https":
        return "The address must begin with https://, so that nobody on the way can put another page there."
    if parts.username is not None or port not in (None, 443) or not re.fullmatch(r"[!-~]+", address):
        return (
            "Give a plain address, such as https://www.bbc.co.uk/weather, without a name, a port or spaces."
        )
    if len(address) > LONGEST:
        return f"Give an address of at most {LONGEST} signs."
    if _is_number(host) or not HOST.fullmatch(host):
        return "Give the address of a page on the internet, with a name such as www.bbc.co.uk."
    if host in our_hosts:
        return "That is this service itself. Whoever looks at the screen next must see another site."
    said = re.sub(r"[\s_-]", "", address.lower())
    found = next((each for each in TELLING if each.replace("-", "") in said), None)
    if found:
        return (
            f"“{found}” in that address would tell what was looked at before. "
            "Choose a page that anybody might have open, such as the weather."
        )
    return ""


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
