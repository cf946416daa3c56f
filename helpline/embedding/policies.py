"""A site's content security policy, read as its browser reads it: does it let the chat in? Plain Python.

Nothing is fetched. Whoever looks after the site pastes what their browser shows: the header with or without
its name, alone or among others, or the <meta> element of a page.
"""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LONGEST = 20_000
# Browsers copy the name on a line of its own, too.
HEADER = re.compile(r"^\s*content-security-policy(-report-only)?\s*(?::|$)\s*", re.IGNORECASE)
# Another header ends the one before. Neither "data:" nor "https:" of a list is one.
OTHER = re.compile(
    r"^\s*(?:http/\d|[a-z0-9]+(?:-[a-z0-9]+)+\s*:|(?:server|date|etag|vary|age|via|link|expires):)",
    re.IGNORECASE,
)
META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
CONTENT = re.compile(r"""\bcontent\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
OF_META = re.compile(r"""\bhttp-equiv\s*=\s*["']?content-security-policy(-report-only)?""", re.IGNORECASE)
DIRECTIVE = re.compile(r"[a-z][a-z-]*")
NONE, SELF, STAR, DYNAMIC = "'none'", "'self'", "*", "'strict-dynamic'"
# Where a browser looks when a directive is not there.
FALLS_BACK = {
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
}
TLS_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Policy:
    """One policy: its directives in order, and whether it only reports."""

    directives: dict[str, tuple[str, ...]]
    only_reports: bool = False

    def in_force(self, wanted: str) -> tuple[str, tuple[str, ...]] | None:
        """Return (name, sources) of the directive that decides, or None: everything is let in."""
        name = next((each for each in FALLS_BACK[wanted] if each in self.directives), None)
        return (name, self.directives[name]) if name else None


@dataclass(frozen=True)
class Need:
    """One thing that the chat asks of a page."""

    directive: str
    path: str
    what: str
    without: str


@dataclass(frozen=True)
class Answer:
    """Whether one need is met; where it is not, what to write instead of what."""

    need: Need
    met: bool
    because: str
    now: str = ""
    instead: str = ""

    @property
    def is_added(self) -> bool:
        """Tell whether what stands there may stay, and another directive comes beside it."""
        return self.now.partition(" ")[0] != self.instead.partition(" ")[0]


@dataclass(frozen=True)
class Verdict:
    """What a browser would do with the chat under these policies."""

    answers: tuple[Answer, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def lets_in(self) -> bool:
        return all(answer.met for answer in self.answers)


BUTTON = Need("script-src-elem", "/embed.js", "The button", "The button does not appear.")
STATE = Need("connect-src", "/status.json", "Open or closed", "The button does not say whether you are open.")
FRAME = Need("frame-src", "/chat/", "The chat in a frame", "The frame stays empty.")


def parse_policies(pasted: str) -> list[Policy]:
    """Return the policies in what was pasted; what is none of them is left out."""
    text = pasted[:LONGEST]
    metas = [tag for tag in META.findall(text) if OF_META.search(tag)]
    if metas:
        return [policy for tag in metas for policy in _of_meta(tag)]
    return [policy for only, line in _headers(text) for policy in _parse(line, only_reports=only)]


def judge(policies: list[Policy], *, chat: str, framed: bool, site: str = "") -> Verdict:
    """Return what a browser does on a page with all of these policies; `chat` is the chat's origin.

    `site` is the page's own origin, where it is known: 'self' means nothing else.
    """
    needs = (BUTTON, STATE, FRAME) if framed else (BUTTON, STATE)
    counted = [policy for policy in policies if not policy.only_reports]
    answers = tuple(_answer(need, counted, chat, site) for need in needs)
    return Verdict(answers, tuple(_notes(policies, counted, framed=framed)))


def _headers(text: str) -> list[tuple[bool, str]]:
    """Return (only reports, value) of each header; without a name all of it is one value."""
    lines = text.splitlines()
    if not any(map(HEADER.match, lines)):
        return [(False, " ".join(lines))]
    found: list[tuple[bool, str]] = []
    inside = False
    for line in lines:
        if named := HEADER.match(line):
            found.append((bool(named[1]), line[named.end() :]))
            inside = True
        elif OTHER.match(line):
            inside = False
        elif inside:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
    return found


def _of_meta(tag: str) -> list[Policy]:
    content, named = CONTENT.search(tag), OF_META.search(tag)
    if content is None or named is None:
        return []
    # A browser lets no policy in a page only report: it takes no notice of it.
    return [] if named[1] else _parse(html.unescape(content[1][1:-1]), only_reports=False)


def _parse(line: str, *, only_reports: bool) -> list[Policy]:
    """Return the policies of one header's value: a comma begins another."""
    policies = []
    for part in line.split(","):
        directives: dict[str, tuple[str, ...]] = {}
        for said in part.split(";"):
            words = said.split()
            if words and DIRECTIVE.fullmatch(words[0].lower()):
                # The first of a name counts.
                directives.setdefault(words[0].lower(), tuple(words[1:]))
        if any(name.endswith(("-src", "-elem", "-attr")) or name in KNOWN for name in directives):
            policies.append(Policy(directives, only_reports))
    return policies


KNOWN = frozenset(
    {
        "base-uri", "block-all-mixed-content", "default-src", "form-action", "frame-ancestors", "report-to",
        "report-uri", "require-trusted-types-for", "sandbox", "trusted-types", "upgrade-insecure-requests",
    }
)  # fmt: skip


def _answer(need: Need, policies: list[Policy], chat: str, site: str) -> Answer:
    for policy in policies:
        held = policy.in_force(need.directive)
        if held is None:
            continue
        name, sources = held
        if _lets_in(sources, f"{chat}{need.path}", site, script=need is BUTTON):
            continue
        now = " ".join((name, *sources))
        return Answer(need, False, need.without, now, _instead(need, name, sources, chat))
    return Answer(need, True, "Let in.")


def _instead(need: Need, name: str, sources: tuple[str, ...], chat: str) -> str:
    """Return the directive to write: what stood there goes on to hold."""
    kept = [source for source in sources if source.lower() != NONE]
    wanted = "script-src" if need is BUTTON and name == "default-src" else need.directive
    wanted = name if name != "default-src" else wanted
    if name == "child-src":
        wanted = "frame-src"
    return " ".join((wanted, *kept, chat))


def _lets_in(sources: tuple[str, ...], address: str, site: str, *, script: bool) -> bool:
    if script and any(source.lower() == DYNAMIC for source in sources):
        # Then names of hosts count for nothing: only what carries the nonce, or is loaded by such a script.
        return False
    return any(_matches(source, address, site) for source in sources)


def _matches(source: str, address: str, site: str) -> bool:
    """Tell whether one source of a list lets an https address in."""
    said = source.lower()
    wanted = urlsplit(address)
    if said == STAR:
        return True
    if said == SELF:
        return bool(site) and site == f"{wanted.scheme}://{wanted.netloc}"
    if said.startswith("'"):
        return False
    if said.endswith(":") and "/" not in said:
        return said in {f"{wanted.scheme}:", "http:"}
    scheme, _, rest = said.rpartition("://")
    if scheme and scheme not in {wanted.scheme, "http"}:
        return False
    # A path keeps its capitals; all before it has none.
    rest = source[len(source) - len(rest) :]
    host, slash, path = rest.partition("/")
    usual = TLS_PORTS[wanted.scheme]
    port = wanted.port or usual
    fits = _host_matches(host.lower(), wanted.hostname or "", port, usual)
    return fits and _path_matches(slash + path, wanted.path)


def _host_matches(said: str, host: str, port: int, usual: int) -> bool:
    name, colon, number = said.rpartition(":") if re.search(r":(\d+|\*)$", said) else (said, "", "")
    if not colon and port != usual:
        return False
    # What is allowed without TLS is allowed with it.
    allowed = {STAR, str(port), *(["80"] if port == TLS_PORTS["https"] else [])}
    if colon and number not in allowed:
        return False
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def _path_matches(said: str, path: str) -> bool:
    if said in {"", "/"}:
        return True
    return path.startswith(said) if said.endswith("/") else path == said


def _notes(policies: list[Policy], counted: list[Policy], *, framed: bool) -> list[str]:
    notes = []
    if len(counted) < len(policies):
        notes.append("One of these only reports and blocks nothing; it is left out here.")
    scripts = [held[1] for policy in counted if (held := policy.in_force("script-src-elem"))]
    if any(source.lower() == DYNAMIC for sources in scripts for source in sources):
        notes.append(
            "'strict-dynamic' makes the names of hosts count for nothing. Give the line of code the page's "
            "nonce, as your other scripts have it."
        )
    sandboxes = [policy.directives["sandbox"] for policy in counted if "sandbox" in policy.directives]
    if any("allow-scripts" not in sandbox for sandbox in sandboxes):
        notes.append("“sandbox” without allow-scripts stops every script on the page, this one as well.")
    if framed and any("allow-same-origin" not in sandbox for sandbox in sandboxes):
        notes.append("“sandbox” without allow-same-origin keeps the frame from working: take the tab.")
    return notes
