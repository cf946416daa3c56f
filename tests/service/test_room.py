"""The room "Service": every page of the administrator, with a sentence each."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from helpline.service.rows import PARTS, ROWS
from helpline.staff.models import Account
from helpline.staff.roles import Role, role_may

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/supervision/service/"


def test_it_lists_what_an_admin_may_open(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(admin)
    words = client.get(PAGE).content.decode()

    for row in ROWS:
        assert (reverse(row.route) in words) == role_may(Role.ADMIN, row.permission), row.title


def test_each_row_stands_in_a_part_has_a_sentence_and_a_route_of_its_own() -> None:
    assert {row.part for row in ROWS} == set(PARTS)
    assert all(row.sentence.endswith(".") for row in ROWS)
    assert len({row.route for row in ROWS}) == len(ROWS)


def test_an_admin_finds_it_first(admin: Account, signed_in: Callable[[Account], Client]) -> None:
    answer = signed_in(admin).get(PAGE)

    assert answer.context["places"][0]["url"] == PAGE
