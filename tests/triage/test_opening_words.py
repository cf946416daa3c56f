import pytest

from triage.opening_words import notation_of, opening_words


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
        ("Mo 09:00-12:00,13:00-17:00", "Monday, 9am to 12pm and 1pm to 5pm"),
        ("Fr-Sa 22:00-06:00; PH off", "Friday to Saturday, 10pm to 6am; closed on bank holidays"),
        ("Mo-Su,PH 10:00-22:00", "Monday to Sunday and bank holidays, 10am to 10pm"),
        (
            "Mo-Su 09:00-17:00; We,PH off",
            "Monday to Sunday, 9am to 5pm; closed on Wednesday and bank holidays",
        ),
    ],
)
def test_hours_in_plain_words(notation, words):
    assert opening_words(notation) == words
    assert notation_of(words) == notation


@pytest.mark.parametrize("notation", ["", "Mo-Fr", "weekdays 9-5", "Mo 09:00-17:00 off", "Mo 25:00-26:00"])
def test_other_notations_are_refused(notation):
    with pytest.raises(ValueError, match=r"hours not understood|not a time"):
        opening_words(notation)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "24 hours",
        "Mon-Fri 9-5",
        "Monday to Friday, 9am to 5pm, not in August",
        "Monday, 9 to 5",
        "weekdays, 9am",
        "Monday to Friday, 9am to 5pm.",
        "closed on Mondays",
        "Monday, 13am to 5pm",
        "Monday, 9am",
        ", 9am to 5pm",
    ],
)
def test_other_words_are_never_guessed_at(words):
    assert notation_of(words) is None
