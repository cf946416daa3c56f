"""A site's policy, judged as Chromium judges it: the last test asks the browser itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.embedding.policies import judge, parse_policies

CHAT = "https://chat.example.org"
NAME = "content-security-policy:"


def kept_out(pasted: str, *, framed: bool = True) -> dict[str, str]:
    """Return what is kept out, with what to write instead."""
    verdict = judge(parse_policies(pasted), chat=CHAT, framed=framed)
    return {answer.need.directive: answer.instead for answer in verdict.answers if not answer.met}


ALL = {"script-src-elem", "connect-src", "frame-src"}


@pytest.mark.parametrize(
    ("pasted", "out"),
    [
        (f"script-src {CHAT}; connect-src {CHAT}; frame-src {CHAT}", set()),
        (f"default-src 'self' {CHAT}", set()),
        ("default-src *", set()),
        ("default-src https:", set()),
        ("default-src *.example.org", set()),
        ("default-src https://*.example.org:*", set()),
        ("default-src chat.example.org:443", set()),
        ("default-src http://chat.example.org", set()),
        ("img-src 'none'; style-src 'self'", set()),
        ("upgrade-insecure-requests", set()),
        ("default-src 'self'", ALL),
        ("default-src 'none'", ALL),
        ("default-src *.chat.example.org", ALL),
        ("default-src https://chat.example.org:8443", ALL),
        ("default-src example.org", ALL),
        ("default-src data: 'unsafe-inline'", ALL),
        (f"default-src 'self'; script-src 'self' {CHAT}", {"connect-src", "frame-src"}),
        (f"default-src {CHAT}; frame-src 'none'", {"frame-src"}),
        (f"default-src {CHAT}; child-src 'self'", {"frame-src"}),
        (f"default-src {CHAT}; child-src 'self'; frame-src {CHAT}", set()),
        (f"script-src 'none'; script-src-elem {CHAT}", set()),
        (f"script-src {CHAT}/embed.js; connect-src {CHAT}/status.json; frame-src {CHAT}/chat/", set()),
        (f"script-src {CHAT}/other.js", {"script-src-elem"}),
        (f"script-src {CHAT}/static/", {"script-src-elem"}),
        ("script-src 'nonce-abc' 'strict-dynamic' https:", {"script-src-elem"}),
        # Two headers: both must let it in. So must both parts of one with a comma.
        (f"{NAME} script-src {CHAT}\n{NAME} script-src 'self'", {"script-src-elem"}),
        (f"script-src {CHAT}, script-src 'self'", {"script-src-elem"}),
        # The first of a name counts.
        (f"script-src 'self'; script-src {CHAT}", {"script-src-elem"}),
        ("Content-Security-Policy-Report-Only: default-src 'none'", set()),
        ("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">", ALL),
        ("<meta http-equiv='content-security-policy' content='default-src *'>", set()),
        ("<META content=\"default-src &#39;self&#39;\" HTTP-EQUIV=\"Content-Security-Policy\">", ALL),
    ],
)  # fmt: skip
def test_a_policy_lets_in_what_a_browser_would(pasted: str, out: set[str]) -> None:
    assert set(kept_out(pasted)) == out


@pytest.mark.parametrize(
    "pasted",
    [
        "content-security-policy: default-src 'self'; connect-src *",
        "Content-Security-Policy\n\ndefault-src 'self';\nconnect-src *",
        f"HTTP/2 200\nserver: nginx\n{NAME} default-src 'self'; connect-src *\nx-frame-options: DENY",
        "default-src 'self';\n  connect-src *;",
        f"date: Sat\n{NAME.upper()} default-src 'self'; connect-src *\ncontent-type: text/html",
    ],
)
def test_it_is_read_however_a_browser_let_it_be_copied(pasted: str) -> None:
    policies = parse_policies(pasted)

    assert [policy.directives for policy in policies] == [{"default-src": ("'self'",), "connect-src": ("*",)}]


@pytest.mark.parametrize("pasted", ["", "hello", "Content-Type: text/html", "<p>default</p>", ";;;"])
def test_what_is_no_policy_is_none(pasted: str) -> None:
    assert parse_policies(pasted) == []


@pytest.mark.parametrize(
    ("pasted", "directive", "instead"),
    [
        ("script-src 'self' 'nonce-x'", "script-src-elem", f"script-src 'self' 'nonce-x' {CHAT}"),
        ("default-src 'self'", "script-src-elem", f"script-src 'self' {CHAT}"),
        ("default-src 'none'", "connect-src", f"connect-src {CHAT}"),
        ("child-src 'self'", "frame-src", f"frame-src 'self' {CHAT}"),
        ("script-src-elem 'none'", "script-src-elem", f"script-src-elem {CHAT}"),
    ],
)
def test_it_says_what_to_write_and_keeps_what_stood_there(pasted: str, directive: str, instead: str) -> None:
    assert kept_out(pasted)[directive] == instead


@pytest.mark.parametrize(
    "pasted",
    ["default-src 'none'", "default-src 'self'; child-src a.example", "script-src 'self'; frame-src 'none'"],
)
def test_what_it_says_to_write_lets_it_in(pasted: str) -> None:
    more = "; ".join(kept_out(pasted).values())
    names = {part.split()[0] for part in more.split("; ")}
    rest = [part for part in pasted.split("; ") if part.split()[0] not in names]

    assert kept_out("; ".join([more, *rest])) == {}


def test_without_a_frame_frames_are_not_asked_about() -> None:
    assert kept_out(f"default-src {CHAT}; frame-src 'none'", framed=False) == {}


def test_what_names_do_not_tell_is_noted() -> None:
    def notes(pasted: str) -> str:
        return " ".join(judge(parse_policies(pasted), chat=CHAT, framed=True).notes)

    assert "nonce" in notes("script-src 'strict-dynamic' 'nonce-x'")
    assert "allow-scripts" in notes("sandbox allow-forms")
    assert "allow-same-origin" in notes("sandbox allow-scripts")
    assert "only reports" in notes("content-security-policy-report-only: default-src 'none'")
    assert notes(f"default-src {CHAT}") == ""


@given(st.text(max_size=400) | st.text(";,' :*/abc-src\n<>=\"", max_size=200).map("default-src ".__add__))
def test_whatever_is_pasted_is_answered(pasted: str) -> None:
    verdict = judge(parse_policies(pasted), chat=CHAT, framed=True)

    assert len(verdict.answers) == 3
    assert all(answer.met or answer.instead.endswith(CHAT) for answer in verdict.answers)
