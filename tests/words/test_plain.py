"""Whatever goes wrong is told without jargon, with what to do; pages say what was kept as well."""

import re

import pytest
from django.template.loader import render_to_string

from chat.views.mistakes import CODES
from helpline.kernel import form_words
from helpline.staff.adapter import StaffAdapter
from tests.words.said import JARGON, coded, of_callers, of_console, of_forms, raised, says_what_to_do

pytestmark = pytest.mark.once
# Of allauth's, those that can come up here: no e-mail, no telephone, no sign-up.
OF_SIGN_IN = (
    "account_inactive", "enter_current_password", "incorrect_code", "incorrect_password", "invalid_login",
    "too_many_login_attempts", "username_password_mismatch", "rate_limited", "username_taken",
)  # fmt: skip
PAGES = ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "busy")
WELSH_ACTS = re.compile(
    r"\b(rhowch|ewch|arhoswch|llwythwch|gwnewch|anfonwch|gwiriwch|ysgrifennwch|dewiswch|gallwch|dechreuwch|"
    r"llenwch|nodwch)\b",
    re.IGNORECASE,
)
KEPT = re.compile(r"nothing (?:was|is|went|of it)|not lost|is kept|is lost|was lost", re.IGNORECASE)


def faults(said: dict[str, str]) -> dict[str, str]:
    return {
        where: f"{found[0]!r} is jargon: {words}"
        if (found := JARGON.search(words))
        else f"what to do? {words}"
        for where, words in said.items()
        if words and (JARGON.search(words) or not says_what_to_do(words))
    }


def test_jargon_and_a_dead_end_would_be_noticed() -> None:
    planted = {"a": "Invalid token. Try again.", "b": "There is no such thing.", "c": "HTTP 404. Go back."}

    assert faults(planted).keys() == planted.keys()
    assert (
        faults({"d": "That is too long. Make it shorter.", "e": "Nobody waits: take one from the list."})
        == {}
    )


def test_each_coded_refusal() -> None:
    said = coded()

    assert len(said) > 120
    assert faults(said) == {}


def test_each_sentence_where_a_refusal_is_raised() -> None:
    said = raised()

    assert len(said) > 25
    # What is wrong in a file that was brought in stands in a list, whose head says to mend it there.
    in_files = {where: words for where, words in said.items() if "_reading.py" in where}
    assert {where: words for where, words in in_files.items() if JARGON.search(words)} == {}
    assert faults({where: words for where, words in said.items() if where not in in_files}) == {}


def test_each_field_of_each_form() -> None:
    said = of_forms()

    assert len(said) > 150
    assert faults(said) == {}


def test_what_the_console_says_for_a_code() -> None:
    said = of_console()

    assert len(said) > 30
    assert faults(said) == {}


def test_what_a_script_is_told() -> None:
    assert faults({str(status): message for status, (_, message) in CODES.items()}) == {}


def test_what_sign_in_says() -> None:
    assert faults({name: str(StaffAdapter.error_messages[name]) for name in OF_SIGN_IN}) == {}


def test_djangos_own_sentences_are_ours() -> None:
    said = {
        f"{field.__name__}.{case}": words
        for field, messages in form_words.FIELDS.items()
        for case, words in messages.items()
    }
    said |= {validator.__name__: words for validator, words in form_words.VALIDATORS.items()}  # type: ignore[attr-defined]

    assert faults(said) == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_for_staff_says_what_was_kept_and_what_to_do(name: str) -> None:
    page = render_to_string(f"{name}.html")
    words = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("Go to the chat")[0])
    )

    assert KEPT.search(words), words
    assert faults({name: words}) == {}


def test_a_mistake_is_told_to_callers_in_both_languages() -> None:
    english, welsh = of_callers("en"), of_callers("cy")

    assert len(english) > 14
    assert faults(english) == {}
    assert english.keys() == welsh.keys()
    assert {name: words for name, words in welsh.items() if not WELSH_ACTS.search(words)} == {}
    assert [name for name, words in welsh.items() if JARGON.search(words)] == []
