"""The supervisors' page of what became of the prompts: prompts, no handlers, no small numbers."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.prompts import Used, tally
from scripts.models import ScriptVersion
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)
PAGE = "/supervision/prompts/"
BLAME, IMPACT = "m15_partner_blame", "m23_impact_partner"


def used(name: str, kind: str, contacts: int, version: int) -> None:
    one = Used(month=date(2026, 11, 1), version=version, kind=kind, name=name, times=1)
    tally([one] * contacts)


@pytest.fixture
def version(content: None) -> int:
    return ScriptVersion.objects.get().pk


@pytest.fixture
def shown(supervisor: Account, signed_in: Callable[[Account], Client]) -> Callable[..., str]:
    client = signed_in(supervisor)
    return lambda query="": client.get(f"{PAGE}{query}").content.decode()


def test_it_says_so_while_nothing_has_been_counted(version: int, shown: Callable[..., str]) -> None:
    page = shown()

    assert "Nothing has been counted yet: 5 contacts are needed" in page
    assert "a small number would point at single talks" in page


@pytest.mark.parametrize("contacts", [1, 4])
def test_an_empty_table_says_what_it_takes_and_never_how_near_it_is(
    contacts: int, version: int, shown: Callable[..., str]
) -> None:
    used(BLAME, "prompt_sent", contacts, version)
    page = shown()

    assert "no prompt was sent in 5 contacts so far.</strong> It takes 1 to 5 more." in page
    assert page.count("It takes 1 to 5 more.") == 4


def test_a_prompt_has_the_name_that_the_editor_and_the_console_give_it(
    version: int, shown: Callable[..., str]
) -> None:
    used(BLAME, "prompt_sent", 5, version)

    assert f"Challenge · {BLAME}" in shown()


def test_what_keeps_people_talking_stands_first_in_the_prompts_own_words(
    version: int, shown: Callable[..., str]
) -> None:
    for name, answered in ((IMPACT, 2), (BLAME, 9)):
        used(name, "prompt_sent", 10, version)
        used(name, "prompt_answered", answered, version)
    page = shown()

    assert "Put yourself where they were standing." in page
    assert page.index(BLAME) < page.index(IMPACT)
    assert page.index("most") < page.index(IMPACT) < page.rindex("few</td>")
    assert "{they}" not in page


def test_small_numbers_and_nodes_that_the_version_does_not_have_are_not_listed(
    version: int, shown: Callable[..., str]
) -> None:
    used(BLAME, "prompt_sent", 4, version)
    used("gone_node", "prompt_sent", 12, version)
    used(IMPACT, "prompt_sent", 5, version)
    page = shown()

    assert IMPACT in page
    assert BLAME not in page
    assert "gone_node" not in page


def test_cues_doubts_and_cards_have_their_tables(version: int, shown: Callable[..., str]) -> None:
    used("partner_blame", "cue_confirmed", 8, version)
    used("partner_blame", "cue_refused", 1, version)
    used("promising_secrecy", "doubt_shown", 6, version)
    used("importance", "card_sent", 7, version)
    page = shown()

    assert [name in page for name in ("Partner blame", "A promise of secrecy", "Importance")] == [True] * 3


def test_each_version_of_the_script_is_shown_alone(version: int, shown: Callable[..., str]) -> None:
    first = ScriptVersion.objects.get()
    ScriptVersion.objects.update(is_running=False)
    second = ScriptVersion.objects.create(
        slug=first.slug, number=first.number + 1, sha256="0" * 64, source_text=first.source_text,
        cues_text=first.cues_text, published_at=first.published_at, is_running=True,
    )  # fmt: skip
    used(BLAME, "prompt_sent", 5, first.pk)
    used(IMPACT, "prompt_sent", 5, second.pk)

    newest, older = shown(), shown(f"?version={first.number}")
    nonsense = shown("?version=nonsense")

    assert (IMPACT in newest, BLAME in newest) == (True, False)
    assert (IMPACT in older, BLAME in older) == (False, True)
    assert (IMPACT in nonsense, BLAME in nonsense) == (True, False)


@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("admin", 403), ("supervisor", 200)])
def test_it_is_for_supervisors(
    role: str,
    status: int,
    content: None,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
) -> None:
    assert signed_in(make_account(role, "somebody")).get(PAGE).status_code == status


def test_the_page_of_figures_shows_them_as_a_chart_with_its_table_and_never_to_analysts(
    version: int,
    supervisor: Account,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
) -> None:
    for name, sent, answered in ((IMPACT, 60, 31), (BLAME, 10, 9), ("m01_open", 4, 4)):
        used(name, "prompt_sent", sent, version)
        used(name, "prompt_answered", answered, version)

    page = signed_in(supervisor).get("/supervision/figures/").content.decode()
    block = page.partition('aria-labelledby="prompts-name"')[2].partition("</section>")[0]
    lines = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td>', block)

    # The middle of bands: most of ten, and five to six in ten of sixty; of four nothing.
    assert [number for _, number in lines] == ["83", "55"]
    assert "Put yourself where they were standing." in lines[1][0]
    assert "<svg" in block
    assert "Over all contacts of version 1 of the script" in block
    analyst = signed_in(make_account(Role.ANALYST))
    assert "prompts-name" not in analyst.get("/figures/overview/").content.decode()


def test_the_page_of_figures_says_so_where_no_prompt_was_sent(
    supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    page = signed_in(supervisor).get("/supervision/figures/?language=cy").content.decode()

    assert "Nid anfonwyd unrhyw awgrym mewn 5 cysylltiad" in page
