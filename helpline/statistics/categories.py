"""The codes a fact may hold, and their names on the supervisors' pages. Plain Python.

A fact holds only what stands here, a programme's slug, a scale from 0 to 10 or an area, so
that no words can slip into the figures.
"""

from helpline.statistics.bands import DAY_KINDS, HOUR_BANDS, NO_TALK, TALK_BANDS, WAIT_BANDS
from helpline.statistics.noted import MARKER_FIELDS, NOTED

CALLER_TYPES = {
    "person_using_abuse": "Person using abuse",
    "victim_survivor": "Victim or survivor",
    "friend_or_family": "Friend or family",
    "frontline_worker": "Frontline worker",
    "unclear_or_mutual": "Unclear, or both ways",
    "child_or_young_person": "Child or young person",
    "inappropriate_contact": "Inappropriate contact",
    "out_of_scope": "Out of scope",
}
OUTCOMES = {
    "completed": "Talk completed",
    "signposted": "Signposted",
    "plan_made": "Plan made",
    "referred_on": "Referred on",
    "left_early": "Caller left early",
    "abandoned": "Left before an answer",
    "ended_inappropriate": "Ended as inappropriate",
    "closed_by_hours": "Ended at closing time",
    "danger_acted_on": "Danger acted on",
}
CHANNELS = {"web_chat": "Web chat", "phone": "Phone", "email": "E-mail"}
WAITS = {
    "under_1": "Under 1 minute",
    "1_to_5": "1 to 5 minutes",
    "5_to_10": "5 to 10 minutes",
    "10_to_20": "10 to 20 minutes",
    "over_20": "20 minutes or more",
}
REFUSALS = {
    "refused_closed": "The service was closed",
    "refused_full": "No handler was free to take more",
    "refused_throttled": "Too many attempts at once",
}
# What is counted a day: refusals, and openings of the page while the service is closed.
VISITS = {"visited_closed": "The closed page was opened"}
COUNTERS = REFUSALS | VISITS
ABOUT = {
    "own_behaviour": "Own behaviour",
    "someone_else": "Someone else",
    "being_hurt": "Being hurt",
    "work": "Through work",
    "unsure": "Not sure",
}
AGES = {
    "under_13": "Under 13", "13_15": "13 to 15", "16_17": "16 or 17", "18_25": "18 to 25",
    "26_40": "26 to 40", "41_60": "41 to 60", "over_60": "Over 60",
}  # fmt: skip
GENDERS = {"man": "Man", "woman": "Woman", "other": "Another gender"}
NATIONS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}
LEVELS = {"immediate": "Immediate", "urgent": "Urgent", "elevated": "Elevated", "standard": "Standard"}
LEVEL_BY = {"handler": "The handler", "supervisor": "A supervisor"}

# Codes allowed per coded field of a fact.
CODES: dict[str, frozenset[str]] = {
    "day_kind": frozenset(DAY_KINDS),
    "hour_band": frozenset(HOUR_BANDS),
    "channel": frozenset(CHANNELS),
    "language": frozenset({"en", "cy"}),
    "about": frozenset(ABOUT),
    "caller_type": frozenset(CALLER_TYPES),
    "age_band": frozenset(AGES),
    "gender": frozenset(GENDERS),
    "nation": frozenset(NATIONS),
    "level": frozenset(LEVELS),
    "level_by": frozenset(LEVEL_BY),
    "outcome": frozenset(OUTCOMES),
    "ended_by": frozenset({"caller", "handler", "system"}),
    "wait_band": frozenset(WAIT_BANDS),
    "talk_band": frozenset({NO_TALK, *TALK_BANDS}),
    **{field: frozenset(codes) for field, codes in NOTED.items()},
    **dict.fromkeys(MARKER_FIELDS, frozenset({"yes", "no"})),
}
