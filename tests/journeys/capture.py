"""Everything that a page asked for, was answered, and sent over its sockets, as the browser reports it."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

Headers = dict[str, str]


@dataclass
class Exchange:
    """One request and its answer. Headers are those that went over the line, also the ones no script sees."""

    method: str = "GET"
    address: str = ""
    body: str = ""
    sent: Headers = field(default_factory=dict)
    answered: Headers = field(default_factory=dict)
    answer: str | None = None

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc


class Capture:
    """Listens to one page from now on."""

    def __init__(self, page: Page) -> None:
        self.exchanges: dict[str, Exchange] = defaultdict(Exchange)
        self.frames: list[tuple[str, str]] = []
        self.session = page.context.new_cdp_session(page)
        for name in (
            "requestWillBeSent",
            "requestWillBeSentExtraInfo",
            "responseReceived",
            "responseReceivedExtraInfo",
            "webSocketCreated",
            "webSocketWillSendHandshakeRequest",
            "webSocketFrameSent",
            "webSocketFrameReceived",
        ):
            self.session.on(f"Network.{name}", getattr(self, f"_{name}"))
        self.session.send("Network.enable", {"maxPostDataSize": 65_536})

    def _requestWillBeSent(self, event: Any) -> None:  # noqa: N802
        asked = event["request"]
        if "redirectResponse" in event:
            # The same number goes on after a redirect; the first leg keeps its own.
            self.exchanges[f"{event['requestId']} before {asked['url']}"] = self.exchanges.pop(
                event["requestId"]
            )
        exchange = self.exchanges[event["requestId"]]
        exchange.method, exchange.address = asked["method"], asked["url"] + asked.get("urlFragment", "")
        exchange.body = asked.get("postData", "")
        exchange.sent |= lower(asked["headers"])

    def _requestWillBeSentExtraInfo(self, event: Any) -> None:  # noqa: N802
        self.exchanges[event["requestId"]].sent |= lower(event["headers"])

    def _responseReceived(self, event: Any) -> None:  # noqa: N802
        self.exchanges[event["requestId"]].answered |= lower(event["response"]["headers"])

    def _responseReceivedExtraInfo(self, event: Any) -> None:  # noqa: N802
        self.exchanges[event["requestId"]].answered |= lower(event["headers"])

    def _webSocketCreated(self, event: Any) -> None:  # noqa: N802
        self.exchanges[event["requestId"]].address = event["url"]

    def _webSocketWillSendHandshakeRequest(self, event: Any) -> None:  # noqa: N802
        self.exchanges[event["requestId"]].sent |= lower(event["request"]["headers"])

    def _webSocketFrameSent(self, event: Any) -> None:  # noqa: N802
        self.frames.append(("sent", event["response"]["payloadData"]))

    def _webSocketFrameReceived(self, event: Any) -> None:  # noqa: N802
        self.frames.append(("received", event["response"]["payloadData"]))

    def reads_answers(self) -> None:
        """Read what has been answered so far: a page that is left takes its answers along."""
        for id, exchange in list(self.exchanges.items()):
            if exchange.answer is None and exchange.answered:
                try:
                    exchange.answer = self.session.send("Network.getResponseBody", {"requestId": id})["body"]
                except Error:
                    # Not all there yet, or gone with the page before.
                    continue

    @property
    def real(self) -> list[Exchange]:
        """Every exchange that went over the line: not what a page has within itself."""
        return [one for one in self.exchanges.values() if one.address.startswith(("http", "ws"))]

    @property
    def hosts(self) -> set[str]:
        return {one.host for one in self.real}

    def with_header(self, name: str) -> list[str]:
        """Return the paths of requests that carried, or answers that brought, a header."""
        # A request without a Referer is reported with an empty one before it is sent.
        return [one.path for one in self.real if one.sent.get(name) or one.answered.get(name)]

    def cacheable(self, host: str) -> dict[str, str]:
        """Return the answers of a host that a browser may keep, with what they say of it."""
        return {
            one.path: one.answered.get("cache-control", "")
            for one in self.real
            if one.answered
            and one.host == host
            and one.address.startswith("http")
            and "no-store" not in one.answered.get("cache-control", "")
        }

    def places_of(self, word: str) -> set[str]:
        """Return every place a word went through, by name."""
        found = set()
        for one in self.real:
            name = f"{one.method} {one.path}"
            parts = {
                "address": one.address,
                "headers": json.dumps([one.sent, one.answered]),
                "body": one.body,
                "answer": one.answer or "",
            }
            found |= {f"{part} of {name}" for part, text in parts.items() if word in text}
        for way, payload in self.frames:
            if word in payload:
                found.add(f"{way} {json.loads(payload)['type']}")
        return found


def lower(headers: Headers) -> Headers:
    return {name.lower(): value for name, value in headers.items()}
