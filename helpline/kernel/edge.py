"""What is refused before anything of a request is read: strange hosts, large bodies, files.

The server itself refuses what is larger still, before it holds it: helpline/serving_http.py.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from helpline.kernel.middleware import STAFF_PREFIXES

TAKES_A_FILE = "takes_a_file"
NO_HOST_OF_OURS, TOO_LARGE = 400, 413

Application = Callable[[Any, Any, Any], Awaitable[None]]
View = Callable[..., HttpResponse]


def takes_a_file(view: View) -> View:
    """Let this view have one file of a form; everywhere else a form with files is refused."""
    setattr(view, TAKES_A_FILE, True)
    return view


def most_bytes(path: str) -> int:
    """Return how large a body may be for this path."""
    if path.startswith(STAFF_PREFIXES):
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return int(settings.HELPLINE_LIMITS["form_bytes"])


class RefuseAtTheEdge:
    """Refuses a host that is not ours and a body that is too large, in this order."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            # For files as well, which no other check sees. It is no error of ours: no trace for the log.
            request.get_host()
        except DisallowedHost:
            return HttpResponse(status=NO_HOST_OF_OURS)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > most_bytes(request.path):
            return HttpResponse(status=TOO_LARGE)
        return self.get_response(request)


def _may_take_a_file(request: HttpRequest) -> bool:
    try:
        return bool(getattr(resolve(request.path_info).func, TAKES_A_FILE, False))
    except Resolver404:
        return False


class OnlyWhereOneIsAskedFor(MemoryFileUploadHandler):
    """Holds a file in memory where a view asks for one; any other makes the request unreadable at once."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        wanted = self.request is not None and _may_take_a_file(self.request)
        self.activated = wanted and content_length <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file. Raises MultiPartParserError, which is the page for 400."""
        if not self.activated:
            raise MultiPartParserError("No file is taken here.")
        super().new_file(*args, **kwargs)


class OurHosts:
    """Before Django: what is asked of a host that is not ours is held for nothing, and gets no socket.

    `django` answers HTTP, since it has the page for it. A root path that a client names is forgotten: the
    server takes it from a header, and it would stand before every address of a page.
    """

    def __init__(self, application: Application, *, django: Application) -> None:
        self.application = application
        self.django = django

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        scope = {**scope, "root_path": ""}
        if scope["type"] not in {"http", "websocket"} or is_ours(scope):
            await self.application(scope, receive, send)
        elif scope["type"] == "http":
            await self.django(scope, receive, send)
        else:
            await send({"type": "websocket.close"})


def is_ours(scope: dict[str, Any]) -> bool:
    """Tell whether a scope asks for a host of ours, or for none; and a socket for an origin of ours, or none.

    Without a host, the server's own protocol refuses a handshake, and Django takes the dialled address.
    An origin is compared as it stands: what reads it as an address would forgive a name in front of an @.
    """
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    if scope["type"] == "websocket" and any(origin not in settings.HELPLINE_ORIGINS for origin in origins):
        return False
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1:
        return not hosts
    domain, _ = split_domain_port(hosts[0])
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
