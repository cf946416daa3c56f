"""The family of refusals: each has a stable code for the wire and one plain sentence.

HelplineError
├── RequestInvalid          request.invalid
├── Forbidden               forbidden
└── (each room adds its own beside the rule that raises it)

Plain Python: rules may raise these.
"""

from collections.abc import Mapping
from typing import Any


class HelplineError(Exception):
    """A refusal that the other side can act on.

    `code` is part of the protocol and never changes; `status` is the HTTP
    status where the refusal travels over HTTP; `extra` holds further fields of
    the reply (never words of a caller).
    """

    code = "error"
    status = 400
    message = "That did not work, and nothing was changed. Load the page again, then try once more."

    def __init__(self, message: str | None = None, **extra: Any) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.extra: Mapping[str, Any] = extra

    def as_wire(self) -> dict[str, Any]:
        """Return {"code", "message", ...extra} as it stands in a reply."""
        return {"code": self.code, "message": self.message, **self.extra}


class RequestInvalid(HelplineError):
    """What was sent does not fit; `extra["fields"]` maps a field to what is wrong with it."""

    code = "request.invalid"
    message = (
        "Some of what was sent does not fit, so nothing was saved. Change what is marked, then send it again."
    )


class Forbidden(HelplineError):
    """The account may not do this."""

    code = "forbidden"
    status = 403
    message = "Your role does not allow this, and nothing was changed. If you need it, ask your admin."
