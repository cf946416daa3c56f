"""Acts of the people who write texts for callers and approve them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.test import TestCase

from helpline.public_texts import drafts, publishing
from helpline.public_texts.kinds import Kind
from helpline.public_texts.models import TextDraft, TextVersion
from helpline.public_texts.shape import boxes
from helpline.staff.models import Account

Change = Callable[[dict[str, str]], None]


def writes(by: Account, kind: Kind = Kind.CONSENT, *, lang: str = "en", **changed: str) -> TextDraft:
    """Begin a draft, or go on with it, and change boxes; "__" stands for the dots of their names."""
    draft = drafts.begin(kind=kind, by=by)
    values = {box.name: box.value for box in boxes(kind, draft.words[lang])}
    values |= {name.replace("__", "."): value for name, value in changed.items()}
    return drafts.save(kind=kind, lang=lang, values=values, revision=draft.revision, by=by)


def plans(by: Account, day: date, kind: Kind = Kind.CONSENT, *, in_welsh: bool = True) -> TextDraft:
    """Set the day of the draft."""
    draft = drafts.get(kind)
    return drafts.set_plan(kind=kind, from_date=day, in_welsh=in_welsh, revision=draft.revision, by=by)


def proposes(by: Account, kind: Kind = Kind.CONSENT) -> TextDraft:
    return drafts.propose(kind=kind, revision=drafts.get(kind).revision, by=by)


def approves(by: Account, kind: Kind = Kind.CONSENT) -> TextVersion:
    # Nothing commits in these tests; what follows a commit is done all the same.
    with TestCase.captureOnCommitCallbacks(execute=True):
        return publishing.approve(kind=kind, revision=drafts.get(kind).revision, by=by)


def takes_back(by: Account, number: int, kind: Kind = Kind.CONSENT) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        publishing.take_back(kind=kind, number=number, by=by)


def publishes(
    ada: Account, sue: Account, day: date, kind: Kind = Kind.CONSENT, *, in_welsh: bool = True, **changed: str
) -> TextVersion:
    """Ada writes and proposes, Sue approves."""
    writes(ada, kind, **changed)
    plans(ada, day, kind, in_welsh=in_welsh)
    proposes(ada, kind)
    return approves(sue, kind)


def at(monkeypatch: Any, moment: datetime) -> None:
    """Let it be a moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
