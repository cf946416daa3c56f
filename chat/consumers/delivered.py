"""How long words take to the other end, and whether a hint or only the timer brought them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from chat import events
from helpline.kernel import metrics

# A hint may be under way while the timer reads; one that takes longer than this is lost, or as good as lost.
HINT_SECONDS = 2.0


def note_said(said: Iterable[events.Event], *, to: str, looking_again: bool) -> None:
    """Count what a socket of this kind was just told; `looking_again`: nothing but the timer had it read.

    The time runs from when the message's batch was begun, by the clock of the process that stored it:
    clocks of several machines must agree, and a difference below zero counts as none.
    """
    now, missed = timezone.now(), 0
    for event in said:
        if event["type"] != "message":
            continue
        took = max(0.0, (now - datetime.fromisoformat(event["at"])).total_seconds())
        if event["from"] in metrics.ENDS and event["from"] != to and to in metrics.deliveries:
            metrics.deliveries[to].observe(took)
        missed += looking_again and took > HINT_SECONDS
    if missed:
        metrics.hints.labels("missed").inc(missed)
