"""The sites that may show the chat: the server's list, what the administrator makes of it, and their page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpline.embedding.code import Choice, code_of, is_this_machine_alone, link_of
from helpline.embedding.models import Site
from helpline.embedding.services import (
    MOST_SITES,
    SiteGone,
    TooManySites,
    allow,
    forget_known,
    frame_ancestors,
    step,
    take_away,
)
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/supervision/service/embedding/"
SITE, SERVERS = "https://www.example.org", "https://server.example.org"


@pytest.fixture(autouse=True)
def servers(settings: Any) -> None:
    settings.HELPLINE_FRAME_ANCESTORS = [SERVERS]


def ancestors_of(client: Client, **headers: str) -> str:
    forget_known()
    policy = client.get("/chat/?frame=1", headers=headers)["Content-Security-Policy"]
    return next(part.strip() for part in policy.split(";") if "frame-ancestors" in part)


def test_a_site_that_is_allowed_may_frame_the_chat_until_it_is_taken_away(
    client: Client, admin: Account
) -> None:
    allow(typed="https://WWW.example.org/", by=admin)
    assert ancestors_of(client) == f"frame-ancestors {SERVERS} {SITE}"
    assert SITE in step().sentence
    # That a site may show it does not put the code there.
    assert not step().done

    take_away(origin=SITE, by=admin)
    assert ancestors_of(client) == f"frame-ancestors {SERVERS}"
    assert not Site.objects.exists()


def test_what_the_administrator_says_counts_before_the_server(client: Client, admin: Account) -> None:
    take_away(origin=SERVERS, by=admin)
    assert ancestors_of(client) == "frame-ancestors 'none'"
    assert "No site" in step().sentence

    allow(typed=SERVERS, by=admin)
    assert ancestors_of(client) == f"frame-ancestors {SERVERS}"


def test_our_own_page_may_try_it_out_and_no_other(client: Client, admin: Account) -> None:
    take_away(origin=SERVERS, by=admin)

    own = {"sec-fetch-site": "same-origin"}
    assert ancestors_of(client, **own) == "frame-ancestors http://testserver"
    for other in ("cross-site", "same-site", "none"):
        assert ancestors_of(client, **{"sec-fetch-site": other}) == "frame-ancestors 'none'"


def test_it_is_asked_once_in_some_seconds(admin: Account, django_assert_num_queries: Any) -> None:
    frame_ancestors()
    with django_assert_num_queries(0):
        frame_ancestors()


def test_refusals(admin: Account, supervisor: Account) -> None:
    with pytest.raises(Forbidden):
        allow(typed=SITE, by=supervisor)
    with pytest.raises(RequestInvalid):
        allow(typed="http://www.example.org", by=admin)
    with pytest.raises(SiteGone):
        take_away(origin=SITE, by=admin)
    Site.objects.bulk_create(Site(origin=f"https://s{number}.example") for number in range(MOST_SITES - 1))
    with pytest.raises(TooManySites):
        allow(typed=SITE, by=admin)
    # One that is there already is no more.
    allow(typed=SERVERS, by=admin)


def test_the_audit_says_which_and_by_whom(admin: Account) -> None:
    allow(typed=SITE, by=admin)
    take_away(origin=SITE, by=admin)

    said = AuditEvent.objects.filter(event__startswith="service.site")
    assert list(said.values_list("event", "subject", "actor")) == [
        ("service.site_allowed", SITE, admin.username),
        ("service.site_taken_away", SITE, admin.username),
    ]


def test_the_page_allows_and_takes_away(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(admin)
    words = client.post(f"{PAGE}sites/allow/", {"origin": SITE}, follow=True).content.decode()
    assert f"{SITE} may show the chat in a frame." in words
    assert "set on the server" in words

    words = client.post(f"{PAGE}sites/take-away/", {"origin": SITE}, follow=True).content.decode()
    assert f"{SITE} shows the chat no more." in words


def test_a_mistake_keeps_what_was_typed_and_says_what_was_meant(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    answer = signed_in(admin).post(f"{PAGE}sites/allow/", {"origin": "www.example.org/help"})
    words = answer.content.decode()

    assert answer.status_code == 400
    assert "The address begins with https://. Did you mean https://www.example.org?" in words
    assert 'value="www.example.org/help"' in words
    assert 'name="take" value="https://www.example.org">Allow https://www.example.org</button>' in words
    assert words.index("Allow this site</button>") < words.index('name="take"')
    assert not Site.objects.exists()


def test_what_was_meant_is_taken_by_one_press(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(admin)
    assert 'name="take"' not in client.get(PAGE).content.decode()
    sent = {"origin": "www.example.org/help", "take": "https://www.example.org"}

    assert client.post(f"{PAGE}sites/allow/", sent).status_code == 302
    assert Site.objects.get().origin == "https://www.example.org"


def test_the_code_is_escaped_and_as_chosen(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    chosen = Choice(framed=True, language="cy", label='"><b>')
    assert code_of(chosen, chat="https://c.example") == (
        '<script src="https://c.example/embed.js" referrerpolicy="no-referrer" async data-lang="cy" '
        'data-label="&quot;&gt;&lt;b&gt;" data-frame></script>'
    )
    assert link_of(Choice(), chat="https://c.example") == (
        '<a href="https://c.example/chat/" rel="noreferrer">Chat with us</a>'
    )
    words = signed_in(admin).get(f"{PAGE}?way=frame&label=%3Cb%3E").content.decode()
    assert "data-frame&gt;&lt;/script&gt;" in words
    assert "<b>" not in words


def test_a_policy_is_looked_at_and_not_kept(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(admin)
    words = client.post(f"{PAGE}policy/", {"policy": "default-src 'self'"}).content.decode()
    assert "Something is kept out." in words
    assert "script-src &#x27;self&#x27; http" in words

    mistakes = {"": "has no policy", "hello": "No policy was found", "x" * 20_001: "one line alone"}
    for pasted, sentence in mistakes.items():
        answer = client.post(f"{PAGE}policy/", {"policy": pasted})
        assert answer.status_code == 400
        assert sentence in answer.content.decode()


def test_the_page_to_try_it_out_has_the_very_button(
    admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    answer = signed_in(admin).get(f"{PAGE}try/?way=frame&label=Talk")
    words = answer.content.decode()

    assert '<script src="/embed.js" referrerpolicy="no-referrer" async data-label="Talk" data-frame>' in words
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("chat", "alone"),
    [
        ("https://localhost:8443", True),
        ("http://127.0.0.1:8000", True),
        ("https://[::1]:8443", True),
        ("https://chat.example.org", False),
        ("https://localhost.example.org", False),
    ],
)
def test_an_address_of_this_machine_alone_is_told_from_a_name(chat: str, alone: bool) -> None:
    assert is_this_machine_alone(chat) is alone


def test_on_this_machine_alone_the_page_says_to_take_the_code_again(
    admin: Account, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    words = "This address works on this machine alone."
    client = signed_in(admin)
    for origin, said in (("https://localhost:8443", True), ("https://chat.example.org", False)):
        settings.HELPLINE_ORIGINS = [origin]
        assert (words in client.get(PAGE).content.decode()) is said
