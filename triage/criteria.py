"""What speaks for a service and against it, for one caller: points, and the reason in words. Plain Python.

Nothing here looks at the place, the hours, or the day; `triage.matching` does. What a service did not say
leaves nothing out: it is said as a caution, and the handler asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from triage.entries import AGENCY_ROLES, AUDIENCES, FORMATS, LANGUAGES, ROUTES, Entry
from triage.suitability import advice
from triage.wanted import AGE_BANDS, Wanted


@dataclass(frozen=True)
class Note:
    """One thing that counts: `reason` speaks for it, `caution` against it, `out` leaves it out altogether."""

    points: int = 0
    reason: str = ""
    caution: str = ""
    out: str = ""


CHANGE_LINES = frozenset({"respect-phoneline"})
_WORK_ROLES = AGENCY_ROLES | {"professional_training", "quality_mark"}

_OUT = {
    "court_only": "By sentence of a court only",
    "professionals_only": "For workers only",
    "survivor_only": "For people who are being hurt only",
    "no": "Not a service to give out",
}
_CHANGE_NOTES = {
    "behaviour_change": Note(8, "Works on behaviour towards a partner"),
    "early_intervention": Note(7, "Early help to change behaviour"),
    "helpline": Note(1),
}
_FOR_WORK = frozenset({"agency_only", "professionals_only", "yes", "with_care", "verify"})
_YOUNG = {"M": "boys and young men", "W": "girls and young women"}


def giving(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Whom it may be given to at all, and with what care."""
    closed = entry.signpost == "agency_only" or (
        entry.takes_agencies_only and entry.signpost in ("yes", "with_care", "verify")
    )
    if entry.signpost == "survivor_only" and wanted.is_hurt:
        yield Note(reason="For people who are being hurt")
    elif (closed or entry.signpost in _OUT) and not (wanted.is_for_work and entry.signpost in _FOR_WORK):
        yield Note(out=_OUT.get(entry.signpost) or f"Callers cannot ask for it; {_referred(entry)}")
    if entry.signpost == "with_care":
        yield Note(-3, caution="Alongside other help only: read the cautions")
    if entry.signpost == "verify":
        yield Note(-2, caution="Details are missing or out of date: check first")
    if not entry.is_reachable:
        yield Note(-6, caution="No way to reach it is on record: it cannot be sent")


def _referred(entry: Entry) -> str:
    by = [ROUTES[route].casefold() for route in entry.routes if route in ROUTES]
    return f"referred by: {', '.join(by)}" if by else "agencies refer"


def purpose(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Whether it does what this caller needs."""
    if entry.role == "survivor_support" and wanted.is_own_behaviour:
        # Its number is for whoever is being hurt, and not for the person who hurts them.
        yield Note(out="For people who are being hurt: not for a caller about their own behaviour")
    elif entry.role == "survivor_support" and wanted.is_hurt:
        yield Note(8, "Support for people who are being hurt")
    if wanted.is_about_change:
        yield from _of_change(entry)
    elif wanted.is_for_work:
        yield from _of_work(entry)
    elif wanted.about == "someone_else" and entry.role in ("helpline", "early_intervention"):
        yield Note(4)


def _of_change(entry: Entry) -> Iterator[Note]:
    if entry.slug in CHANGE_LINES:
        yield Note(7, "A line for people worried about their own behaviour")
    elif note := _CHANGE_NOTES.get(entry.role):
        yield note


def _of_work(entry: Entry) -> Iterator[Note]:
    if entry.slug in CHANGE_LINES:
        yield Note(7, "Advises people who work with somebody who uses abuse")
    elif entry.role in _WORK_ROLES:
        yield Note(5, "Works with agencies and their workers")
    elif entry.is_about_change:
        yield Note(4, "Works on behaviour towards a partner")


def people(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Sex, and whether it is for children or adults, as far as both are known."""
    if wanted.is_for_work:
        return
    adult = wanted.age_band is not None and not wanted.is_under_18
    young = "C" in entry.audience
    if wanted.is_under_18 and not young:
        if entry.is_for_adults:
            yield Note(out="Nothing says that it takes anyone under 18")
    elif young and adult and set(entry.audience) == {"C"}:
        yield Note(out="For children and young people")
    sexes = [letter for letter in entry.audience if letter != "C"]
    if wanted.audience and sexes and wanted.audience not in sexes:
        yield Note(out=f"For {(_YOUNG if young else AUDIENCES)[sexes[0]]}")
    elif wanted.audience and not sexes and young and not wanted.is_under_18:
        yield Note(out="For children and young people")
    elif wanted.audience in sexes:
        yield Note(4, f"Takes {(_YOUNG if wanted.is_under_18 else AUDIENCES)[wanted.audience]}")


def ages(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """The age, as far as both are known."""
    if wanted.is_for_work or not wanted.age_band:
        return
    youngest, oldest = AGE_BANDS[wanted.age_band]
    if (entry.age_min or 0) > oldest or (entry.age_max is not None and entry.age_max < youngest):
        yield Note(out=f"For ages {_span(entry)}")
    elif entry.age_min is not None or entry.age_max is not None:
        yield Note(4, f"For ages {_span(entry)}")
    elif "C" in entry.audience and oldest < 18:
        yield Note(4, "Takes children and young people")


def _span(entry: Entry) -> str:
    if entry.age_max is None:
        return f"{entry.age_min} and over"
    return f"up to {entry.age_max}" if entry.age_min is None else f"{entry.age_min} to {entry.age_max}"


def works_in(code: str) -> str:
    """Return the reason that a service has which says that it works in a language."""
    return f"Works in {LANGUAGES.get(code, 'that language')}"


def language(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """The language that the caller asks for, and an interpreter."""
    if wanted.language and wanted.language != "en":
        name = LANGUAGES.get(wanted.language, "that language")
        if wanted.language in entry.languages:
            yield Note(6, works_in(wanted.language))
        elif entry.languages:
            yield Note(caution=f"Says in which languages it works, and {name} is not among them")
    if wanted.interpreter and not wanted.is_for_work:
        if "interpreter" in entry.takes or "interpreter" in " ".join(entry.eligibility).casefold():
            yield Note(6, "Takes people who need an interpreter")
        elif entry.is_about_change:
            yield Note(-3, caution="Nothing says that an interpreter can come: ask")


def form(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Group, one to one or online, and whom a group does not suit."""
    if wanted.formats and entry.formats:
        fitting = [each for each in entry.formats if each in wanted.formats]
        if not fitting:
            offered = ", ".join(FORMATS[each].casefold() for each in entry.formats)
            yield Note(out=f"Another form: {offered}")
        else:
            yield Note(4, f"{FORMATS[fitting[0]]}, as asked for")
    elif wanted.formats:
        yield Note(-1, caution="The form is not on record: ask")
    group_alone = "group" in entry.formats and "one_to_one" not in entry.formats and entry.is_about_change
    if "same_sex" in wanted.takes:
        if "same_sex" in entry.takes:
            yield Note(6, "Takes people in same-sex relationships")
        elif group_alone:
            yield Note(-4, caution=_GROUPS_ARE_FOR)
    if "no_group" in wanted.takes and group_alone:
        yield Note(out="A group")
    elif "no_group" in wanted.takes and "no_group" in entry.takes:
        yield Note(5, "For people who cannot use a group")


def way_in(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Whether the person who asks can come by themselves."""
    routes = set(entry.routes)
    if not routes:
        return
    if wanted.is_for_work:
        if routes & {"professional", "multi_agency", "social_services"}:
            yield Note(3, "A worker can refer")
    elif wanted.about == "someone_else" and "family_friend" in routes:
        yield Note(3, "Family and friends can ask")
    elif "self" in routes:
        yield Note(2, "They can ask themselves")
    elif routes & {"via_professional", "professional", "school"}:
        yield Note(-1, caution="A worker has to refer them")
    elif "programme" in routes:
        yield Note(-2, caution="Through a programme only")


def standing(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """What it requires and excludes, as far as the handler knows it of the caller."""
    if wanted.known is False:
        if "not_known" in entry.requires:
            yield Note(5, "For people not known to the police or the courts")
        elif "convicted" in entry.requires:
            yield Note(out="For people who were convicted")
    elif wanted.known and "not_known" in entry.requires:
        yield Note(out="Only for people not known to the police or the courts")
    if wanted.known and "ordered" in entry.excludes:
        yield Note(-2, caution="Not where a court or child protection orders it: ask")
    for code, text in (("father", "For fathers"), ("after_programme", "After a main programme")):
        if code in entry.requires:
            yield Note(-2, caution=f"{text}: ask")
    for text in advice(entry.requires, entry.excludes, dict(wanted.suits)):
        yield Note(caution=text)


def risk(entry: Entry, wanted: Wanted) -> Iterator[Note]:
    """Risk, need, responsivity: who may do the most harm is for agencies, not for a group."""
    if wanted.is_high_risk and wanted.is_about_change and entry.is_about_change:
        yield Note(out=f"The level is {wanted.level}: agencies and your shift lead first, not a programme")
    elif wanted.level == "elevated" and entry.is_about_change and "group" in entry.formats:
        yield Note(-1, caution="The level is elevated: ask more before a group")
    if wanted.is_about_change and entry.is_about_change:
        if entry.partner_support == "yes":
            yield Note(2, "Partners are offered support of their own")
        else:
            yield Note(-2, caution="Nothing says that partners are offered support")
        if entry.accreditation:
            yield Note(2 if entry.accreditation == "respect" else 0, _ACCREDITED.get(entry.accreditation, ""))


_GROUPS_ARE_FOR = "Groups are mostly made for men in relationships with women: ask, or look for one to one"
_ACCREDITED = {"respect": "Accredited by Respect"}
