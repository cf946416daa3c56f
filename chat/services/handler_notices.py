"""Notices to handlers: posted by supervisors for some days, put away by each handler, taken down by hand."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from chat.errors import NoticeGone
from chat.models import HandlerNotice, NoticeRead, Presence
from helpline.kernel.errors import RequestInvalid
from helpline.kernel.light_markup import to_html
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.hints import account_group, account_hint
from helpline.staff.models import Account
from helpline.staff.roles import Permission

KEPT = timedelta(days=365)
LONGEST_DAYS = 92
MOST_TITLE, MOST_TEXT = 80, 4_000
# Of the history, on one page.
MOST_OVER = 50


@transaction.atomic
def post_notice(*, title: str, text: str, first_day: date, last_day: date, by: Account) -> HandlerNotice:
    """Tell all handlers something from a first to a last day; open consoles show it at once.

    Raises Forbidden, or RequestInvalid with `fields`. The audit holds the days and no word.
    """
    check_may(by, Permission.MANAGE_LINE)
    title, text = title.strip(), text.strip()
    if wrong := _mistakes(title, text, first_day, last_day):
        raise RequestInvalid(fields=wrong)
    made = HandlerNotice.objects.create(
        title=title, text=text, first_day=first_day, last_day=last_day, by=by, posted_at=timezone.now()
    )
    days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    record(event="notice.posted", by=by, subject=made.pk, detail=days)
    _tell_handlers()
    return made


def _mistakes(title: str, text: str, first_day: date, last_day: date) -> dict[str, str]:
    wrong = {}
    if not 0 < len(title) <= MOST_TITLE or not title.isprintable():
        wrong["title"] = f"Give it a title of up to {MOST_TITLE} letters, in one line"
    if not 0 < len(text) <= MOST_TEXT or "\x00" in text:
        wrong["text"] = f"Write what handlers need to know, in up to {MOST_TEXT:,} letters"
    if last_day < first_day:
        wrong["last_day"] = "The last day comes before the first"
    elif last_day < timezone.localdate():
        wrong["last_day"] = "That day is over already"
    elif last_day - first_day > timedelta(days=LONGEST_DAYS):
        wrong["last_day"] = f"At most {LONGEST_DAYS} days: what lasts longer belongs into the guide"
    return wrong


@transaction.atomic
def take_down(*, notice: UUID, by: Account) -> HandlerNotice:
    """Show a notice no longer; taken down already by somebody: that stays. Raises Forbidden or NoticeGone."""
    check_may(by, Permission.MANAGE_LINE)
    found = HandlerNotice.objects.select_for_update(of=("self",)).filter(pk=notice).first()
    if found is None or found.last_day < timezone.localdate():
        raise NoticeGone
    if found.taken_down_at is None:
        found.taken_down_at, found.taken_down_by = timezone.now(), by
        found.save(update_fields=["taken_down_at", "taken_down_by"])
        record(event="notice.taken_down", by=by, subject=found.pk)
        _tell_handlers()
    return found


@transaction.atomic
def put_away(*, notice: UUID, by: Account) -> None:
    """Show it on this handler's desk no longer; put away already stays so. Raises Forbidden or NoticeGone."""
    check_may(by, Permission.TAKE_CONTACTS)
    found = _shown().filter(pk=notice).first()
    if found is None:
        raise NoticeGone
    NoticeRead.objects.get_or_create(notice=found, account=by, defaults={"at": timezone.now()})
    announce_on_commit(account_group(by.pk), account_hint())


def notices_for(account: Account) -> list[dict[str, str]]:
    """Return what stands on a handler's desk today, the newest first: [{"id", "title"}]."""
    return notices_by_account([account.pk])[account.pk]


def notices_by_account(accounts: Collection[int]) -> dict[int, list[dict[str, str]]]:
    """Return the same for many, by account; two queries at most."""
    shown = list(_shown().order_by("-posted_at", "pk").values_list("pk", "title"))
    read = NoticeRead.objects.filter(notice__in=[pk for pk, _ in shown], account__in=accounts)
    away = set(read.values_list("account", "notice")) if shown else set()
    return {
        account: [{"id": str(pk), "title": title} for pk, title in shown if (account, pk) not in away]
        for account in accounts
    }


def notices_to_read(account: Account) -> list[dict[str, Any]]:
    """Return the notices of today for this handler's page, those not put away first.

    [{"id", "title", "html", "by", "posted_at", "last_day", "put_away"}]; `html` is clean.
    """
    away = set(NoticeRead.objects.filter(account=account).values_list("notice", flat=True))
    rows = [_row(each) | {"put_away": each.pk in away} for each in _shown().order_by("-posted_at", "pk")]
    return sorted(rows, key=lambda row: row["put_away"])


def all_notices() -> dict[str, list[dict[str, Any]]]:
    """Return every notice for supervisors by what it is: `shown`, `to_come`, `over` (the newest 50)."""
    today, rows = timezone.localdate(), HandlerNotice.objects.annotate(times=Count("reads"))
    is_over = Q(last_day__lt=today) | Q(taken_down_at__isnull=False)
    by_kind = {
        "shown": rows.filter(~is_over, first_day__lte=today),
        "to_come": rows.filter(~is_over, first_day__gt=today),
        "over": rows.filter(is_over),
    }
    return {
        kind: [
            _row(row)
            for row in found.select_related("by", "taken_down_by").order_by("-posted_at", "pk")[:MOST_OVER]
        ]
        for kind, found in by_kind.items()
    }


def forget_handler_notices(*, now: datetime) -> int:
    """Delete notices 365 days after their last day; return how many."""
    over = HandlerNotice.objects.filter(last_day__lt=timezone.localdate(now) - KEPT)
    gone = over.count()
    over.delete()
    return gone


def preview(text: str) -> SafeString:
    """Return a text as handlers will see it."""
    # Escaped, made of ten elements, and through bleach: kernel/light_markup.py.
    return mark_safe(to_html(text))  # noqa: S308


def _shown() -> QuerySet[HandlerNotice]:
    today = timezone.localdate()
    return HandlerNotice.objects.filter(first_day__lte=today, last_day__gte=today, taken_down_at__isnull=True)


def _row(notice: HandlerNotice) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "title": notice.title,
        "html": preview(notice.text),
        "by": notice.by.username if notice.by else "",
        "posted_at": notice.posted_at,
        "first_day": notice.first_day,
        "last_day": notice.last_day,
        "taken_down_at": notice.taken_down_at,
        "taken_down_by": notice.taken_down_by.username if notice.taken_down_by else "",
        "times": getattr(notice, "times", 0),
    }


def _tell_handlers() -> None:
    for account in Presence.objects.values_list("handler", flat=True):
        announce_on_commit(account_group(account), account_hint())
