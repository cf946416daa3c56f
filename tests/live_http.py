"""A member of staff's browser without its window: cookies, CSRF and JSON over plain HTTP."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tests.live import PASSWORD

Event = dict[str, Any]
# A guard that ends a test which would wait for ever; it says nothing about speed.
GUARD_SECONDS = 60


class Refused(AssertionError):
    """The server answered a command with an error."""


class Browser:
    """Cookies and CSRF of one member of staff, over plain HTTP."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        address = f"{self.origin}/accounts/login/"
        self.opener.open(address).close()
        form = {"login": username, "password": password, "csrfmiddlewaretoken": self.cookie("csrftoken")}
        self.opener.open(address, urllib.parse.urlencode(form).encode()).close()
        assert self.cookie("sessionid"), f"{username} is not signed in"

    def cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.jar if cookie.name == name), "")

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def post(self, path: str, body: Event) -> Event:
        headers = {"X-CSRFToken": self.cookie("csrftoken")}
        return post_json(f"{self.origin}{path}", body, headers, self.opener)


def post_json(
    address: str,
    body: Event,
    headers: dict[str, str] | None = None,
    opener: urllib.request.OpenerDirector | None = None,
) -> Event:
    """Post JSON and return the answer's. Raises Refused with the code of a refusal."""
    request = urllib.request.Request(
        address, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
    )
    try:
        with (opener or urllib.request.build_opener()).open(request, timeout=GUARD_SECONDS) as answer:
            read: Event = json.load(answer)
            return read
    except urllib.error.HTTPError as error:
        with error:
            raise Refused(json.load(error)["error"]["code"]) from None
