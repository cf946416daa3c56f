"""Whom the console offers to pass a talk on to."""

from collections.abc import Callable

import pytest
from django.test import Client

from chat.models import Contact
from helpline.staff.models import Account
from tests.chat.acts import BOTH, is_there

pytestmark = pytest.mark.django_db(databases=BOTH)
PATH = "/console/api/transfer-targets/"


def test_it_names_who_is_there_and_their_places_but_not_oneself(
    contact_talking: Contact, ann: Account, ben: Account, signed_in: Callable[[Account], Client]
) -> None:
    ann.skills = ["women"]
    ann.save()
    is_there(ann, capacity=1)
    assert signed_in(ann).get(PATH).json() == {
        "handlers": [{"username": "ben", "places": 2, "skills": []}],
        "skills": [],
    }
    assert signed_in(ben).get(PATH).json() == {
        "handlers": [{"username": "ann", "places": 0, "skills": ["women"]}],
        "skills": [{"id": "women", "label": "Work with women", "places": 0}],
    }


def test_it_is_for_those_who_have_contacts(analyst: Account, signed_in: Callable[[Account], Client]) -> None:
    assert signed_in(analyst).get(PATH).status_code == 403
