"""Acting on deadlines: every few seconds, by one process of however many there are.

Each job is safe to run twice; the lease only saves work. The embedded way runs this in a
thread (helpline/asgi.py), the large way as `manage.py run_timers`.
"""

import atexit
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone

from chat.services import (
    alerts,
    blocks,
    danger,
    deadlines,
    following,
    handler_notices,
    held_back,
    idle,
    leaving,
    minutes,
    offers,
    once,
    practice_ending,
    practice_turns,
    retention,
    return_codes,
    rounds,
    transfer_deadlines,
    trial_contact,
    untaken,
)
from helpline.complaints.services import forget_complaints
from helpline.keeping import backups, reports
from helpline.keeping.counting import count_gone
from helpline.keeping.schedule import COUNTED
from helpline.kernel import clock, keystore, metrics, refused_by_browsers
from helpline.kernel.models import Lease
from helpline.quality.kept import forget_feedback
from helpline.rota.services import forget_shifts
from helpline.rota.swaps import forget_swaps
from helpline.staff.audit_seals import seal_days
from helpline.staff.audit_watch import check_daily
from helpline.staff.links import forget_links
from helpline.staff.sessions import forget_sessions
from helpline.staff.sign_in_notices import forget_notices
from helpline.standing.services import forget_leavers, reckon_all
from helpline.state.watching import forget_told, watch_state
from helpline.statistics.dashboard.kept_months import keep_sums
from helpline.statistics.loads import fold_loads
from helpline.statistics.query_log import forget_queries
from helpline.statistics.reports import keeping as report_keeping
from helpline.statistics.reports import public, telling
from triage.services import forget_history, service_names

logger = logging.getLogger(__name__)

EVERY_SECONDS = 5
PURGE_EVERY_SECONDS = 60
LEASE_SECONDS = 30
LEAVES_WITHIN = 3.0
SLOW_SECONDS = 10
HOLDER = uuid4().hex
STARTED_AT = timezone.now()

Job = Callable[[datetime], object]

# Those that judge by signs of life wait after a start, so that everyone may come back first.
AFTER_GRACE: dict[str, Job] = {
    "return_dropped": lambda now: deadlines.return_dropped(now=now),
    "settle_unanswerable": lambda now: transfer_deadlines.settle_unanswerable(now=now),
    "leave_absent": lambda now: following.leave_absent(now=now),
    "end_left": lambda now: deadlines.end_left(now=now),
    "end_left_open": lambda now: deadlines.end_left_open(now=now),
    "expire_offers": lambda now: offers.expire_offers(now=now),
    "ask_idle": lambda now: idle.ask_idle(now=now),
    "set_idle_away": lambda now: idle.set_idle_away(now=now),
    "watch_waiting": lambda now: untaken.watch_waiting(now=now),
}
ALWAYS: dict[str, Job] = {
    "expire_transfers": lambda now: transfer_deadlines.expire_transfers(now=now),
    "close_unwrapped": lambda now: deadlines.close_unwrapped(now=now),
    "practice": lambda now: practice_turns.take_turns(now=now),
    "stop_old_tests": lambda now: trial_contact.stop_old_tests(now=now),
    "end_waiting_at_closing": lambda now: deadlines.end_waiting_at_closing(now=now),
    "hand_over_left": lambda now: leaving.hand_over_of_those_who_left(),
    "set_held_back_away": lambda now: held_back.set_held_back_away(now=now),
    "note_minute": lambda now: minutes.note_minute(now=now),
    "go_round": lambda now: rounds.go_round(now=now),
}
PURGE: dict[str, Job] = {
    "purge_expired": lambda now: retention.purge_expired(now=now),
    "let_go": lambda now: retention.let_go(now=now),
    "clear_practice": lambda now: practice_ending.clear_closed(),
    "forget_look_backs": lambda now: practice_ending.forget_look_backs(now=now),
    "forget_blocks": lambda now: blocks.forget_blocks(now=now),
    "forget_alerts": lambda now: alerts.forget_alerts(now=now),
    "watch_reviews": lambda now: danger.watch_reviews(now=now),
    "forget_dangers": lambda now: danger.forget_dangers(now=now),
    "forget_done": lambda now: once.forget_done(now=now),
    "forget_codes": lambda now: return_codes.forget_codes(now=now),
    "forget_minutes": lambda now: minutes.forget_minutes(now=now),
    "forget_complaints": lambda now: forget_complaints(now=now),
    "forget_feedback": lambda now: forget_feedback(now=now),
    "forget_history": lambda now: forget_history(now=now),
    "cut_logs": lambda now: retention.cut_logs(),
    "seal_days": lambda now: seal_days(now=now),
    # Once a day, after the day before was sealed.
    "check_audit": lambda now: check_daily(now=now),
    "forget_sessions": lambda now: forget_sessions(now=now),
    "forget_links": lambda now: forget_links(now=now),
    "forget_notices": lambda now: forget_notices(now=now),
    "forget_handler_notices": lambda now: handler_notices.forget_handler_notices(now=now),
    "forget_refusals": lambda now: refused_by_browsers.forget_refusals(now=now),
    "forget_queries": lambda now: forget_queries(now=now),
    # After facts are sealed, before reports are made of them.
    "keep_sums": lambda now: keep_sums(now=now),
    "fold_loads": lambda now: fold_loads(now=now),
    "make_reports": lambda now: report_keeping.make_due_reports(now=now, services=service_names),
    "tell_of_reports": lambda now: telling.tell_of_reports(now=now),
    "refresh_public": lambda now: public.refresh_public(now=now),
    "forget_kept_reports": lambda now: report_keeping.forget_kept_reports(now=now),
    "forget_shifts": lambda now: forget_shifts(now=now),
    "forget_swaps": lambda now: forget_swaps(now=now),
    "forget_leavers": lambda now: forget_leavers(now=now),
    "reckon_standing": lambda now: reckon_all(now=now),
    "forget_keys": lambda now: keystore.cache.forget_old(),
    "forget_backups": lambda now: backups.forget_backups(now=now),
    "forget_told": lambda now: forget_told(now=now),
    "watch_state": lambda now: watch_state(now=now),
    "report_purges": lambda now: reports.report_days(now=now),
}

# There from the start: a first failure counts as a rise.
for _name in (*ALWAYS, *AFTER_GRACE, *PURGE):
    metrics.timers.labels(_name, "failed")


def run_due(*, now: datetime, started_at: datetime, purge: bool = True) -> list[str]:
    """Run what is due and return the names of the jobs that ran; one that fails stops no other."""
    grace = timedelta(seconds=settings.HELPLINE_DEADLINES["lease_seconds"])
    jobs = dict(ALWAYS)
    if now - started_at >= grace:
        jobs |= AFTER_GRACE
    if purge:
        jobs |= PURGE
    return [name for name, job in jobs.items() if _ran(name, job, now)]


def run_purge(*, now: datetime) -> dict[str, object]:
    """Run every job that destroys something, now; return what each answered, without those that failed."""
    answers: dict[str, object] = {}
    for name, job in PURGE.items():
        _ran(name, job, now, answers)
    return answers


def _ran(name: str, job: Job, now: datetime, answers: dict[str, object] | None = None) -> bool:
    began = time.monotonic()
    try:
        answer = _counted(name, job, now) if name in COUNTED else job(now)
    except Exception:
        # The next round tries again; a deadline that broke must not stop the others.
        logger.exception("the timer %s failed", name)
        metrics.timers.labels(name, "failed").inc()
        return False
    metrics.timers.labels(name, "done").inc()
    if (took := time.monotonic() - began) > SLOW_SECONDS:
        # All the others wait for it, and the lease may run out meanwhile.
        logger.warning("the timer %s took %d seconds", name, took)
    if answers is not None:
        answers[name] = answer
    return True


@transaction.atomic
def _counted(name: str, job: Job, now: datetime) -> object:
    """Run a job that answers how much it destroyed, and count that in the same transaction."""
    gone = job(now)
    if isinstance(gone, int):
        count_gone(COUNTED[name], gone, now=now)
    return gone


@transaction.atomic
def hold_lease(*, name: str = "timers", holder: str = HOLDER, now: datetime) -> bool:
    """Take or renew the lease; False while another process holds it."""
    until = now + timedelta(seconds=LEASE_SECONDS)
    lease, made = Lease.objects.select_for_update().get_or_create(
        name=name, defaults={"holder": holder, "expires_at": until}
    )
    if not made and lease.holder != holder and lease.expires_at > now:
        return False
    lease.holder, lease.expires_at = holder, until
    lease.save(update_fields=["holder", "expires_at"])
    return True


def idle_seconds(*, now: datetime, name: str = "timers") -> float:
    """Return for how long no process has held the lease, 0.0 while one does.

    Where none ever did: since this process started.
    """
    until = Lease.objects.filter(name=name).values_list("expires_at", flat=True).first() or STARTED_AT
    return max(0.0, (now - until).total_seconds())


def release_lease(*, name: str = "timers", holder: str = HOLDER, now: datetime) -> None:
    """Leave the lease to whoever asks next; nothing where another holds it."""
    Lease.objects.filter(name=name, holder=holder).update(expires_at=now)


def run_forever(*, stop: threading.Event) -> None:
    """Run the jobs every few seconds until `stop` is set."""
    held_since: datetime | None = None
    last_round: datetime | None = None
    purged = 0.0
    while not stop.is_set():
        close_old_connections()
        now = _time_of_all()
        try:
            held = hold_lease(now=now)
        except Exception:
            # The database is away: nobody holds the lease, and the next round asks again.
            logger.exception("the lease of the timers could not be asked for")
            held = False
        # Only one that was watching for as long as a lease lasts may judge that others are gone;
        # who stood still (a machine put to sleep) was not watching, and nobody could reach it.
        if last_round is not None and abs(now - last_round) >= timedelta(seconds=LEASE_SECONDS):
            held_since = None
        held_since = (held_since or now) if held else None
        if held_since is not None:
            purge = time.monotonic() - purged >= PURGE_EVERY_SECONDS or not purged
            run_due(now=now, started_at=held_since, purge=purge)
            purged = time.monotonic() if purge else purged
        last_round = now
        stop.wait(EVERY_SECONDS)
    if held_since is not None:
        try:
            release_lease(now=clock.now())
        except Exception:
            # It runs out by itself.
            logger.exception("the lease of the timers could not be left")
    connections.close_all()


def _time_of_all() -> datetime:
    """Return the time that all processes share; while the database is away, by what it said last."""
    with contextlib.suppress(DatabaseError):
        clock.hold_to_the_database()
    return clock.now()


def watch_clock(*, stop: threading.Event) -> None:
    """Where the timers run elsewhere: hold this process's clock to the database's until `stop` is set."""
    while not stop.is_set():
        close_old_connections()
        _time_of_all()
        stop.wait(EVERY_SECONDS)
    connections.close_all()


def start_thread() -> threading.Event:
    """Start the timers in a thread of this process, or what is left of them where they run elsewhere.

    Setting the event stops them.
    """
    stop = threading.Event()
    runs = run_forever if settings.HELPLINE_TIMERS == "thread" else watch_clock
    thread = threading.Thread(target=runs, kwargs={"stop": stop}, name="timers", daemon=True)
    thread.start()
    atexit.register(_leave, stop, thread)
    return stop


def _leave(stop: threading.Event, thread: threading.Thread) -> None:
    """Let the timers leave their lease before the process is gone."""
    stop.set()
    thread.join(LEAVES_WITHIN)
