"""What a card says of now, never surer than what is known."""

import pytest

from helpline.hours.rules import Nation
from tests.hours.schedules import london
from triage.line_hours import line_state
from triage.line_words import now_words

OFFICE = "Mo-Fr 09:00-17:00"
WORDS = "Monday to Friday, 9am to 5pm"


def said(notation: str | None, at: str, *, language: str = "en", hours: str = WORDS, listed: bool = False):
    moment = london(at)
    state = line_state(notation, moment, [Nation.ENGLAND])
    return now_words(state, language=language, hours=hours, listed=listed, now=moment)


@pytest.mark.parametrize(
    ("notation", "at", "english", "welsh"),
    [
        ("24/7", "2026-11-25T10:00", "Open now, day and night", "Ar agor nawr, ddydd a nos"),
        (OFFICE, "2026-11-25T10:00", "Open now until 5 in the afternoon", "Ar agor nawr tan 5 y prynhawn"),
        (OFFICE, "2026-11-25T18:00", "Opens tomorrow at 9 in the morning", "Yn agor yfory am 9 y bore"),
        (OFFICE, "2026-11-27T18:00", "Opens on Monday at 9 in the morning", "Yn agor ddydd Llun am 9 y bore"),
        (
            OFFICE,
            "2026-12-24T18:00",
            "Opens on Tuesday at 9 in the morning. It may differ on a bank holiday",
            "Yn agor ddydd Mawrth am 9 y bore. Gall fod yn wahanol ar ŵyl banc",
        ),
        (
            OFFICE,
            "2026-12-25T10:00",
            "It is a bank holiday: the hours may differ. Monday to Friday, 9am to 5pm",
            "Mae'n ŵyl banc: gall yr oriau fod yn wahanol. Monday to Friday, 9am to 5pm",
        ),
        ("Mo-Su off", "2026-12-25T10:00", "It is a bank holiday: the hours may differ. " + WORDS, None),
        ("Mo-Su,PH off", "2026-12-25T10:00", "Not open now", "Ddim ar agor nawr"),
    ],
)
def test_now_in_both_languages(notation: str, at: str, english: str, welsh: str | None):
    assert said(notation, at) == english
    assert welsh is None or said(notation, at, language="cy") == welsh


def test_hours_that_nobody_checked_stay_said_as_such():
    assert said(OFFICE, "2026-11-25T10:00", listed=True) == "Listed as open now, until 5 in the afternoon"
    assert said(OFFICE, "2026-11-25T18:00", listed=True) == "Listed as opening tomorrow at 9 in the morning"


def test_unknown_hours_are_told_as_they_are_or_asked_to_be_checked():
    assert said(None, "2026-11-25T10:00", hours="ring to ask") == "Check the hours. ring to ask"
    assert said(None, "2026-11-25T10:00", hours="") == "Check the hours"
