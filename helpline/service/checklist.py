"""The checklist of a first hour: its steps in order, how each stands, and what callers will see of it.

Owners of a setting offer a `step()`; here it gets its place, its page and a preview. A step whose defaults
may stay as they are can be confirmed instead of changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from helpline.embedding.services import step as embed
from helpline.face import steps as face
from helpline.hours.first_step import step as hours_step
from helpline.public_texts import standing as texts
from helpline.service import standing
from helpline.service.confirming import confirmed
from helpline.service.previews import (
    directory_preview,
    embed_preview,
    hours_preview,
    line_preview,
    look_preview,
    name_preview,
    open_preview,
    staff_preview,
    texts_preview,
    trying_preview,
)
from helpline.service.sign_offs import step as before_opening
from helpline.service.steps import Step
from helpline.service.trying import begin
from helpline.service.trying import step as test_contact
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@dataclass(frozen=True)
class Planned:
    """One step. `fits` is what the button says where the defaults may stay; "" where they may not."""

    key: str
    title: str
    why: str
    route: str
    go: str
    state: Callable[[], Step]
    preview: Callable[[], Sequence[str]] | None = None
    preview_title: str = "As callers read it"
    fits: str = ""
    only_in_service: bool = False
    # The same said otherwise, for whoever does without; "" where there is no other way.
    fits_too: str = ""
    # What stands there once that was said.
    kept: str = "Kept as it stands."
    # Whose page it is, where it is not the admin's: others are led to a page of the handbook.
    permission: Permission | None = None
    handbook: tuple[str, str] = ("administrator", "first-hour")
    # What pressing the button begins at once, so that it is not pressed a second time on the page.
    begins: Callable[[Account], object] | None = None
    # The page of the administrator's handbook about it, where its sentence says too little.
    means: str = ""


@dataclass(frozen=True)
class Shown:
    """One step as the page shows it; `asks`: whether it can still be said that it fits."""

    planned: Planned
    number: int
    done: bool
    sentence: str
    confirmed: bool
    asks: bool
    preview: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse(self.planned.route)


STEPS: tuple[Planned, ...] = (
    Planned(
        "name",
        "Name of the service",
        "Callers and staff read it at the top of every page.",
        "face:edit",
        "Set the name",
        face.name_step,
        name_preview,
        fits="This name is right",
    ),
    Planned(
        "line",
        "How the line works",
        "How long an offer stands and when the line is full. The numbers that stand there suit a small team.",
        "line",
        "Look at the numbers",
        standing.line,
        line_preview,
        preview_title="As it works now",
        fits="These numbers fit",
    ),
    Planned(
        "hours",
        "Hours and nation",
        "Without hours nobody can start a chat. The nation decides which bank holidays count.",
        "hours:week",
        "Set the hours",
        hours_step,
        hours_preview,
        preview_title="The next seven days",
    ),
    Planned(
        "texts",
        "What callers agree to",
        "The limits of what stays between you and them, before they write a word.",
        "texts:overview",
        "Read the texts",
        texts.step,
        texts_preview,
        fits="These texts fit",
    ),
    Planned(
        "look",
        "Look",
        "Your logo and colours, if you like. The quiet colours that stand there are easy to read.",
        "face:edit",
        "Change the look",
        face.look_step,
        look_preview,
        preview_title="As it looks now",
        fits="This look fits",
    ),
    Planned(
        "directory",
        "Programmes near you",
        "Where handlers send people on to. Somebody has to ring each number before callers are given it.",
        "triage:directory",
        "Look at the programmes",
        standing.directory,
        directory_preview,
        fits="We have looked at them",
        kept="You have looked at them.",
        means="programmes",
    ),
    Planned(
        "script",
        "What handlers may say",
        "The prompts beside a talk. Reviewers sign each of them, and two supervisors publish them.",
        "scripts:overview",
        "Open the script",
        standing.script,
        permission=Permission.PUBLISH_SCRIPTS,
        handbook=("supervisor", "scripts"),
    ),
    Planned(
        "staff",
        "Staff",
        "At least one handler who answers, and two supervisors beside them.",
        "staff:accounts",
        "Invite somebody",
        standing.staff,
        staff_preview,
    ),
    Planned(
        "embed",
        "The button on your website",
        "One line of code that you or your web person pastes into your pages.",
        "embedding:embedding",
        "Get the code",
        embed,
        embed_preview,
        fits="The code is on our site",
        fits_too="We link to the chat instead",
        kept="You have said that callers find the way here.",
    ),
    Planned(
        "test",
        "A test contact",
        "A made-up caller who waits in the real queue. See that it arrives at a handler.",
        "service:test-contact",
        "Make a test contact",
        test_contact,
        trying_preview,
        preview_title="As handlers read it",
        begins=lambda by: begin(by=by),
    ),
    Planned(
        "before-opening",
        "Before you open",
        "Five things somebody answers for by name. Until all are recorded, nobody can start a chat.",
        "service:before-opening",
        "Record them",
        before_opening,
        open_preview,
        only_in_service=True,
    ),
)


def steps() -> list[Shown]:
    """Return every step that this service has, with how it stands."""
    said = confirmed()
    asked = [step for step in STEPS if settings.HELPLINE_ASKS_SIGN_OFFS or not step.only_in_service]
    return [_shown(number, step, said) for number, step in enumerate(asked, start=1)]


def planned(key: str) -> Planned | None:
    """Return the step of this key, or None."""
    return next((step for step in STEPS if step.key == key), None)


def _shown(number: int, step: Planned, said: frozenset[str]) -> Shown:
    state = step.state()
    fits = bool(step.fits) and step.key in said and not state.lacks
    done = state.done or fits
    return Shown(
        planned=step,
        number=number,
        done=done,
        sentence=state.sentence,
        confirmed=fits and not state.own,
        asks=bool(step.fits) and not done and not state.lacks,
        preview=tuple(step.preview()) if step.preview else (),
    )
