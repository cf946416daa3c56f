"""The pages of the rota, as people use them."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client

from helpline.hours.rules import Schedule, WeeklyInterval
from helpline.hours.services import publish_hours
from helpline.rota.covering import newest_cover
from helpline.rota.models import Shift, Swap
from helpline.staff.models import Account
from helpline.statistics.models import QueryLog

pytestmark = pytest.mark.django_db
ROTA, OWN = "/supervision/rota/", "/console/shifts/"


@pytest.fixture
def desk(supervisor: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(supervisor)


def test_a_week_is_made_and_says_what_it_lacks(
    desk: Client, ann: Account, supervisor: Account, monday: date
) -> None:
    publish_hours(schedule=Schedule(weekly=(WeeklyInterval(0, time(9), time(13)),)), by=supervisor)
    form = {"week": monday, "who": ann.pk, "day": monday, "start": "09:00", "end": "12:00", "repeats": ""}

    page = desk.post(f"{ROTA}add/", form, follow=True).content.decode()
    assert f"{monday:%A %-d %B}, 12:00 to 13:00: nobody is on, and 2 are needed." in page
    assert "0 of 2" in page
    assert "is on already" in desk.post(f"{ROTA}add/", form).content.decode()

    after = (monday + timedelta(weeks=1)).isoformat()
    copied = desk.post(f"{ROTA}copy/", {"week": after}, follow=True).content.decode()
    assert "1 shift is copied from the week before." in copied
    shift = Shift.objects.get(day=monday)
    assert "ann is off the rota" in desk.post(f"{ROTA}{shift.pk}/remove/", follow=True).content.decode()


def test_a_mistake_is_said_and_nothing_is_saved(desk: Client, ann: Account, monday: date) -> None:
    form = {"week": monday, "who": "", "day": "x", "start": "25:00", "end": "", "repeats": "many"}
    answer = desk.post(f"{ROTA}add/", form)

    assert answer.status_code == 400
    text = answer.content.decode()
    for said in (
        "Choose who is on.",
        "Give a day, such as",
        "Write times like 09:00.",
        "Give a whole number.",
    ):
        assert said in text
    assert desk.get(f"{ROTA}?week=9999-99-99").status_code == 200
    assert not Shift.objects.exists()


def test_numbers_are_set_with_times_of_their_own(desk: Client) -> None:
    page = desk.get(f"{ROTA}cover/")
    sent = {
        "replaces": 0,
        "minimum": 2,
        "t0-weekday": 4,
        "t0-start": "18:00",
        "t0-end": "22:00",
        "t0-number": "",
    }
    half = desk.post(f"{ROTA}cover/", sent)
    assert (page.status_code, half.status_code) == (200, 400)
    assert "or leave all four empty" in half.content.decode()

    assert desk.post(f"{ROTA}cover/", {**sent, "t0-number": 3}).status_code == 302
    newest = newest_cover()
    assert newest is not None
    assert newest.cover == {
        "minimum": 2,
        "times": [{"weekday": 4, "start": "18:00", "end": "22:00", "number": 3}],
    }
    stale = desk.post(f"{ROTA}cover/", {**sent, "t0-number": 4})
    assert "Somebody else has changed" in stale.content.decode()


def test_what_the_forecast_suggests_is_for_who_may_see_figures_and_is_noted(
    desk: Client, admin: Account, signed_in: Callable[[Account], Client]
) -> None:
    publish_hours(schedule=Schedule(weekly=(WeeklyInterval(0, time(9), time(13)),)), by=admin)
    assert "There is no forecast yet" in desk.get(f"{ROTA}?suggest=1").content.decode()
    assert "forecast" not in signed_in(admin).get(f"{ROTA}?suggest=1").content.decode()
    assert not QueryLog.objects.exists()


def test_a_handler_asks_and_a_colleague_agrees(
    ann: Account, ben: Account, supervisor: Account, signed_in: Callable[[Account], Client], monday: date
) -> None:
    shift = Shift.objects.create(account=ann, day=monday, start=time(9), end=time(13))
    hers, his = signed_in(ann), signed_in(ben)
    page = hers.get(OWN).content.decode()
    assert f"<strong>{monday:%A %-d %B}</strong>" in page
    assert f'value="to:{ben.pk}"' in page

    assert (
        "Nothing was asked."
        in hers.post(f"{OWN}{shift.pk}/ask/", {"whom": "x"}, follow=True).content.decode()
    )
    hers.post(f"{OWN}{shift.pk}/ask/", {"whom": f"to:{ben.pk}"})
    assert "Asked of you" in his.get(OWN).content.decode()
    his.post(f"{OWN}swaps/{Swap.objects.get().pk}/decline/")
    hers.post(f"{OWN}{shift.pk}/ask/", {"whom": "any"})
    assert "You asked whoever can" in hers.get(OWN).content.decode()
    swap = Swap.objects.get().pk
    done = his.post(f"{OWN}swaps/{swap}/agree/", follow=True).content.decode()

    assert "It is yours now" in done
    assert "answered or taken back" in his.post(f"{OWN}swaps/{swap}/agree/", follow=True).content.decode()
    assert "You are on no shift that comes." in hers.get(OWN).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_week_takes_the_same_queries_for_one_and_for_three(
    desk: Client, ann: Account, monday: date, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        Shift.objects.create(account=ann, day=monday, start=time(9 + 2 * number), end=time(10 + 2 * number))
    desk.get(ROTA)

    with django_assert_num_queries(8):  # type: ignore[attr-defined]
        desk.get(f"{ROTA}?week={monday}")
