"""`manage.py make_facts`: the same seed, the same figures; marked everywhere; never beside real ones."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from chat.management.commands.make_facts import Command
from helpline.keeping.schedule import CLASS_OF
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.answers import SurveyAnswers
from helpline.statistics.dashboard.counting import counted
from helpline.statistics.facts import count, draft_fact, seal_due
from helpline.statistics.made_up import WORDS
from helpline.statistics.making.writing import FIGURES
from helpline.statistics.models import DraftFact, EqualityTally, Fact, MadeUpData, SurveyAnswer, WaitTally
from helpline.statistics.prompts import Used, tally
from helpline.statistics.questions import Period
from helpline.statistics.returns import tally_rang
from helpline.statistics.surveys import record_answers, seal_surveys
from helpline.statistics.values import COARSE_FIELDS, FactValues
from tests.routes import address_of_route, routes
from tests.statistics.conftest import CORRECTABLE_UNTIL, NOVEMBER, values

pytestmark = pytest.mark.django_db
CONTACT = UUID("5eed0000-1111-4222-8333-444455556666")
YEAR = ("--until", "2026-10", "--months", "12")


def made(*arguments: str) -> str:
    out = StringIO()
    call_command("make_facts", *arguments, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[Any]]:
    """Return every row of every table of figures, but for numbers of rows."""
    found = {}
    for model in FIGURES:
        names = [field.name for field in model._meta.concrete_fields]
        if model not in (Fact, SurveyAnswer):
            names.remove("id")
        found[model.__name__] = sorted(model._default_manager.values_list(*names), key=str)
    return found


def test_the_same_seed_makes_the_same_figures_and_another_seed_others() -> None:
    made("--count", "300", "--seed", "8", *YEAR)
    first = everything()
    made("--count", "300", "--seed", "8", *YEAR)
    again = everything()
    made("--count", "300", "--seed", "9", *YEAR)

    assert {name: len(rows) > 0 for name, rows in first.items()} == dict.fromkeys(first, True)
    assert again == first
    assert everything()["Fact"] != first["Fact"]
    assert (Fact.objects.count(), MadeUpData.objects.get().seed) == (300, 9)


def test_every_table_of_figures_is_made_up_and_looked_at_for_real_ones() -> None:
    kept = {name for name in CLASS_OF["statistics.Fact"].models if name.startswith("statistics.")}

    assert {model._meta.label for model in FIGURES} == kept - {
        "statistics.MadeUpData",
        "statistics.MonthSums",
    }


def test_what_is_made_up_could_have_been_a_contact() -> None:
    made("--count", "400", *YEAR)

    for fact in Fact.objects.all():
        held = {name: getattr(fact, name) for name in COARSE_FIELDS}
        kept = {name: tuple(value) if isinstance(value, list) else value for name, value in held.items()}
        assert FactValues(**kept).month.year in (2025, 2026)
        # Who left before an answer was judged by nobody.
        assert fact.answered or (fact.outcome, fact.caller_type, fact.talk_band) == (
            "abandoned",
            None,
            "none",
        )
    written = Fact.objects.filter(channel="web_chat").count()
    assert sum(WaitTally.objects.values_list("number", flat=True)) == written
    assert EqualityTally.objects.filter(number__gt=0, key__gt=0).exists()
    months = set(Fact.objects.values_list("month", flat=True))
    assert (min(months), max(months), len(months)) == (date(2025, 11, 1), date(2026, 10, 1), 12)


def test_no_contact_is_counted_beside_made_up_figures(handler: Any) -> None:
    made("--count", "20", *YEAR)
    before = everything()
    draft_fact(contact=CONTACT, values=values(), correctable_until=CORRECTABLE_UNTIL)
    record_answers(contact=CONTACT, month=NOVEMBER, answers=SurveyAnswers(heard=3))
    november = Period(NOVEMBER, "month")
    assert counted([november], drafts=True)[november].whole.number == 0

    sealed = seal_due(now=CORRECTABLE_UNTIL)
    seal_surveys(sealed)
    tally_rang([(NOVEMBER, "yes")])
    tally([Used(month=NOVEMBER, version=1, kind="prompt_sent", name="open", times=2)])
    count(kind="refused_full", day=NOVEMBER)

    assert sealed == [CONTACT]
    assert everything() == before
    assert not DraftFact.objects.exists()


@pytest.mark.parametrize(
    "real",
    [
        lambda: Fact.objects.create(**values().columns()),
        lambda: draft_fact(contact=CONTACT, values=values(), correctable_until=CORRECTABLE_UNTIL),
        lambda: count(kind="refused_full", day=NOVEMBER),
    ],
)
def test_made_up_figures_never_stand_beside_real_ones(real: Callable[[], object]) -> None:
    real()
    before = everything()

    with pytest.raises(CommandError, match="never stand beside") as refusal:
        made("--count", "20")

    assert refusal.value.returncode == 2
    assert everything() == before
    assert "no made-up figures" in made("--clear")
    assert everything() == before


def test_they_are_taken_out_again_and_not_while_a_contact_could_slip_in() -> None:
    made("--count", "20")
    draft_fact(contact=CONTACT, values=values(), correctable_until=timezone.now() + timedelta(hours=20))
    with pytest.raises(CommandError, match="a day after"):
        made("--clear")
    assert Fact.objects.count() == 20

    seal_due(now=timezone.now() + timedelta(hours=21))
    assert "are gone" in made("--clear")
    assert not any(everything().values())
    assert not MadeUpData.objects.exists()


def test_a_service_gets_them_for_training_alone(settings: Any) -> None:
    settings.HELPLINE_MODE = "service"
    with pytest.raises(CommandError, match="--training"):
        made("--count", "20")
    assert not Fact.objects.exists()

    assert WORDS in made("--count", "20", "--training")


COUNT = "argument --count: must be a whole number from 1 to 5,000,000"
SEED = "argument --seed: must be a whole number from 0 to 2,147,483,647"
UNTIL = "argument --until: must be a month such as 2026-10"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--count", "0"], f"{COUNT}, not '0'"),
        (["--count", "-5"], f"{COUNT}, not '-5'"),
        (["--count", "9" * 5_000], f"{COUNT}, not '{'9' * 40}'"),
        (["--count", "many"], f"{COUNT}, not 'many'"),
        (["--count", "1", "--seed", "1.5"], f"{SEED}, not '1.5'"),
        (["--count", "1", "--until", "2026-13"], f"{UNTIL}, not '2026-13'"),
        (["--count", "1", "--until", "1066-10"], f"{UNTIL}, not '1066-10'"),
        (
            ["--count", "1", "--months", "0"],
            "argument --months: must be a whole number from 1 to 120, not '0'",
        ),
        ([], "one of the arguments --count --clear is required"),
    ],
)
def test_what_cannot_be_is_one_line_and_status_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "make_facts", *arguments])

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"manage.py make_facts: error: {line}\n"
    assert not Fact.objects.exists()


# Pages of a service's own figures that show none of those that were made.
OTHERS = {"supervision/queries/"}


def pages_of_figures() -> list[str]:
    """Return the address of each page that a module of the figures draws, and of the prompts'."""
    found = dict(routes(get_resolver()))
    of_figures = (
        route for route, view in found.items() if view.__module__.startswith("helpline.statistics.")
    )
    return sorted({address_of_route(route) for route in {*of_figures, "supervision/prompts/"} - OTHERS})


def text_of(body: bytes) -> str:
    """Return the text of a page, a CSV file, or a spreadsheet, which is a packed folder."""
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(BytesIO(body)) as packed:
        return packed.read("content.xml").decode()


def test_every_page_and_file_of_figures_says_that_they_are_made_up(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    clients = [signed_in(make_account(role)) for role in (Role.SUPERVISOR, Role.ANALYST)]
    made("--count", "20")

    shown = set()
    for address in pages_of_figures():
        for client in clients:
            answer = client.get(address)
            if answer.status_code == 200:
                shown.add(address)
                assert "Made-up data" in text_of(answer.content), address
    assert shown >= {"/supervision/figures/", "/supervision/prompts/", "/figures/equality/"}
