"""Every card that the content files can make: nobody's name, and of partners' support a hint."""

import json
import re
from contextlib import suppress
from datetime import date

import pytest

from helpline.kernel.errors import HelplineError
from triage.models import DirectoryEntry
from triage.services import card

pytestmark = pytest.mark.django_db

CALLERS = ("person_using_abuse", "victim_survivor", "frontline_worker", "family_or_friend")
# Organisations that bear somebody's name; that is public, and no person is reached by it.
ORGANISATIONS = ("Lucy Faithfull Foundation", "Karma Nirvana", "Jenkins Centre", "Juno")
GIVEN_NAMES = (
    "Adam", "Alan", "Alison", "Amanda", "Andrew", "Angela", "Ann", "Anna", "Anne", "Anthony", "Barbara",
    "Ben", "Brian", "Carol", "Caroline", "Catherine", "Charlotte", "Chris", "Christine", "Christopher",
    "Claire", "Colin", "Craig", "Daniel", "Dave", "David", "Deborah", "Debbie", "Diane", "Donna",
    "Elizabeth", "Emily", "Emma", "Fiona", "Gareth", "Gary", "George", "Graham", "Hannah", "Heather",
    "Helen", "Ian", "Jack", "James", "Jane", "Janet", "Jason", "Jean", "Jennifer", "Jenny", "Joan",
    "Joanne", "John", "Jonathan", "Julie", "Karen", "Kate", "Katie", "Keith", "Kelly", "Kevin", "Laura",
    "Leanne", "Lesley", "Linda", "Lisa", "Louise", "Lucy", "Margaret", "Maria", "Mark", "Martin",
    "Mary", "Matthew", "Michael", "Michelle", "Mike", "Mohammed", "Natalie", "Nicholas", "Nicola",
    "Nigel", "Patricia", "Paul", "Pauline", "Peter", "Philip", "Rachel", "Rebecca", "Rhys", "Richard",
    "Robert", "Ruth", "Samantha", "Sandra", "Sarah", "Sharon", "Sian", "Simon", "Sophie", "Stephen",
    "Steven", "Stuart", "Susan", "Terry", "Tina", "Tracey", "Tracy", "Victoria", "Wendy", "William",
    "Zoe",
)  # fmt: skip
PERSON = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|DC|DS|DI|Sgt)\b\.? [A-Z]|\b(?:{'|'.join(GIVEN_NAMES)})\b"
    # An address that is one person's.
    r"|\b[a-z]+\.[a-z]+@|\b(?:ask for|speak to|contact) [A-Z][a-z]+ [A-Z]"
)


def persons_in(text):
    for organisation in ORGANISATIONS:
        text = text.replace(organisation, "")
    return PERSON.findall(text)


@pytest.mark.parametrize(
    "text", ["Ring Sarah on Monday", "jane.smith@example.org", "Dr Patel", "ask for Bronwen Hughes"]
)
def test_a_person_s_name_would_be_found(text):
    assert persons_in(text)


@pytest.mark.parametrize("text", ["Lucy Faithfull Foundation", "info@example.org", "Samaritans"])
def test_an_organisation_is_no_person(text):
    assert persons_in(text) == []


@pytest.fixture
def checked(loaded):
    # Each with a number: what has none today may have one tomorrow.
    DirectoryEntry.objects.filter(phone="").update(phone="0151 496 0123")
    DirectoryEntry.objects.update(last_checked=date(2026, 11, 1))


def cards_for(caller_type, language="en"):
    cards = {}
    for entry in DirectoryEntry.objects.all():
        with suppress(HelplineError):
            cards[entry.slug] = card(
                entry_id=entry.id, about=None, caller_type=caller_type, language=language
            )
    return cards


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_card_of_the_content_carries_somebody_s_name(checked, language):
    for caller_type in CALLERS:
        cards = cards_for(caller_type, language)
        assert len(cards) >= 15
        assert {
            slug: found for slug, shown in cards.items() if (found := persons_in(json.dumps(shown)))
        } == {}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_uses_abuse_is_told_of_partners_support_that_it_may_be_offered_and_no_more(checked, language):
    DirectoryEntry.objects.update(signpost="yes", routes=[])
    secret = DirectoryEntry.objects.get(slug="notts-partner-support")

    cards = cards_for("person_using_abuse", language)

    told = {slug for slug, shown in cards.items() if shown.get("partners")}
    offered = DirectoryEntry.objects.filter(partner_support="yes").values_list("slug", flat=True)
    assert told == set(offered)
    assert {"notts-mens-group", "make-a-change"} <= told
    assert secret.slug not in cards
    everything = json.dumps(cards)
    for kept in (secret.name, secret.provider, "Juno", "Nottinghamshire Women's Aid", "parallel service"):
        assert kept not in everything


def test_survivors_own_services_stay_with_survivors(checked):
    own = set(DirectoryEntry.objects.filter(signpost="survivor_only").values_list("slug", flat=True))

    assert own
    assert own.isdisjoint(cards_for("person_using_abuse"))
    assert own.isdisjoint(cards_for(None))
    assert own <= cards_for("victim_survivor").keys()
