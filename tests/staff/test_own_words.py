"""A password of our own words is refused; any other, whatever it is made of, is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from helpline.staff.models import Account

# The name of the service may stand in the database.
pytestmark = pytest.mark.django_db
ADA = Account(username="ada.marlowe")


@pytest.mark.parametrize(
    "password",
    [
        "Helpline2026!",
        "respect-phoneline",
        "helpline-admin-1",
        "ADA.marlowe-1234",
        "Quiet.Harbour.2026",
        "Welcome_12345",
    ],
)
def test_our_own_words_are_refused(password: str, settings: Settings) -> None:
    settings.HELPLINE_SERVICE_NAME = "Quiet Harbour"
    with pytest.raises(ValidationError) as refused:
        validate_password(password, ADA)

    assert "password_own_words" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "719204836655",
        "kettle helpline saffron",
        "ŵyn gwyllt ar y mynydd",
        "!!!???;;;:::...---",
        "x" * 200,
    ],
)
def test_any_other_passes_whatever_it_is_made_of(password: str) -> None:
    validate_password(password, ADA)
