"""Reports of errors without what was said: no locals, no body, no cookies, no settings, no text of an error.

For mail to ADMINS, which is off unless somebody sets it, and for Django's own page in DEBUG.
"""

from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from helpline.kernel.logs import told


class NothingSaid(SafeExceptionReporterFilter):
    """Leaves out everything that a request or a frame holds."""

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return {}.items()

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {}


class PlacesOnly(ExceptionReporter):
    """Says which class of error came from where; nothing of Django's longer report."""

    def __init__(
        self,
        request: HttpRequest | None,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
        is_email: bool = False,
    ) -> None:
        super().__init__(request, exc_type, exc_value, tb, is_email)
        self.told = told(exc_value) if exc_value is not None else "no error"

    def get_traceback_text(self) -> SafeString:
        # Places in the program and names of classes: nothing that somebody sent.
        return mark_safe(self.told)  # noqa: S308

    def get_traceback_html(self) -> SafeString:
        return format_html("<!doctype html><title>Error</title><pre>{}</pre>", self.told)
