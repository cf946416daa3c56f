"""Prompts speak of the other person as the caller does, and assume no sex."""

import pytest

from scripts.addressing import Address, address_of, fill, fill_all, is_as_offered, is_token
from scripts.engine import unfilled_blanks
from scripts.services import CONTENT, read_content

WIFE, THEY = Address("she", "wife"), Address()


@pytest.mark.parametrize(
    ("said", "pronoun", "relation"),
    [
        (["I lost it again"], "they", "partner"),
        (["my wife winds me up"], "they", "wife"),
        (["my wife says I scare her, she cried"], "she", "wife"),
        (["my boyfriend pushed back so I hit him"], "he", "boyfriend"),
        (["my partner, they hate it"], "they", "partner"),
        (["I saw my ex-wife at the school", "she ran"], "she", "ex-wife"),
        (["MY EX WIFE"], "they", "ex-wife"),
        (["my ex has the kids"], "they", "ex"),
        (["my exgirlfriend"], "they", "ex-girlfriend"),
        (["the missus kicked off"], "they", "wife"),
        (["my wifes phone"], "they", "wife"),
        (["my gf", "my gf", "my wife"], "they", "girlfriend"),
        (["my girlfriend", "my wife"], "they", "wife"),
        (["shes always on her phone"], "she", "partner"),
        (["she said he was there", "he said she lied"], "they", "partner"),
        (["she she she", "he"], "she", "partner"),
        # What is not about the other person, or only looks like it.
        (["my extra shifts", "my mate's wife", "his husband"], "he", "partner"),
        (["my brother's girlfriend saw it"], "they", "partner"),
        (["my mum came round"], "they", "partner"),
        (["the theory of hers and there"], "she", "partner"),
    ],
)
def test_what_the_caller_says_decides(said: list[str], pronoun: str, relation: str) -> None:
    assert address_of(said) == Address(pronoun, relation)


def test_family_is_meant_only_where_it_may_be() -> None:
    said = ["my mum shouts and I shove her"]

    assert address_of(said, family=True) == Address("she", "mum")
    assert address_of(said) == Address("she", "partner")
    assert address_of(["my mother-in-law"], family=True) == Address()


@pytest.mark.parametrize(
    ("by_hand", "found"),
    [
        ("he|husband", Address("he", "husband")),
        ("he|", Address("he", "wife")),
        ("|husband", Address("she", "husband")),
        ("|", Address("she", "wife")),
        ("it|toaster", Address("she", "wife")),
    ],
)
def test_what_is_set_by_hand_comes_first_part_by_part(by_hand: str, found: Address) -> None:
    assert address_of(["my wife, she"], by_hand=by_hand) == found


@pytest.mark.parametrize(
    ("template", "wife", "they"),
    [
        ("What would {they} say?", "What would she say?", "What would they say?"),
        ("{They} {was|were} scared.", "She was scared.", "They were scared."),
        ("who {they} {sees|see}, {their} phone", "who she sees, her phone", "who they see, their phone"),
        ("Leave {theirs}, not {them}.", "Leave hers, not her.", "Leave theirs, not them."),
        ("{they}{'s|'re} by {themself}", "she's by herself", "they're by themselves"),
        ("{Partner}, {partner}'s", "Your wife, your wife's", "Your partner, your partner's"),
        ("{programme}, {They2} [day]", "{programme}, {They2} [day]", "{programme}, {They2} [day]"),
        ("{thay} {a b|c} {|x}", "{thay} {a b|c} {|x}", "{thay} {a b|c} {|x}"),
    ],
)  # fmt: skip
def test_tokens_are_filled_and_blanks_stay(template: str, wife: str, they: str) -> None:
    assert fill(template, WIFE) == wife
    assert fill(template, THEY) == they


def test_every_text_in_what_is_shown_is_filled() -> None:
    shown = {
        "prompt": "{they}",
        "next": [{"prompt": "{Them}", "n": 1}],
        "alternatives": ("{partner}",),
        "no": None,
    }

    assert fill_all(shown, WIFE) == {
        "prompt": "she", "next": [{"prompt": "Her", "n": 1}], "alternatives": ["your wife"], "no": None,
    }  # fmt: skip


def test_a_token_is_no_blank_and_what_is_nearly_one_is() -> None:
    assert unfilled_blanks("{they} {was|were} {partner} {programme} {thay} [day]") == [
        "{programme}", "{thay}", "[day]",
    ]  # fmt: skip
    assert not is_token("{programme}")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("What would she say it was like?", True),
        ("What would they  say\nit was like?", True),
        ("What would he say it was like? ", True),
        ("What would Sam say it was like?", False),
        ("What would she say?", False),
        ("And what did your ex-wife do?", True),
        ("And what did your cousin do?", False),
    ],
)
def test_a_prompt_is_as_it_was_offered_whoever_it_was_filled_for(text: str, offered: bool) -> None:
    assert (
        is_as_offered(text, ["What would {they} say it was like?", "And what did {partner} do?"]) is offered
    )


def test_no_prompt_for_the_one_who_uses_abuse_says_she_or_he_of_the_other() -> None:
    (_, _), script = read_content(CONTENT)
    own = [node for node in script.nodes.values() if node.script in {"motivational", "immediate_danger"}]
    texts = [text for node in own for text in (node.prompt, *node.alternatives)]

    sexed = [text for text in texts if address_of([text]).pronoun != "they"]

    assert len(texts) > 40
    assert sexed == []
