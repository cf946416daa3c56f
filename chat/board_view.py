"""What the supervisors' board shows: one read for all who look, a fixed number of queries, never words."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Min, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat import events
from chat.assignment import UNDER_18
from chat.channels import is_recorded
from chat.desk_states import DeskState, desk_state, skills_in_force
from chat.harm import HARM, harm_of
from chat.models import Acquaintance, Alert, Contact, Presence
from chat.selectors import is_online, waiting, wrapping_up_count
from chat.services.free_handlers import ON_PHONE
from chat.services.intake import intake
from chat.services.waits import newcomers_wait
from chat.states import State
from helpline.staff.skills import skill_label

FIRST = 10
ANSWERED_STAYS = timedelta(minutes=10)
MOST_ALERTS = 100
# Beside whom one sees when somebody has an alert: below all that is open.
ANSWERED = len(HARM)
PRESENCE = (
    "handler__username", "handler__skills", "available", "break_reason", "capacity", "skills", "skills_until",
    "paused_until", "training",
)  # fmt: skip


def board(queue: str = "main") -> dict[str, Any]:
    """Return {"line", "waiting", "talks", "handlers", "alerts"}: docs/protocol.md says what is in them."""
    now = timezone.now()
    talks = _talks(queue, now)
    return {
        "line": _line(queue, now, talking=len(talks)),
        "waiting": _waiting(queue),
        "talks": talks,
        "handlers": _handlers(now),
        "alerts": _alerts(queue, now, talks={row["contact"] for row in talks}),
    }


def _line(queue: str, now: datetime, *, talking: int) -> dict[str, Any]:
    state = intake(queue=queue, now=now)
    waits = waiting(queue).order_by().aggregate(count=Count("pk"), since=Min("joined_at"))
    return {
        "intake": state.name,
        "opens_at": events.moment(state.opening.opens_at),
        "closes_at": events.moment(state.opening.closes_at),
        "last_intake_at": events.moment(state.opening.last_intake_at),
        "waiting": waits["count"],
        "longest_since": events.moment(waits["since"]),
        "estimated_wait": newcomers_wait(queue=queue),
        "talking": talking,
        "wrapping_up": wrapping_up_count(queue),
        "act": state.opening.act,
        "act_reason": state.opening.act_reason,
    }


def _waiting(queue: str) -> list[dict[str, Any]]:
    rows = list(waiting(queue)[:FIRST])
    known: dict[UUID, list[str]] = defaultdict(list)
    pairs = Acquaintance.objects.filter(contact__in=[row.pk for row in rows])
    for contact, handler in pairs.order_by("handler__username").values_list("contact", "handler__username"):
        known[contact].append(handler)
    return [_entry(place, row, known[row.pk]) for place, row in enumerate(rows, start=1)]


def _entry(position: int, row: Contact, cannot: list[str]) -> dict[str, Any]:
    """Return one who waits; `cannot` names who may not take them, and gives no reason."""
    return {
        "contact": str(row.pk),
        "position": position,
        "about": row.about,
        "safe_now": row.safe_now,
        "under_18": row.age_band in UNDER_18,
        "language": row.language,
        "interpreter": row.interpreter or None,
        "level": row.level or None,
        "badges": row.badges,
        "joined_at": events.moment(row.joined_at),
        "returned": row.returned,
        "caller": "online" if is_online(row) else "away",
        "cannot": cannot,
    }


def _talks(queue: str, now: datetime) -> list[dict[str, Any]]:
    rows = Contact.objects.filter(queue=queue, state=State.TALKING).order_by("taken_at", "pk")
    lease = timedelta(seconds=settings.HELPLINE_DEADLINES["lease_seconds"])
    return [
        {
            "contact": str(row["pk"]),
            "handler": row["handler__username"],
            "since": events.moment(row["taken_at"]),
            "level": row["level"] or None,
            "caller": "online"
            if is_recorded(row["channel"]) or now - row["caller_seen_at"] < lease
            else "away",
            "channel": row["channel"],
        }
        for row in rows.values("pk", "handler__username", "taken_at", "level", "caller_seen_at", "channel")
    ]


def _handlers(now: datetime) -> list[dict[str, Any]]:
    real = Q(handler__contacts__practice=False)
    present = (
        Presence.objects.filter(leased_until__gt=now, handler__is_active=True)
        .annotate(
            talking=Count("handler__contacts", filter=real & Q(handler__contacts__state=State.TALKING)),
            wrapping_up=Count("handler__contacts", filter=real & Q(handler__contacts__state=State.ENDED)),
            calls=Count("handler__contacts", filter=ON_PHONE),
        )
        .order_by("handler__username")
    )
    # Rows and no models: there may be hundreds, four times a second.
    return [_handler(row, now) for row in present.values(*PRESENCE, "talking", "wrapping_up", "calls")]


def _handler(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "handler": row["handler__username"],
        **_state(row, now),
        "capacity": row["capacity"],
        "talking": row["talking"],
        "wrapping_up": row["wrapping_up"],
        "on_phone": row["calls"] > 0,
        "skills": _skills(row, now),
        "training": row["training"],
    }


def _skills(row: dict[str, Any], now: datetime) -> list[str]:
    trained = row["handler__skills"]
    on = skills_in_force(trained, chosen=row["skills"], chosen_until=row["skills_until"], now=now)
    return [skill_label(skill) for skill in trained if skill in on]


def _state(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return {"state", "reason", "until"}: a desk state, or paused until a moment."""
    if row["paused_until"] and row["paused_until"] > now:
        return {"state": "paused", "reason": None, "until": events.moment(row["paused_until"])}
    state = desk_state(
        leased=True,
        available=row["available"],
        break_reason=row["break_reason"],
        wrapping_up=row["wrapping_up"],
    )
    reason = row["break_reason"] if state is DeskState.BREAK else None
    return {"state": state.value, "reason": reason, "until": None}


def _alerts(queue: str, now: datetime, *, talks: set[str]) -> list[dict[str, Any]]:
    """Return open alerts by their harm (chat/harm.py), then what was answered within ten minutes.

    A hand that somebody has seen goes with its talk; one that nobody has seen stays.

    Of more than can be shown the newest of the first stay: old alerts that nobody took up hide none.
    """
    wanted = Q(answered_at__isnull=True) | Q(answered_at__gt=now - ANSWERED_STAYS)
    by_harm = [When(kind__in=kinds, then=place) for place, kinds in enumerate(HARM)]
    turn = Case(When(answered_at__isnull=False, then=ANSWERED), *by_harm, default=ANSWERED)
    newest = (
        Alert.objects.filter(wanted, queue=queue)
        .select_related("about", "answered_by")
        .annotate(turn=turn)
        .order_by("turn", Coalesce("again_at", "raised_at").desc(), "pk")[:MOST_ALERTS]
    )
    over = [
        row
        for row in newest
        if row.kind == Alert.Kind.HELP and row.answered_at and str(row.contact) not in talks
    ]
    rows = sorted((row for row in newest if row not in over), key=lambda row: (row.raised_at, row.pk))
    found = [
        {
            "alert": str(row.pk),
            "kind": row.kind,
            "contact": str(row.contact) if row.contact else None,
            "about": row.about.username if row.about else None,
            "raised_at": events.moment(row.raised_at),
            "times": row.times,
            "again_at": events.moment(row.again_at),
            "because": row.because or None,
            "answered_at": events.moment(row.answered_at),
            "answered_by": row.answered_by.username if row.answered_by else None,
        }
        for row in rows
    ]
    return sorted(found, key=lambda alert: ANSWERED if alert["answered_at"] else harm_of(alert["kind"]))
