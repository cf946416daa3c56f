"""The versions of a text: which there are, what each says, and which one a draft begins from."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from helpline.public_texts.errors import NoText
from helpline.public_texts.in_force import is_own, number_in_force
from helpline.public_texts.kinds import LANGUAGES, Kind
from helpline.public_texts.models import TextVersion
from helpline.public_texts.shape import Words
from helpline.public_texts.shipped import shipped, shipped_number

_PEOPLE = ("written_by", "proposed_by", "approved_by", "taken_back_by")


@dataclass(frozen=True)
class Standing:
    """One row of the history. `state` is "in force", "to come", "was in force" or "taken back".

    `version` is None for what came with the program.
    """

    number: int
    state: str
    version: TextVersion | None = None


def history(kind: Kind) -> list[Standing]:
    """Return every version with its people, the newest date first; the last came with the program."""
    now, running = timezone.now(), number_in_force(kind)
    rows = TextVersion.objects.filter(kind=kind).select_related(*_PEOPLE).defer("words")
    found = [
        Standing(row.number, _state(row, running, now), row)
        for row in sorted(rows, key=lambda row: (row.from_date, row.number), reverse=True)
    ]
    own = shipped_number(kind)
    return [*found, Standing(own, "in force" if running == own else "was in force")]


def to_come(kind: Kind) -> list[TextVersion]:
    """Return what is approved and not in force yet, the next one first."""
    rows = TextVersion.objects.filter(kind=kind, taken_back_at=None).defer("words").order_by("from_date")
    now = timezone.now()
    return [row for row in rows if row.begins_at > now]


def version(kind: Kind, number: int) -> TextVersion:
    """Return one of the service's own versions with its people; raise NoText."""
    found = TextVersion.objects.select_related(*_PEOPLE).filter(kind=kind, number=number).first()
    if found is None:
        raise NoText
    return found


def words_of(kind: Kind, number: int) -> dict[str, Words]:
    """Return a version's words by language. Raises NoText."""
    if not is_own(number):
        if number != shipped_number(kind):
            raise NoText
        return {lang: shipped(kind, lang) for lang in LANGUAGES}
    # The words alone: whoever wrote and approved them is nobody's business here.
    held: dict[str, Words] | None = (
        TextVersion.objects.filter(kind=kind, number=number).values_list("words", flat=True).first()
    )
    if held is None:
        raise NoText
    return held


def base_for(kind: Kind) -> int:
    """Return the number of the version that a draft goes on from: the last one that is approved."""
    coming = to_come(kind)
    return coming[-1].number if coming else number_in_force(kind)


def state_of(row: TextVersion) -> str:
    """Return where one version stands."""
    return _state(row, number_in_force(Kind(row.kind)), timezone.now())


def _state(row: TextVersion, running: int, now: datetime) -> str:
    if row.taken_back_at:
        return "taken back"
    if row.begins_at > now:
        return "to come"
    return "in force" if row.number == running else "was in force"
