"""The next version of a text while it is written: begun, saved, proposed, taken back, thrown away."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpline.hours.rules import LONDON
from helpline.hours.spoken import spoken_day
from helpline.public_texts.errors import DateTaken, DraftMoved, NoDraft, TextRefused
from helpline.public_texts.judging import Problem, problems
from helpline.public_texts.kinds import ABOUT, LANGUAGES, Kind
from helpline.public_texts.models import TextDraft, TextVersion
from helpline.public_texts.shape import Words, read_words
from helpline.public_texts.shipped import drawings, shipped
from helpline.public_texts.versions import base_for, words_of
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# Saving as one writes is one line of the audit for as long as the same person goes on.
ONE_SITTING = timedelta(hours=1)
FARTHEST = timedelta(days=366)


def current(kind: Kind) -> TextDraft | None:
    """Return the draft with its people, or None."""
    return TextDraft.objects.select_related("edited_by", "proposed_by").filter(kind=kind).first()


def get(kind: Kind) -> TextDraft:
    """Return the draft with its people; raise NoDraft."""
    found = current(kind)
    if found is None:
        raise NoDraft
    return found


def proposals() -> list[TextDraft]:
    """Return what waits for a second person, the longest first."""
    return list(TextDraft.objects.filter(proposed_at__isnull=False).order_by("proposed_at"))


@transaction.atomic
def begin(*, kind: Kind, by: Account, number: int | None = None) -> TextDraft:
    """Return the draft, begun from a version (the newest, where none is named); where there is one, as it is.

    Raises Forbidden, or NoText.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    base = base_for(kind) if number is None else number
    words = words_of(kind, base)
    begun = {
        # Welsh that is not published yet is begun from what came with the program.
        "words": {lang: words.get(lang) or shipped(kind, lang) for lang in LANGUAGES},
        "in_welsh": "cy" in words,
        "base": base,
        "edited_by": by,
    }
    draft, is_new = TextDraft.objects.get_or_create(kind=kind, defaults=begun)
    if is_new:
        record(event="text.draft_begun", by=by, subject=kind, detail={"base": base})
    return draft


@transaction.atomic
def save(*, kind: Kind, lang: str, values: Mapping[str, str], revision: int, by: Account) -> TextDraft:
    """Write one language of the draft from its boxes; a proposal is taken back by it.

    Raises Forbidden, NoDraft, DraftMoved, or RequestInvalid with `fields` where too much stands in a box.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    draft = _locked(kind, revision)
    words = read_words(kind, values)
    if words != draft.words.get(lang):
        draft.words = {**draft.words, lang: words}
        _wrote(draft, by, {"kind": lang})
    return draft


@transaction.atomic
def set_plan(*, kind: Kind, from_date: date | None, in_welsh: bool, revision: int, by: Account) -> TextDraft:
    """Set from when on it is to be in force, and whether it is published in Welsh too."""
    check_may(by, Permission.MANAGE_SERVICE)
    draft = _locked(kind, revision)
    _plan(draft, (from_date, in_welsh), by)
    return draft


@transaction.atomic
def propose(
    *, kind: Kind, revision: int, by: Account, plan: tuple[date | None, bool] | None = None
) -> TextDraft:
    """Ask somebody else to approve the draft; `plan`, its day and whether in Welsh too, is set with it.

    Raises Forbidden, NoDraft, DraftMoved, TextRefused, DateTaken; nothing is changed then, the plan neither.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    draft = _locked(kind, revision)
    if plan is not None:
        _plan(draft, plan, by)
    check_publishable(draft)
    draft.proposed_by, draft.proposed_at = by, timezone.now()
    draft.save()
    record(event="text.proposed", by=by, subject=kind, detail={"revision": draft.revision})
    return draft


@transaction.atomic
def withdraw(*, kind: Kind, revision: int, by: Account) -> None:
    """Take a proposal back, or send it back to be written on; the draft stays as it is."""
    check_may(by, Permission.APPROVE_TEXTS)
    draft = _locked(kind, revision)
    draft.proposed_by = draft.proposed_at = None
    draft.save()
    record(event="text.proposal_withdrawn", by=by, subject=kind, detail={"revision": revision})


@transaction.atomic
def discard(*, kind: Kind, revision: int, by: Account) -> None:
    """Throw the draft away. Raises Forbidden, NoDraft, DraftMoved."""
    check_may(by, Permission.MANAGE_SERVICE)
    _locked(kind, revision).delete()
    record(event="text.draft_discarded", by=by, subject=kind, detail={"revision": revision})


def published_words(draft: TextDraft) -> dict[str, Words]:
    """Return what would be published of a draft: English, and Welsh where it is wanted."""
    return {lang: draft.words[lang] for lang in LANGUAGES if lang == "en" or draft.in_welsh}


def missing(draft: TextDraft) -> list[Problem]:
    """Return what keeps the draft from being proposed."""
    return problems(
        Kind(draft.kind),
        published_words(draft),
        retention_hours=settings.HELPLINE_RETENTION_HOURS,
        pictures=drawings(),
    )


def check_publishable(draft: TextDraft) -> None:
    """Raise TextRefused or DateTaken, whose message says what to do."""
    if wrong := missing(draft):
        raise TextRefused(" ".join(problem.sentence for problem in wrong), fields=_by_box(wrong))
    check_date(draft)


def check_date(draft: TextDraft) -> None:
    """Raise TextRefused where the day will not do, DateTaken where another text begins on it."""
    today = timezone.now().astimezone(LONDON).date()
    if draft.from_date is None:
        raise TextRefused("Choose the day from which on callers are to read it: today, or a later one.")
    if draft.from_date < today:
        over = spoken_day("en", draft.from_date)
        raise TextRefused(
            f"{over} is over. Choose today or a later day; a proposal has to be sent back for that."
        )
    if draft.from_date > today + FARTHEST:
        raise TextRefused("Choose a day within a year from now.")
    taken = TextVersion.objects.filter(kind=draft.kind, from_date=draft.from_date, taken_back_at=None).first()
    if taken:
        raise DateTaken(_taken_said(draft, taken, today))


def _taken_said(draft: TextDraft, taken: TextVersion, today: date) -> str:
    begins = "began" if taken.from_date <= today else "is to begin"
    free = free_day(Kind(draft.kind), taken.from_date)
    way = "" if taken.from_date <= today else f", or take version {taken.number} back first"
    title, day = ABOUT[Kind(draft.kind)].title, spoken_day("en", taken.from_date)
    return (
        f"{title}: version {taken.number} {begins} on {day}, and one day has one text. Choose another day, "
        f"such as {spoken_day('en', free)}{way}."
    )


def free_day(kind: Kind, day: date) -> date:
    """Return the first day after `day` on which no text of the kind begins."""
    taken = set(TextVersion.objects.filter(kind=kind, taken_back_at=None).values_list("from_date", flat=True))
    while (day := day + timedelta(days=1)) in taken:
        pass
    return day


def _by_box(wrong: list[Problem]) -> dict[str, Any]:
    return {f"{problem.lang}.{problem.box}": problem.sentence for problem in wrong if problem.box}


def _plan(draft: TextDraft, plan: tuple[date | None, bool], by: Account) -> None:
    if (draft.from_date, draft.in_welsh) != plan:
        draft.from_date, draft.in_welsh = plan
        _wrote(draft, by, {"kind": "plan"})


def _wrote(draft: TextDraft, by: Account, detail: dict[str, str]) -> None:
    """Store a change of the draft, whose proposal is taken back by it."""
    now = timezone.now()
    is_new = draft.edited_by_id != by.pk or draft.edited_at < now - ONE_SITTING or draft.revision == 1
    draft.revision += 1
    draft.edited_by, draft.edited_at = by, now
    draft.proposed_by = draft.proposed_at = None
    draft.save()
    if is_new:
        record(event="text.draft_edited", by=by, subject=draft.kind, detail=detail)


def _locked(kind: Kind, revision: int) -> TextDraft:
    draft = TextDraft.objects.select_for_update(of=("self",)).filter(kind=kind).first()
    if draft is None:
        raise NoDraft
    if draft.revision != revision:
        raise DraftMoved
    return draft
