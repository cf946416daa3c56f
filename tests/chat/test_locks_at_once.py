"""What a service holds while it works: no lock that others wait for without need, on PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connections, transaction

from chat.models import Contact, Presence
from chat.services import queue, saved_replies
from chat.services.presence import renew_presences
from helpline.staff import services as staff
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, starts, takes

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=BOTH),
    pytest.mark.usefixtures("content"),
    pytest.mark.postgres_only,
]


def is_free(row: str, pk: int | UUID, lock: str) -> bool:
    """Tell whether somebody else could lock a row of this table now; asked over another connection."""

    def ask() -> bool:
        try:
            with transaction.atomic(), connections["default"].cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {row} WHERE id = %s FOR {lock} NOWAIT", [pk])
        except OperationalError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(1) as other:
        return other.submit(ask).result()


def watched(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, look: Callable[[], bool]
) -> list[bool]:
    """What `look` told each time before the module's function was called."""
    told: list[bool] = []
    before = getattr(module, name)

    def call(*args: object, **kwargs: object) -> object:
        told.append(look())
        return before(*args, **kwargs)

    monkeypatch.setattr(module, name, call)
    return told


@pytest.fixture
def sue(make_account: Callable[..., Account]) -> Account:
    return is_there(make_account(Role.SUPERVISOR, "sue"))


def test_who_lost_a_contact_to_somebody_keeps_no_lock_on_it(
    ann: Account, ben: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, next_one = starts().contact, starts().contact
    takes(ben, lost)
    # The line was read before Ben took the first.
    read: Iterator[UUID] = iter([lost.pk, next_one.pk])
    monkeypatch.setattr(queue, "next_for", lambda *_: next(read))
    free = watched(monkeypatch, queue, "give", lambda: is_free("chat_contact", lost.pk, "UPDATE"))

    assert takes(ann) == next_one
    assert free == [True]
    assert Contact.objects.get(pk=lost.pk).handler == ben


def test_keeping_a_reply_holds_up_nobody_who_names_the_same_account(
    sue: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = watched(
        monkeypatch, saved_replies, "record", lambda: is_free("staff_account", sue.pk, "KEY SHARE")
    )
    saved_replies.save_reply(reply=uuid4(), title="Hello", words="Hello there", team=True, by=sue)

    assert free == [True]


def test_changing_an_account_holds_up_nobody_who_names_it(
    ann: Account, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = watched(monkeypatch, staff, "record", lambda: is_free("staff_account", ann.pk, "KEY SHARE"))
    staff.set_role(account=ann, role=Role.SUPERVISOR, by=admin)

    assert free
    assert all(free)


def test_a_look_of_many_desks_waits_for_nobody_who_holds_a_lease(ann: Account, ben: Account) -> None:
    def look() -> list[int]:
        try:
            return sorted(renew_presences([ann.pk, ben.pk]))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        Presence.objects.select_for_update().get(handler=ann)
        assert other.submit(look).result(timeout=20) == [ben.pk]
