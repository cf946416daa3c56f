"""The service as a caller's browser sees it, played by the test: what it was sent, and what it answers.

Not on localhost, so that the page runs without what browsers keep for secure pages.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, WebSocketRoute

from chat.views import assets, pages, reading, services
from helpline.embedding.services import remember
from helpline.hours.said import status_message, status_short
from helpline.kernel.policies import content_security_policy
from triage.services import Listing
from triage.wanted import Wanted

ROOT = Path(__file__).resolve().parents[2]
HOST = "http://chat.test"
AWAY = "http://weather.test/"
OUT = b"https://www.bbc.co.uk/weather"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
AT = "2026-11-21T14:05:00+00:00"
LINE = {
    "id": "1",
    "kind": "helpline",
    "name": "Police, ambulance",
    "phone": "999",
    "hours": "24 hours",
    "open_now": True,
    "hours_now": "Open now, day and night",
}
# Press what is in sight, by its selector or its words, one after another and as soon as each is there: the
# way to the queue in one step, which hundreds of tests go.
PRESSES = """async (presses) => {
  const named = (what) => /^(#|button\\[)/.test(what)
    ? document.querySelectorAll(what)
    : [...document.querySelectorAll("button")].filter((button) => button.textContent.trim() === what);
  for (const what of presses) {
    let found;
    while (!(found = [...named(what)].find((button) => button.checkVisibility()))) {
      await new Promise(requestAnimationFrame);
    }
    found.focus();
    found.click();
  }
}"""


class Service:
    """One caller's page and everything it hears and says."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport={"width": 375, "height": 740})
        self.context.route("**/*", self._answer)
        self.context.route_web_socket("**/ws/caller/", self._socket)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        self.status: dict[str, Any] = {"intake": "open", "open": True}
        self.started: list[dict[str, Any]] = []
        # The forms that a page without a script of the chat's sent.
        self.posted: list[str] = []
        self.start_answer: tuple[int, dict[str, Any]] = (201, STARTED)
        self.heard: list[dict[str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.sockets: list[WebSocketRoute] = []
        self.welcome: dict[str, Any] = {"state": "waiting", "queue": {"ahead": "few"}}
        self.refuse_sockets = False
        self.refused = 0
        # Sockets that are open and say nothing, as a telephone's may be that slept.
        self.deaf = False
        # Requests for events that wait, where the test lets them: each with what it asked for.
        self.lets_wait = False
        self.waiting: list[tuple[Route, dict[str, list[str]]]] = []
        self.acknowledges = True
        self.others: dict[str, dict[str, Any]] = {}
        self.kept: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = [LINE]

    # -- what the test does ---------------------------------------------------------------------

    def open(self, path: str = "/chat/") -> Page:
        self.page.goto(HOST + path)
        return self.page

    def start_talking(self, **answers: str) -> Page:
        """Open the page and go to the queue."""
        self.open()
        return self.go_to_the_queue(**answers)

    def go_to_the_queue(self, **answers: str) -> Page:
        """Go from the first screen to the queue, with as few answers as can be."""
        page = self.page
        about = answers.get("about", "own_behaviour")
        page.evaluate(
            PRESSES,
            [
                "#start-button",
                "I agree, go on",
                f"button[value={about}]",
                *(["Go on to the chat"] if about == "being_hurt" else []),
                "Rather not say",
                "Leave out the rest and go to the chat",
            ],
        )
        page.get_by_text("You are near the front of the queue.").wait_for()
        return page

    def say(self, **event: Any) -> None:
        """Say one event on the newest socket."""
        self.sockets[-1].send(json.dumps(event))

    def talk(self) -> None:
        self.say(type="state", state="talking")

    def message(self, body: str, *, sender: str = "handler") -> dict[str, Any]:
        event = {"type": "message", "seq": len(self.kept) + 1, "id": f"m{len(self.kept)}", "from": sender}
        self.kept.append({**event, "body": body, "at": AT})
        return self.kept[-1]

    def card(self, name: str, **more: Any) -> dict[str, Any]:
        """Keep one card of the talk; its name is its id."""
        event = {"type": "card", "seq": len(self.kept) + 1, "id": f"card-{name}", "name": name, "at": AT}
        self.kept.append({**event, **more})
        return self.kept[-1]

    def write(self, body: str) -> None:
        self.page.fill("#message", body)
        self.page.keyboard.press("Enter")

    def hears(self, kind: str) -> list[dict[str, Any]]:
        return [command for command in self.heard if command["type"] == kind]

    def tells(self, *passing: dict[str, Any]) -> None:
        """Answer the request that waits, with what is new and these passing events."""
        self._answer_poll(*self.waiting.pop(), *passing)

    def cut(self) -> None:
        self.sockets[-1].close(code=1012)

    # -- what it answers --------------------------------------------------------------------------

    def _listen(self, message: Any) -> None:
        # What a test refuses on purpose is logged by the browser; everything else is a complaint.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if route.request.url in self.others:
            route.fulfill(**self.others[route.request.url])
        elif not route.request.url.startswith(HOST):
            route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>")
        elif asked.path.startswith("/static/"):
            file = ROOT / asked.path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif asked.path in VIEWS:
            route.fulfill(**self._view(route, f"{asked.path}?{asked.query}"))
        elif asked.path == "/chat/":
            self._page(route, asked.query)
        elif asked.path in {"/status.json", "/chat/lines.json"}:
            lang = parse_qs(asked.query).get("lang", ["en"])[0]
            told = self.status_in(lang) if asked.path == "/status.json" else {"lines": self.lines}
            route.fulfill(json=told, headers={"Access-Control-Allow-Origin": "*"})
        elif asked.path == "/api/contacts":
            self.started.append(route.request.post_data_json)
            route.fulfill(status=self.start_answer[0], json=self.start_answer[1])
        elif asked.path == "/api/contact/events":
            self._poll(route, parse_qs(asked.query))
        elif asked.path == "/api/contact/commands":
            self.commands.append(route.request.post_data_json)
            answer = self._keep(self.commands[-1])
            route.fulfill(json=answer or {"type": "ack", "id": self.commands[-1].get("id")})
        else:
            route.fulfill(status=404, body="")

    def _view(self, route: Route, path: str) -> dict[str, Any]:
        posted = route.request.post_data
        self.posted += [posted] if posted else []
        form = {"data": posted, "content_type": "application/x-www-form-urlencoded"}
        asked = RequestFactory().post(path, **form) if posted else RequestFactory().get(path)
        answer = VIEWS[urlsplit(path).path](asked)
        policy = content_security_policy(getattr(answer, "csp_update", {}))
        headers = {"Content-Security-Policy": policy, "Content-Type": answer["Content-Type"]}
        if path.startswith("/chat/t"):
            # Talk and texts bring the way out of their language: its own host, where nobody is asked.
            return {"body": answer.content.replace(OUT, AWAY.encode()), "headers": headers}
        return {"body": answer.content, "headers": headers}

    def status_in(self, lang: str) -> dict[str, Any]:
        """Return the status with the sentences that the real service would write."""
        status = {"opens_at": None, **self.status}
        opens_at = datetime.fromisoformat(status["opens_at"]) if status["opens_at"] else None
        said = {"now": datetime.now(UTC)}
        return {
            **status,
            "message": status_message(lang, status["intake"], opens_at, **said),
            "short": status_short(lang, status["intake"], opens_at, **said),
        }

    def _page(self, route: Route, query: str) -> None:
        # Counted in a database, and there is none behind these pages.
        remember({})
        with mock.patch.object(pages, "note_visit"):
            response = pages.chat_page(RequestFactory().get(f"/chat/?{query}"))
        html = response.content.decode().replace(OUT.decode(), AWAY)
        policy = content_security_policy(getattr(response, "csp_update", {}))
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    def _socket(self, socket: WebSocketRoute) -> None:
        if self.refuse_sockets:
            self.refused += 1
            socket.close(code=1011)
            return
        self.sockets.append(socket)
        socket.on_message(lambda text: self._hear(socket, json.loads(str(text))))

    def _poll(self, route: Route, query: dict[str, list[str]]) -> None:
        if self.lets_wait and int(query["wait"][0]):
            self.waiting.append((route, query))
        else:
            self._answer_poll(route, query)

    def _answer_poll(self, route: Route, query: dict[str, list[str]], *passing: dict[str, Any]) -> None:
        news = [self._welcome(), *self._after(int(query["after"][0])), *passing]
        route.fulfill(json={"events": news, **({"mark": "m1"} if self.lets_wait else {})})

    def _hear(self, socket: WebSocketRoute, command: dict[str, Any]) -> None:
        self.heard.append(command)
        if self.deaf:
            return
        if command["type"] == "hello":
            for event in [self._welcome(), *self._after(command["after"])]:
                socket.send(json.dumps(event))
        elif command["type"] == "ping":
            socket.send(json.dumps({"type": "pong"}))
        elif self.acknowledges and (answer := self._keep(command)):
            socket.send(json.dumps(answer))

    def _welcome(self) -> dict[str, Any]:
        return {"type": "welcome", "contact": "c", "seq": len(self.kept), **self.welcome}

    def _after(self, seq: int) -> list[dict[str, Any]]:
        return [event for event in self.kept if event["seq"] > seq]

    def _keep(self, command: dict[str, Any]) -> dict[str, Any] | None:
        if command["type"] == "card.answer":
            return self._keep_answer(command)
        if command["type"] != "message.post":
            return None
        known = [event for event in self.kept if event["id"] == command["id"]]
        kept = known[0] if known else {**self.message(command["body"], sender="caller"), "id": command["id"]}
        if not known:
            self.kept[-1] = kept
        return {"type": "ack", "id": command["id"], "seq": kept["seq"], "at": AT}

    def _keep_answer(self, command: dict[str, Any]) -> dict[str, Any]:
        known = [event for event in self.kept if event["id"] == command["id"]]
        if not known:
            event = {"type": "answer", "seq": len(self.kept) + 1, "from": "caller", "at": AT}
            self.kept.append({**event, **{name: command[name] for name in ("id", "card", "value")}})
        return {"type": "ack", "id": command["id"], "seq": (known or self.kept)[-1]["seq"], "at": AT}


VIEWS = {
    "/embed.js": pages.embed_js,
    "/chat/talk.js": assets.talk_js,
    "/chat/rest.js": assets.rest_js,
    "/chat/page.css": assets.page_css,
    "/chat/texts.json": assets.texts_json,
    "/chat/guide": reading.guide,
    "/chat/agreed/4.json": lambda request: reading.agreed_json(request, 4),
    "/chat/guide.json": reading.guide_json,
    "/chat/workers": reading.workers,
    "/chat/workers.json": reading.workers_json,
    "/chat/easy-read": reading.easy_read,
    "/chat/accessibility": reading.accessibility,
    "/chat/services": services.services,
}
CARD = {
    "id": "9",
    "kind": "helpline",
    "name": "A line",
    "phone": "0800 1111",
    "website": "https://line.example",
}
# A card with everything on it, as the service makes it in each language (triage/services/cards.py).
FULL_CARD = {
    **CARD,
    "id": "11",
    "kind": "programme",
    "name": "Riverside Change Group",
    "provider": "Riverside Trust",
    "text": "07700 900123",
    "email": "hello@riverside.example",
    "website": "https://abuse-help.example/group",
    "address": "1 High Street, Birkenhead",
    "hours": "Monday to Friday, 9am to 5pm",
    "opening": "Mo-Fr 09:00-17:00",
    "open_now": True,
    "hours_now": "Open now until 5 in the afternoon",
    "area": "Wirral",
    "about": "A weekly group for men who want to stop hurting a partner.",
    "whom_for": "Men aged 18 and over",
    "what_happens": "You talk with one of us first, about what happened and what you want to change.",
    "partners": True,
    "cost": "free",
}
IN_WELSH = {
    "lang": "cy",
    "english": ["name", "provider", "area", "what_happens"],
    "about": "Grŵp wythnosol i ddynion sydd am roi'r gorau i frifo partner.",
    "hours": "Dydd Llun i ddydd Gwener, 9yb tan 5yp",
    "hours_now": "Ar agor nawr tan 5 y prynhawn",
    "whom_for": "Dynion 18 oed a throsodd",
    "cost": "am ddim",
}
FULL_CARDS = {"en": FULL_CARD, "cy": {**FULL_CARD, **IN_WELSH}}
# One service of the public list, with all that a card may say.
LISTED = {
    **CARD,
    "name": "Riverside group",
    "provider": "Riverside Trust",
    "about": "A group for men who want to change how they treat a partner.",
    "hours": "Monday to Friday, 9am to 5pm",
    "hours_now": "Open now until 5 in the afternoon",
    "whom_for": "Men aged 18 and over",
    "cost": "free",
    "email": "a.long.address.of.the.group@riverside-trust.example",
    "what_happens": "You talk with somebody first.",
    "partners": True,
    "formats": ["group", "online"],
    "languages": ["en", "cy"],
    "weeks": [8, 10],
    "way_in": "self",
    "care": True,
    "checked": date(2026, 11, 1),
}


def listed(wanted: Wanted, *, language: str, page: int) -> Listing:
    """Return a page of the public list with one service and one line."""
    places = [place.name for place in wanted.places]
    card = {**LISTED, "place": "In Wirral" if places else "", "area": None if places else "Wirral"}
    return Listing([("local", [card])], [LINE], places, page=page, more=True)


STARTED = {
    "contact": "c",
    "token": "secret-token",
    "state": "waiting",
    "queue": {"ahead": "few"},
    "advice": [CARD],
}
