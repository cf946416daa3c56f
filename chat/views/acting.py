"""What somebody saves over HTTP is a sign that they are there, as a command over the socket is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from chat.services.idle import note_active
from helpline.staff.models import Account

View = Callable[..., HttpResponse]


def acted(view: View) -> View:
    """Note that whoever asks did something; goes inside the guard that lets them in."""

    @wraps(view)
    def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert isinstance(request.user, Account)
        note_active(by=request.user)
        return view(request, *args, **kwargs)

    return noting
