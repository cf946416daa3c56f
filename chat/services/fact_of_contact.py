"""The one coarse fact that a contact leaves behind: what was measured, said and judged, as codes."""

from django.utils import timezone

from chat.models import Contact, GuidanceUse
from chat.nation_codes import nation_code
from chat.states import EndReason
from chat.talk_cards import CardName
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.bands import day_kind
from helpline.statistics.facts import FactValues, hour_band, month_of, talk_band, wait_band
from helpline.statistics.noted import CUES
from triage.noted import NOTED, SCALES
from triage.risk import Answer
from triage.services import programme_slugs, signposts_of, triage_of

ENDED_BY = {
    EndReason.CALLER: "caller",
    EndReason.CALLER_GONE: "caller",
    EndReason.HANDLER: "handler",
    EndReason.BOUNDARY: "handler",
}
PLANNED = {
    (False, False): None,
    (True, False): "time_out",
    (False, True): "plan",
    (True, True): "both",
}


def fact_of(contact: Contact) -> FactValues:
    """Return the fact of an ended contact whose uses of the guidance are counted."""
    triage = triage_of(contact.pk)
    answered, ended_at = contact.first_taken_at, contact.ended_at or timezone.now()
    given = {each["slug"] for each in signposts_of(contact.pk)}
    used = _used(contact)
    noted = {name: triage[name] for name in (*NOTED, *SCALES)}
    noted["plan"] = noted["plan"] or _planned(used)
    markers = {
        f"marker_{id}": answer for id, answer in triage["markers"].items() if answer != Answer.NOT_ASKED
    }
    return FactValues(
        month=month_of(contact.consented_at),
        day_kind=day_kind(contact.consented_at),
        channel=contact.channel,
        hour_band=hour_band(contact.consented_at),
        language=contact.language,
        about=contact.about,
        outcome=contact.outcome,
        ended_by=ENDED_BY.get(EndReason(contact.end_reason), "system"),
        answered=answered is not None,
        wait_band=wait_band(((answered or ended_at) - contact.consented_at).total_seconds()),
        talk_band=talk_band((ended_at - answered).total_seconds() if answered else None),
        caller_type=triage["caller_type"],
        age_band=contact.age_band or None,
        gender=contact.gender or None,
        nation=nation_code(contact.area),
        area=contact.area or None,
        level=contact.level or None,
        level_by=level_by(contact),
        # Whoever writes here has read the limits and agreed before the first word.
        confidentiality_given=(contact.consent_version > 0 or triage["confidentiality_given"])
        if answered
        else None,
        readiness_before=triage["readiness_before"],
        readiness_after=triage["readiness_after"],
        behaviours=tuple(sorted(triage["behaviours"])),
        cues=tuple(sorted(name for kind, name in used if kind == CONFIRMED and name in CUES)),
        signposts=tuple(sorted(given)),
        programme_given=bool(given & programme_slugs()) if answered else None,
        **noted,
        **markers,
    )


def level_by(contact: Contact) -> str | None:
    """Return whether a handler set the level, or a supervisor who had not the talk; None without a level."""
    if not contact.level:
        return None
    if contact.handler and contact.level_by == contact.handler.username:
        return "handler"
    # It was passed on since, or somebody else set it.
    is_handler = Account.objects.filter(username=contact.level_by, role=Role.HANDLER).exists()
    return "handler" if is_handler else "supervisor"


CONFIRMED = str(GuidanceUse.Kind.CUE_CONFIRMED)


def _used(contact: Contact) -> set[tuple[str, str]]:
    return set(GuidanceUse.objects.filter(contact=contact).values_list("kind", "name"))


def _planned(used: set[tuple[str, str]]) -> str | None:
    """Return what was made, from the cards that were sent; None where a handler should say."""
    sent = str(GuidanceUse.Kind.CARD_SENT)
    return PLANNED[(sent, CardName.TIME_OUT) in used, (sent, CardName.TONIGHT) in used]
