import pytest

from triage.opening_words import opening_words


@pytest.mark.parametrize(
    ("notation", "words"),
    [
        ("24/7", "24 hours a day, every day"),
        ("Mo-Fr 09:00-17:00", "Monday to Friday, 9am to 5pm"),
        (
            "Mo,We 09:00-20:00; Tu,Th,Fr 09:00-17:00",
            "Monday and Wednesday, 9am to 8pm; Tuesday, Thursday and Friday, 9am to 5pm",
        ),
        ("Sa 10:30-12:00", "Saturday, 10.30am to 12pm"),
        ("Mo-We,Su 00:00-24:00", "Monday to Wednesday and Sunday, 12am to 12am"),
    ],
)
def test_hours_in_plain_words(notation, words):
    assert opening_words(notation) == words


@pytest.mark.parametrize("notation", ["", "Mo-Fr", "weekdays 9-5", "Mo 09:00-17:00 off", "Mo 25:00-26:00"])
def test_other_notations_are_refused(notation):
    with pytest.raises(ValueError, match=r"hours not understood|not a time"):
        opening_words(notation)
