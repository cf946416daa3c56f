"""The link by which the first visitor becomes admin."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from helpline.first_admin import FILE, first_link, lines_of_first_link
from helpline.staff.errors import LinkGone
from helpline.staff.links import choose_password, find_link
from helpline.staff.models import Account, Link
from helpline.staff.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.HELPLINE_DATA_DIR = tmp_path
    settings.HELPLINE_ORIGINS = ["https://chat.example.org"]
    return tmp_path


def secret_of(link: str) -> str:
    return link.rpartition("#")[2]


def test_it_is_made_once_works_once_and_makes_an_admin(data: Path) -> None:
    link = first_link()
    assert link is not None
    assert link.startswith("https://chat.example.org/accounts/link/#")
    # A second start, or a second process: the link that is out stays the only one.
    assert first_link() is None

    account = choose_password(secret=secret_of(link), password="three words together")
    assert account.role == Role.ADMIN
    with pytest.raises(LinkGone):
        choose_password(secret=secret_of(link), password="three other words")
    assert first_link() is None


def test_it_runs_out_after_three_days_and_the_next_start_makes_another(data: Path) -> None:
    link = first_link()
    assert link is not None
    left = Link.objects.get().expires_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)
    Link.objects.update(expires_at=timezone.now())
    with pytest.raises(LinkGone):
        find_link(secret_of(link))

    another = first_link()

    assert another is not None
    assert find_link(secret_of(another)).account == Account.objects.get()


def test_where_an_admin_is_there_is_none(data: Path, admin: Account) -> None:
    assert first_link() is None
    assert not Link.objects.exists()


def test_whoever_else_is_called_so_keeps_the_name(data: Path, make_account: Callable[..., Account]) -> None:
    make_account(Role.HANDLER, "Admin")
    assert first_link() is None


def test_on_a_screen_it_is_printed(data: Path) -> None:
    lines = lines_of_first_link(on_a_screen=True)
    assert any("/accounts/link/#" in line for line in lines)
    assert not (data / FILE).exists()
    assert lines_of_first_link(on_a_screen=True) == []


def test_in_a_log_it_is_not_and_the_file_that_holds_it_goes_once_it_is_used(data: Path) -> None:
    lines = lines_of_first_link(on_a_screen=False)
    assert "#" not in "".join(lines)
    assert str(data / FILE) in lines[0]
    assert oct((data / FILE).stat().st_mode & 0o777) == "0o600"
    link = (data / FILE).read_text().strip()

    assert lines_of_first_link(on_a_screen=False) == []
    assert (data / FILE).read_text().strip() == link
    choose_password(secret=secret_of(link), password="three words together")
    assert lines_of_first_link(on_a_screen=False) == []
    assert not (data / FILE).exists()
