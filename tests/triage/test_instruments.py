"""Versions of the risk instrument: loading, and which one answers keep."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.errors import Forbidden
from helpline.staff.models import AuditEvent
from triage.models import RiskInstrument
from triage.services import (
    instrument_of,
    load_instrument,
    lowering_of,
    lowering_reason,
    record_lowering,
    record_triage,
    running_instrument,
    suggestion_from,
    triage_of,
)
from triage.services.instruments import SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A second version, in which drink alone is urgent and a reason is called otherwise."""
    text = SHIPPED.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    start = text.index("id: substance_misuse")
    text = text[:start] + text[start:].replace("level: elevated", "level: urgent", 1)
    # Together they would suggest no more than drink alone.
    text = text.replace("[escalation, substance_misuse]", "[escalation, separation, coercive_control]")
    file = tmp_path / "risk.yaml"
    file.write_text(text.replace("A supervisor and I judged it together", "Judged by two"), encoding="utf-8")
    return file


def test_a_version_is_loaded_once_and_the_next_takes_its_place(second: Path) -> None:
    assert (load_instrument(by=None).is_new, load_instrument(by=None).is_new) == (True, False)
    assert running_instrument().version == 1
    assert load_instrument(file=second, by=None).number == 2
    assert running_instrument().version == 2

    loaded = AuditEvent.objects.filter(event="risk.loaded").order_by("pk").values_list("detail", flat=True)
    assert list(loaded) == [{"version": 1}, {"version": 2}]


def test_a_version_that_is_loaded_is_never_changed(second: Path) -> None:
    load_instrument(file=second, by=None)
    for version in (1, 2):
        second.write_text(SHIPPED.read_text(encoding="utf-8").replace("version: 1", f"version: {version}"))
        with pytest.raises(ContentErrors) as refusal:
            load_instrument(file=second, by=None)
        assert f"version {version} must be higher than 2" in str(refusal.value)
        assert refusal.value.errors[0].line == 8
    assert list(RiskInstrument.objects.values_list("number", flat=True)) == [2]


def test_answers_keep_the_version_they_were_given_under(handler, second: Path) -> None:
    before, after = uuid4(), uuid4()
    drink = {"markers": {"substance_misuse": "yes"}}
    record_triage(contact=before, changes=drink, by=handler)
    load_instrument(file=second, by=None)
    record_triage(contact=before, changes={"readiness_before": 3}, by=handler)
    record_triage(contact=after, changes=drink, by=handler)

    held = [triage_of(contact) for contact in (before, after)]
    assert [each["instrument"] for each in held] == [1, 2]
    levels = [suggestion_from(each, safe_now=None, under_18=False).level for each in held]
    assert levels == ["elevated", "urgent"]


def test_a_reason_is_told_in_the_words_of_its_version(handler, second: Path) -> None:
    contact = uuid4()
    record_triage(contact=contact, changes={"markers": {"stalking": "yes"}}, by=handler)
    reason = lowering_reason(contact, "with_supervisor")
    record_lowering(contact=contact, suggested="urgent", because=reason, by=handler)
    load_instrument(file=second, by=None)

    assert lowering_of(contact) == {
        "suggested": "urgent",
        "because": "with_supervisor",
        "label": "A supervisor and I judged it together",
    }


def test_before_anything_was_loaded_the_shipped_file_serves_and_the_first_answer_loads_it(handler) -> None:
    assert running_instrument() == instrument_of(7)
    assert not RiskInstrument.objects.exists()

    record_triage(contact=uuid4(), changes={"markers": {"stalking": "no"}}, by=handler)

    assert RiskInstrument.objects.get().source_text == SHIPPED.read_text(encoding="utf-8")


@pytest.mark.parametrize("role", ["handler", "analyst"])
def test_who_does_not_keep_the_directory_loads_nothing(role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Forbidden):
        load_instrument(by=request.getfixturevalue(role))


def test_the_command_loads_and_tells_every_mistake(second: Path) -> None:
    said, wrong = StringIO(), StringIO()
    call_command("load_risk", stdout=said)
    call_command("load_risk", stdout=said)
    assert said.getvalue().splitlines() == [
        "Risk instrument, version 1: in use from now on.",
        "Risk instrument, version 1: unchanged.",
    ]

    second.write_text(second.read_text().replace("level: immediate", "level: now"))
    with pytest.raises(CommandError) as refusal:
        call_command("load_risk", file=second, stderr=wrong)
    assert refusal.value.returncode == 2
    assert f"{second}:18: marker imminent_intent: level now is not one of" in wrong.getvalue()
    assert running_instrument().version == 1


def test_the_command_checks_without_loading() -> None:
    said = StringIO()
    call_command("load_risk", "--check", stdout=said)

    assert said.getvalue() == "No mistakes in triage/content/risk.yaml.\n"
    assert not RiskInstrument.objects.exists()
